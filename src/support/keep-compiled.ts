import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * From here on what is imported is kept compiled, and taken from there the next time; child processes are told the folder. It
 * is within the project's own, where nobody else can put code; where that cannot be written there is no cache.
 */
export function keepCompiled(): void {
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/footnote', import.meta.url)));
}

/** What a child process needs in its environment to share what is kept; nothing where nothing is. */
export function shareCompiled(): { NODE_COMPILE_CACHE?: string } {
  // Of this release of Node, within the folder that is given; a child makes its own name for it there.
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

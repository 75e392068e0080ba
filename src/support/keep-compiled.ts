import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * From here on what is imported is kept compiled, and taken from there the next time; child processes are told the folder. It
 * is within the project's own, where nobody else can put code; where that cannot be written there is no cache.
 */
export function keepCompiled(): void {
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/footnote', import.meta.url)));
}

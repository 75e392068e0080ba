import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from './process-identity.ts';

const PREFIX = 'footnote-socket-';
/** `sun_path` holds 108 bytes, with a NUL at the end; macOS has 104. */
const MAX_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

export interface SocketFolder {
  readonly path: string;
  /** Where pg looks for the server when `path` is its host. */
  readonly socketPath: string;
  remove(): void;
}

/** A fresh folder of mode 0700 under the system's temporary folder. Folders that dead services left are removed. */
export function createSocketFolder(parent: string = tmpdir()): SocketFolder {
  removeLeftovers(parent);
  const path = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  const socketPath = join(path, '.s.PGSQL.5432');
  const remove = () => rmSync(path, { recursive: true, force: true });
  if (Buffer.byteLength(socketPath) > MAX_PATH_BYTES) {
    remove();
    throw new Error(
      `The temporary folder ${parent} has too long a path for a socket; set TMPDIR to a shorter one.`,
    );
  }
  return { path, socketPath, remove };
}

function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isProcessAlive(pid, null)) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

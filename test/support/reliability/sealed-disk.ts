import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BLOCK = Buffer.alloc(64 * 1024, 1);

/** A disk of its own, small enough to be filled: a tmpfs. */
export interface SealedDisk {
  readonly path: string;
  /** Writes a file until nothing more fits but for `leaveBytes`. */
  fill(leaveBytes: number): void;
  /** Deletes that file. */
  free(): void;
  remove(): void;
}

/** Null where mounting is refused. */
export function mountDisk(megabytes: number): SealedDisk | null {
  const path = mkdtempSync(join(tmpdir(), 'footnote-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'pipe' });
  } catch {
    rmdirSync(path);
    return null;
  }
  const filler = join(path, 'filler');
  const freeBytes = () => {
    const line = execFileSync('df', ['-B1', '--output=avail', path], { encoding: 'utf8' });
    return Number(line.trim().split('\n').at(-1));
  };
  return {
    path,
    fill(leaveBytes) {
      const file = openSync(filler, 'a');
      try {
        while (freeBytes() > leaveBytes + BLOCK.length) writeSync(file, BLOCK);
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync('umount', ['-l', path]);
      rmdirSync(path);
    },
  };
}

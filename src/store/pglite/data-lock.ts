import { randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessAlive, readHost, readStartTime } from './process-identity.ts';

/** What a lock file says of its holder. */
export interface LockHolder {
  readonly token: string;
  readonly pid: number;
  /** The service the holder works for. */
  readonly servicePid: number;
  readonly host: string;
  readonly startTime: string | null;
  /** ISO time of taking the lock. */
  readonly since: string;
}

export interface DataLock {
  readonly path: string;
  /** Gives the lock up; synchronous, so that it can run while the process exits. */
  release(): void;
}

/** In the data folder. */
export const LOCK_FILE = 'footnote.lock';
/** A process that ends gives its folder up within a second. Who starts a second service by mistake is told within 8 s, on a busy machine too. */
const WAIT_MS = 4_000;
const POLL_MS = 100;
/** Touched every so often, by the service, whose event loop is never blocked. */
export const HEARTBEAT_MS = 2_000;
/** A holder on another host counts as gone when its heartbeat stood still for so long while we watched. */
const FOREIGN_SILENCE_MS = 10_000;

export class DataLockedError extends Error {
  constructor(path: string, holder: LockHolder) {
    super(
      `The data folder is in use by process ${holder.pid} (service ${holder.servicePid}) on ${holder.host.split(' ')[0]} ` +
        `since ${holder.since}, says ${path}. Stop that service or choose another DATA_DIR.`,
    );
    this.name = 'DataLockedError';
  }
}

/**
 * Takes the lock file at `path`, which PGlite does not have of its own: two processes in one folder lose rows without
 * an error. Waits up to `waitMs` for a living holder, then throws `DataLockedError`. The lock of a dead one is taken over.
 */
export async function acquireDataLock(path: string, servicePid: number, waitMs = WAIT_MS): Promise<DataLock> {
  const holder = describeSelf(servicePid);
  const watch = new ForeignWatch();
  const deadline = Date.now() + waitMs;
  for (;;) {
    const other = await tryAcquire(path, holder, watch);
    if (other === null) return { path, release: () => removeQuietly(path) };
    const isOver = Date.now() >= deadline && !watch.isUndecided();
    if (isOver) throw new DataLockedError(path, other);
    await sleep(POLL_MS);
  }
}

/**
 * One attempt; null when taken, else who holds it.
 *
 * The lock of a dead holder is replaced under a lock of its own, named by the dead one's token and taken the same
 * way. Whoever has that one and still finds the dead token may replace the file: nobody else can have changed it.
 */
async function tryAcquire(path: string, self: LockHolder, watch: ForeignWatch): Promise<LockHolder | null> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(self), { mode: 0o600, flag: 'wx' });
  try {
    if (await linkIfAbsent(draft, path)) return null;
    const other = await readHolder(path);
    if (other === 'absent') return tryAcquire(path, self, watch);
    if (await watch.isAlive(path, other)) return other;

    const claim = `${path}.${other.token}.claim`;
    const rival = await tryAcquire(claim, { ...self, token: randomUUID() }, watch);
    if (rival !== null) return rival;
    try {
      const current = await readHolder(path);
      if (current === 'absent' || current.token !== other.token) return tryAcquire(path, self, watch);
      await rename(draft, path);
      return null;
    } finally {
      removeQuietly(claim);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Judges whether a holder lives: by its pid on this host, by its heartbeat on another. */
class ForeignWatch {
  readonly #host = readHost();
  #seen: { readonly mark: string; readonly since: number } | undefined;

  async isAlive(path: string, holder: LockHolder): Promise<boolean> {
    if (holder.host === this.#host) {
      this.#seen = undefined;
      return isProcessAlive(holder.pid, holder.startTime);
    }
    const mark = `${holder.token} ${await stat(path).then(
      (found) => found.mtimeMs,
      () => 'absent',
    )}`;
    // Clocks of two hosts may differ: what counts is whether the time stamp moves.
    if (this.#seen?.mark !== mark) this.#seen = { mark, since: performance.now() };
    return performance.now() - this.#seen.since < FOREIGN_SILENCE_MS;
  }

  /** True while a heartbeat of another host stands still, for not long enough. */
  isUndecided(): boolean {
    return this.#seen !== undefined && performance.now() - this.#seen.since > HEARTBEAT_MS * 2;
  }
}

function describeSelf(servicePid: number): LockHolder {
  const { pid } = process;
  const since = new Date().toISOString();
  return { token: randomUUID(), pid, servicePid, host: readHost(), startTime: readStartTime(pid), since };
}

async function linkIfAbsent(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<LockHolder | 'absent'> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LockHolder;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'absent';
    throw new Error(`The lock file ${path} cannot be read; if no service uses the data folder, delete it.`, {
      cause: error,
    });
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already.
  }
}

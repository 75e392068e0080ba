import { type ChildProcess, fork } from 'node:child_process';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { shareCompiled } from '../../support/keep-compiled.ts';
import { HEARTBEAT_MS, LOCK_FILE } from './data-lock.ts';
import { createSocketFolder, type SocketFolder } from './socket-folder.ts';

export type FromPGliteWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string };

/** The part of a pino logger that the store needs. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface PGliteProcessOptions {
  readonly dataDir: string;
  readonly log: Log;
}

const WORKER = new URL('../../workers/pglite-worker.ts', import.meta.url);
/** Room for initdb on a slow disk, for a long recovery, and for the wait for the lock. */
const START_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 10_000;
const BACKOFF_MS = [0, 200, 1_000, 2_000, 5_000];

/**
 * Starts PGlite in a process of its own and keeps one there: whenever the process is gone, a new one is started on
 * the same socket. Throws the process's own error when the first start fails, for example that the folder is in use.
 */
export async function startPGliteProcess(options: PGliteProcessOptions): Promise<PGliteProcess> {
  const pglite = new PGliteProcess(options);
  await pglite.start();
  return pglite;
}

export class PGliteProcess {
  readonly #dataDir: string;
  readonly #log: Log;
  readonly #folder: SocketFolder;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #listeners: (() => void)[] = [];
  readonly #removeFolder: () => void;
  #child: ChildProcess | undefined;
  #isClosing = false;
  #closed: Promise<void> | undefined;

  constructor(options: PGliteProcessOptions) {
    this.#dataDir = options.dataDir;
    this.#log = options.log;
    this.#folder = createSocketFolder();
    this.#removeFolder = () => this.#folder.remove();
    process.once('exit', this.#removeFolder);
    this.#heartbeat = setInterval(() => this.#touchLock(), HEARTBEAT_MS).unref();
  }

  /** The folder that pg takes as its host. */
  get socketDir(): string {
    return this.#folder.path;
  }

  /** Pid of the running process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** `listener` runs after every restart, when the database answers again. */
  onRestart(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    try {
      await this.#spawn();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Ends the process the hard way, the only cure for a query that does not end; a new one is started. */
  kill(reason: string): void {
    if (this.#child === undefined) return;
    this.#log.warn({ reason, pid: this.#child.pid }, 'ending the database process');
    this.#child.kill('SIGKILL');
  }

  /** Closes the database and its process; after 10 s by force. */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  async #shutDown(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#heartbeat);
    const child = this.#child;
    if (child !== undefined) {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      if (child.connected) child.send('close', () => {});
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
      await gone;
      clearTimeout(timer);
    }
    this.#folder.remove();
    process.removeListener('exit', this.#removeFolder);
  }

  /** Resolves when the new process is ready. Only called while there is none. */
  async #spawn(): Promise<void> {
    const child = fork(WORKER, [this.#dataDir, this.#folder.socketPath], {
      // Nothing of the service's environment, which holds keys, and none of its flags.
      env: { ...shareCompiled() },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    let complaint = '';
    child.stderr?.on('data', (data: Buffer) => {
      complaint = (complaint + data).slice(-2_000);
    });
    let isReady = false;
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
      child.once('error', (error) => resolve(error.message));
    }).then((end) => {
      this.#child = undefined;
      if (isReady && !this.#isClosing) void this.#restart(end);
      return end;
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS);
    try {
      const message = await Promise.race([waitForMessage(child), ended]);
      if (typeof message === 'object' && message.kind === 'ready') {
        isReady = true;
        return;
      }
      const end = await ended;
      const reason = typeof message === 'object' ? message.message : lastLine(complaint) || end;
      throw new Error(
        typeof message === 'object' ? reason : `The database process ended at its start: ${reason}`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  async #restart(end: string): Promise<void> {
    this.#log.error({ end }, 'the database process is gone; starting a new one');
    for (let attempt = 0; !this.#isClosing; attempt++) {
      await sleep(BACKOFF_MS[attempt] ?? BACKOFF_MS.at(-1));
      if (this.#isClosing) return;
      try {
        await this.#spawn();
        this.#log.info({ attempt }, 'the database process is back');
        for (const listener of this.#listeners) listener();
        return;
      } catch (error) {
        this.#log.error({ err: error, attempt }, 'the database process could not be started');
      }
    }
  }

  #touchLock(): void {
    if (this.#child === undefined) return;
    const now = new Date();
    utimes(join(this.#dataDir, LOCK_FILE), now, now).catch(() => {
      // Not taken yet.
    });
  }
}

function waitForMessage(child: ChildProcess): Promise<FromPGliteWorker> {
  return new Promise((resolve) => child.once('message', (message) => resolve(message as FromPGliteWorker)));
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

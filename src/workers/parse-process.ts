import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { IngestError } from '../errors.ts';
import { shareCompiled } from '../support/keep-compiled.ts';
import { parserCrashed, parserOutOfMemory, parserTimedOut } from './parse-errors.ts';
import type {
  FromWorker,
  ParseBatch,
  ParseCommand,
  ParseInput,
  ToCommand,
  ToWorker,
} from './parse-protocol.ts';
import { ParseRun } from './parse-run.ts';
import { readCpuMs } from './read-cpu-ms.ts';
import { readResidentBytes } from './read-resident-bytes.ts';
import { createWorkClock, type TimeLimits } from './work-clock.ts';

const WATCH_EVERY_MS = 50;
/** A process is ended a little below its limit: it may grow by some 10 MB between two looks. */
const KILL_SHARE = 0.96;
const MAX_STDERR_CHARS = 8192;
/** Share of the memory limit that JavaScript objects may take; the rest is for buffers, WebAssembly and Node itself. */
const HEAP_SHARE = 0.75;

export interface ParseProcessOptions extends TimeLimits {
  readonly maxMemoryBytes: number;
}

/** A child process that runs commands side by side. After a crash, an early stop or `kill` it is of no more use. */
export class ParseProcess {
  readonly #child: ChildProcess;
  readonly #options: ParseProcessOptions;
  #stderr = '';
  readonly #runs = new Map<number, ParseRun>();
  #lastRun = 0;
  /** What commands that ended added to the work of those still under way: their time is counted together. */
  readonly #endedWork = { pages: 0, recognised: 0 };
  #watch: NodeJS.Timeout | undefined;
  /** Why it can do no more work. */
  #ended: unknown;
  readonly exited: Promise<void>;

  constructor(options: ParseProcessOptions) {
    this.#options = options;
    const heapMegabytes = Math.max(64, Math.floor((options.maxMemoryBytes * HEAP_SHARE) / 2 ** 20));
    this.#child = fork(fileURLToPath(new URL('./parse-worker.ts', import.meta.url)), [], {
      execArgv: [`--max-old-space-size=${heapMegabytes}`],
      // Nothing of the service's environment: it holds keys, and the child reads hostile files.
      env: { ...shareCompiled() },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-MAX_STDERR_CHARS);
    });
    this.#child.on('message', (message: FromWorker) => this.#runs.get(message.run)?.receive(message));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.exited = promise;
    // A failed start emits `error`, with or without `close`; `close` comes when stderr is read to its end.
    this.#child.on('error', (error) =>
      this.#end(parserCrashed(`The parser could not be started or reached: ${error.message}`), resolve),
    );
    this.#child.on('close', (code, signal) => this.#end(this.#explainExit(code, signal), resolve));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get usable(): boolean {
    return this.#ended === undefined;
  }

  get busy(): boolean {
    return this.#runs.size > 0;
  }

  /** Resident memory, or null where the system does not tell. */
  get residentBytes(): number | null {
    return this.pid === undefined ? null : readResidentBytes(this.pid);
  }

  /** Whether the process keeps the service from ending by itself. */
  hold(held: boolean): void {
    // `fork` makes the pipe of stderr a socket, which holds the event loop as the other two do.
    for (const handle of [this.#child, this.#child.channel, this.#child.stderr as Socket | null]) {
      if (held) handle?.ref();
      else handle?.unref();
    }
  }

  /** Ends the process at once; commands under way fail with `reason`. */
  kill(reason: unknown): void {
    this.#ended ??= reason;
    this.#child.kill('SIGKILL');
    this.#failRuns(reason);
  }

  /**
   * Runs a command, beside others: feeds it `input` as it asks and yields its batches. A consumer that stops
   * early, and any error but one that the worker tells, ends the process. Throws `IngestError`; PARSER_TIMEOUT, PARSER_MEMORY and PARSER_CRASHED among them.
   */
  async *run(
    command: ParseCommand,
    input: AsyncIterator<NonNullable<ParseInput>>,
  ): AsyncGenerator<ParseBatch> {
    if (this.#ended !== undefined) throw this.#ended;
    this.#lastRun += 1;
    const id = this.#lastRun;
    const send = (message: ToCommand) => this.#send({ ...message, run: id });
    const run = new ParseRun(input, send);
    this.#runs.set(id, run);
    this.#watch ??= this.#startWatch();
    let finished = false;
    try {
      send(command);
      for (;;) {
        const batch = await run.next();
        if (batch === undefined) break;
        yield batch;
      }
      finished = true;
    } finally {
      this.#runs.delete(id);
      this.#endedWork.pages += run.progress.pages;
      this.#endedWork.recognised += run.progress.recognised;
      if (this.#runs.size === 0) this.#endWatch();
      if (!finished && !run.endedOrderly) this.kill(parserCrashed('The parser was stopped.'));
      // Not awaited: it may be waiting for what this very end brings about.
      void Promise.resolve(input.return?.()).catch(() => {});
    }
  }

  /** Commands in one process share its time and its memory. */
  #startWatch(): NodeJS.Timeout {
    const clock = createWorkClock(this.#options);
    return setInterval(() => {
      const runs = [...this.#runs.values()];
      const working = runs.some((run) => run.working);
      const progress = { steps: 0, ...this.#endedWork, recognising: false };
      for (const { progress: own } of runs) {
        progress.steps += own.steps;
        progress.pages += own.pages;
        progress.recognised += own.recognised;
        progress.recognising ||= own.recognising;
      }
      const resident = this.residentBytes ?? 0;
      if (resident > this.#options.maxMemoryBytes * KILL_SHARE)
        this.kill(parserOutOfMemory(this.#options.maxMemoryBytes));
      else if (!clock.tick(working, progress, this.pid === undefined ? null : readCpuMs(this.pid)))
        this.kill(parserTimedOut(this.#options.pageTimeoutMs));
    }, WATCH_EVERY_MS);
  }

  #endWatch(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
    Object.assign(this.#endedWork, { pages: 0, recognised: 0 });
  }

  #failRuns(reason: unknown): void {
    for (const run of this.#runs.values()) run.fail(reason);
  }

  #send(message: ToWorker): void {
    // Without a callback a broken channel is an `error` event; with it the exit that follows tells the reason.
    this.#child.send(message, () => {});
  }

  #end(reason: unknown, resolve: () => void): void {
    this.#ended ??= reason;
    this.#failRuns(this.#ended);
    resolve();
  }

  #explainExit(code: number | null, signal: NodeJS.Signals | null): IngestError {
    if (/heap out of memory|allocation failed|FatalProcessOutOfMemory/i.test(this.#stderr))
      return parserOutOfMemory(this.#options.maxMemoryBytes);
    return parserCrashed(`The parser ended unexpectedly (${signal ?? `exit code ${code}`}).`);
  }
}

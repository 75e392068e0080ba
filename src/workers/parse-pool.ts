import type { ChunkBatch, LoadEvent } from '../domain/load.ts';
import type { DocumentParser, ParseSession } from '../domain/ports.ts';
import { parserCrashed } from './parse-errors.ts';
import { ParseProcess } from './parse-process.ts';
import { MAX_PIECE_BYTES } from './parse-protocol.ts';

export interface ParsePoolOptions {
  /** Documents in work at once, each in a process of its own. */
  readonly size: number;
  /** Resident memory of one process; above it the process is killed. */
  readonly maxMemoryBytes: number;
  readonly pageTimeoutMs?: number;
  readonly pageBudgetMs?: number;
  readonly recognitionTimeoutMs?: number;
  readonly recognitionBudgetMs?: number;
  /** A process that has read this many documents is replaced. */
  readonly maxDocumentsPerProcess?: number;
}

/** WebAssembly memory never shrinks: a process that has grown beyond this share of its limit is replaced. */
const RECYCLE_SHARE = 0.5;

/**
 * Child processes for documents. None is started before the first `open`; one whose last document ended well is used
 * again, one that failed is killed and replaced.
 */
export function createParsePool(options: ParsePoolOptions): DocumentParser {
  const limits = {
    maxMemoryBytes: options.maxMemoryBytes,
    pageTimeoutMs: options.pageTimeoutMs ?? 20_000,
    pageBudgetMs: options.pageBudgetMs ?? 1_000,
    recognitionTimeoutMs: options.recognitionTimeoutMs ?? 60_000,
    recognitionBudgetMs: options.recognitionBudgetMs ?? 15_000,
  };
  const maxDocuments = options.maxDocumentsPerProcess ?? 50;
  const documentsRead = new WeakMap<ParseProcess, number>();
  const idle: ParseProcess[] = [];
  const alive = new Set<ParseProcess>();
  const waiting: { resolve: () => void; reject: (reason: unknown) => void }[] = [];
  let inUse = 0;
  let closed = false;

  const start = (): ParseProcess => {
    const parser = new ParseProcess(limits);
    alive.add(parser);
    void parser.exited.then(() => alive.delete(parser));
    return parser;
  };
  const keepIdle = (parser: ParseProcess): void => {
    parser.hold(false);
    idle.push(parser);
  };
  const takeProcess = (): ParseProcess => {
    for (let parser = idle.pop(); parser; parser = idle.pop()) {
      if (parser.usable) return parser;
    }
    return start();
  };
  const giveBack = async (parser: ParseProcess): Promise<void> => {
    const read = (documentsRead.get(parser) ?? 0) + 1;
    documentsRead.set(parser, read);
    const grown = (parser.residentBytes ?? 0) > limits.maxMemoryBytes * RECYCLE_SHARE;
    if (parser.usable && !parser.busy && !grown && read < maxDocuments && !closed) {
      keepIdle(parser);
    } else {
      parser.kill(parserCrashed('The parser was stopped.'));
      await parser.exited;
      if (!closed) keepIdle(start());
    }
    inUse -= 1;
    waiting.shift()?.resolve();
  };
  const waitForTurn = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (closed) throw new Error('The parse pool is closed.');
    if (inUse < options.size) {
      inUse += 1;
      return;
    }
    const turn = Promise.withResolvers<void>();
    const leave = (): void => {
      const place = waiting.indexOf(turn);
      if (place === -1) return;
      waiting.splice(place, 1);
      turn.reject(signal.reason);
    };
    waiting.push(turn);
    signal.addEventListener('abort', leave, { once: true });
    try {
      await turn.promise;
      inUse += 1;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };

  return {
    async open(signal) {
      await waitForTurn(signal);
      const parser = takeProcess();
      parser.hold(true);
      return createSession(parser, signal, () => giveBack(parser));
    },
    async close() {
      closed = true;
      for (const turn of waiting.splice(0)) turn.reject(new Error('The parse pool is closed.'));
      const processes = [...alive];
      for (const parser of processes) {
        parser.hold(true);
        parser.kill(parserCrashed('The service is stopping.'));
      }
      await Promise.all(processes.map((parser) => parser.exited));
    },
  };
}

function createSession(
  parser: ParseProcess,
  signal: AbortSignal,
  giveBack: () => Promise<void>,
): ParseSession {
  const abort = (): void => parser.kill(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  let closing: Promise<void> | undefined;
  return {
    load(source, bytes, limits) {
      const batches = parser.run({ kind: 'load', source, limits }, cutIntoPieces(bytes));
      return batches as AsyncGenerator<LoadEvent>;
    },
    split(pages, options, limits) {
      const batches = parser.run({ kind: 'split', options, limits }, pages[Symbol.asyncIterator]());
      return batches as AsyncGenerator<ChunkBatch>;
    },
    close() {
      signal.removeEventListener('abort', abort);
      closing ??= giveBack();
      return closing;
    },
  };
}

async function* cutIntoPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    for (let start = 0; start < piece.length; start += MAX_PIECE_BYTES) {
      yield piece.subarray(start, start + MAX_PIECE_BYTES);
    }
  }
}

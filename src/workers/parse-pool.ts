import type { ChunkBatch, LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import type { DocumentParser, ParseSession } from '../domain/ports.ts';
import { LOADS_IN_RANGES } from '../load/media-types.ts';
import { loadInRanges, type RangeReader } from './load-in-ranges.ts';
import { parserCrashed } from './parse-errors.ts';
import { ParseProcess } from './parse-process.ts';
import { MAX_PIECE_BYTES } from './parse-protocol.ts';

export interface ParsePoolOptions {
  /** Processes at most. Each document has one of its own; those left over help with long documents. */
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
 * Child processes for documents. None is started before the first `open`; one whose last document was read, or
 * found to be unreadable, is used again; one that crashed, passed a limit or was stopped is replaced.
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
  /** Told when a document begins to wait. */
  const wantedListeners = new Set<() => void>();
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
    try {
      if (parser.usable && !parser.busy && !grown && read < maxDocuments && !closed) {
        keepIdle(parser);
      } else {
        parser.kill(parserCrashed('The parser was stopped.'));
        await parser.exited;
        if (!closed) keepIdle(start());
      }
    } finally {
      freePlace();
    }
  };
  /** The place goes straight to who waits longest: nobody can take it in between. */
  const freePlace = (): void => {
    const next = waiting.shift();
    if (next === undefined) inUse -= 1;
    else next.resolve();
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
    for (const listen of wantedListeners) listen();
    signal.addEventListener('abort', leave, { once: true });
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };

  return {
    async open(signal) {
      await waitForTurn(signal);
      const take = (): LentProcess => {
        const parser = takeProcess();
        parser.hold(true);
        return {
          parser,
          isWanted: () => waiting.length > 0,
          onWanted(listen) {
            wantedListeners.add(listen);
            return () => wantedListeners.delete(listen);
          },
          giveBack: () => giveBack(parser),
        };
      };
      const borrow = (): LentProcess | null => {
        if (closed || inUse >= options.size) return null;
        inUse += 1;
        return takeOrFree();
      };
      const takeOrFree = (): LentProcess => {
        try {
          return take();
        } catch (error) {
          freePlace();
          throw error;
        }
      };
      return createSession(takeOrFree(), borrow, signal);
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

/** A process in use by one document. */
interface LentProcess {
  readonly parser: ParseProcess;
  /** Whether a document waits for a process. */
  isWanted(): boolean;
  /** Calls when one begins to wait, until the returned function is called. */
  onWanted(listen: () => void): () => void;
  giveBack(): Promise<void>;
}

function createSession(
  own: LentProcess,
  borrow: () => LentProcess | null,
  signal: AbortSignal,
): ParseSession {
  const inUse = new Set([own]);
  const abort = (): void => {
    for (const { parser } of inUse) parser.kill(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  let closing: Promise<void> | undefined;

  const readBy = (lent: LentProcess, source: LoadSource, limits: LoadLimits): RangeReader => ({
    read: (input) =>
      lent.parser.run({ kind: 'load', source, limits, inRanges: true }, input) as AsyncGenerator<LoadEvent>,
    // The document's own process belongs to it until it is closed.
    mayGoOn: () => lent === own || !lent.isWanted(),
    onWanted: lent.onWanted,
    async release() {
      if (lent === own) return;
      inUse.delete(lent);
      await lent.giveBack();
    },
  });

  return {
    load(source, openBytes, limits) {
      const openPieces = () => cutIntoPieces(openBytes());
      if (!LOADS_IN_RANGES.has(source.mediaType)) {
        const command = { kind: 'load', source, limits, inRanges: false } as const;
        return own.parser.run(command, openPieces()) as AsyncGenerator<LoadEvent>;
      }
      const borrowReader = (): RangeReader | null => {
        const lent = borrow();
        if (lent === null) return null;
        inUse.add(lent);
        return readBy(lent, source, limits);
      };
      return loadInRanges(openPieces, limits, readBy(own, source, limits), borrowReader);
    },
    split(pages, options, limits) {
      const batches = own.parser.run({ kind: 'split', options, limits }, withoutLines(pages));
      return batches as AsyncGenerator<ChunkBatch>;
    },
    close() {
      signal.removeEventListener('abort', abort);
      // Busy ones are at work on what nobody wants any more; those that helped give themselves back.
      for (const lent of inUse) if (lent !== own) lent.parser.kill(parserCrashed('The parser was stopped.'));
      closing ??= own.giveBack();
      return closing;
    },
  };
}

/** Where the lines stand is half of what a page weighs, and nothing that splitting asks for. */
async function* withoutLines(pages: AsyncIterable<readonly Page[]>): AsyncGenerator<readonly Page[]> {
  for await (const batch of pages) yield batch.map((page) => ({ ...page, lines: [] }));
}

async function* cutIntoPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    for (let start = 0; start < piece.length; start += MAX_PIECE_BYTES) {
      yield piece.subarray(start, start + MAX_PIECE_BYTES);
    }
  }
}

import type {
  ChunkBatch,
  LoadEvent,
  LoadLimits,
  LoadSource,
  PageRange,
  SplitOptions,
} from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { INGEST_ERROR_CODES, IngestError, type IngestErrorCode } from '../errors.ts';

/** Batches that a worker may be ahead of the consumer. */
export const MAX_BATCHES_AHEAD = 4;
/** Bytes of a document sent at once; the next piece goes when the worker has taken this one. */
export const MAX_PIECE_BYTES = 1024 * 1024;

/**
 * Commands run side by side in one worker, told apart by `run`. A command asks for each piece of input with `want` and
 * gets `input`; it sends a `batch` for each credit it has (`MAX_BATCHES_AHEAD` at the start, then one per batch
 * consumed), and closes with `done` or `failed`.
 *
 * `load` takes the document's bytes and, when `inRanges`, then the ranges of pages it is to read.
 */
export type ParseCommand =
  | {
      readonly kind: 'load';
      readonly source: LoadSource;
      readonly limits: LoadLimits;
      readonly inRanges: boolean;
    }
  | { readonly kind: 'split'; readonly options: SplitOptions; readonly limits: LoadLimits };

/** What a command takes; null is the end. */
export type ParseInput = Uint8Array | readonly Page[] | PageRange | null;
/** What a command gives. */
export type ParseBatch = LoadEvent | ChunkBatch;

/** What the parent says to a command. */
export type ToCommand =
  | ParseCommand
  | { readonly kind: 'input'; readonly value: ParseInput }
  | { readonly kind: 'credit' };
/** What a command says to the parent. */
export type FromCommand =
  | { readonly kind: 'want' }
  | { readonly kind: 'batch'; readonly value: ParseBatch }
  /** Text in a picture is being recognised, which takes seconds: once before each page. */
  | { readonly kind: 'recognising' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: PackedError };

export type ToWorker = ToCommand & { readonly run: number };
export type FromWorker = FromCommand & { readonly run: number };

/** An `IngestError` as it travels: structured clone keeps neither class nor own fields of errors. */
export interface PackedError {
  readonly code: IngestErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
}

/** Errors that are not `IngestError`s are faults of ours: INTERNAL_ERROR. */
export function packError(error: unknown): PackedError {
  if (error instanceof IngestError) {
    const { code, message, hint, retryable } = error;
    return { code, message, hint, retryable };
  }
  const message = `The document could not be processed: ${error instanceof Error ? error.message : String(error)}`;
  return { code: 'INTERNAL_ERROR', message, hint: 'Report this with the document.', retryable: false };
}

export function unpackError(error: PackedError): IngestError {
  // The worker has read a hostile file; believe it as far as the table goes.
  const code = INGEST_ERROR_CODES.includes(error.code) ? error.code : 'INTERNAL_ERROR';
  return new IngestError(code, String(error.message), String(error.hint), {
    retryable: error.retryable === true,
  });
}

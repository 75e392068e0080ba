/**
 * The ports the stages speak to. `services.ts` plugs the implementations in; no stage knows another.
 */
import type { AnswerLanguage, ChatTurn, DraftEvent } from './answer.ts';
import type { AnalyzedChunk } from './chunk.ts';
import type { EmbeddingSpace } from './collection.ts';
import type { Hit } from './hit.ts';
import type { ChunkBatch, LoadEvent, LoadLimits, LoadSource, SplitOptions } from './load.ts';
import type { Page } from './page.ts';
import type { WeightedTerm } from './term.ts';

/** Turns texts into vectors of one embedding space. Declares its limits; the caller batches. */
export interface Embedder {
  readonly space: EmbeddingSpace;
  readonly maxBatchSize: number;
  /** One vector of `space.dimensions` per chunk, in order, L2-normalised. Throws `IngestError` EMBEDDING_FAILED. */
  embedDocuments(chunks: readonly AnalyzedChunk[], signal: AbortSignal): Promise<readonly Float32Array[]>;
  embedQuery(question: string, signal: AbortSignal): Promise<EmbeddedQuery>;
}

export interface EmbeddedQuery {
  readonly vector: Float32Array;
  /** What the model charges for; 0 where nothing is charged, or the model does not say. */
  readonly tokens: number;
}

/** Says how well passages answer a question. They are untrusted text of documents, and nothing is done with them but to score them. */
export interface Reranker {
  /** How many passages of a search it is shown. */
  readonly maxPassages: number;
  /** UTF-16 code units of a passage; models read 512 to 8,192 tokens with the question, and some refuse more. */
  readonly maxPassageLength: number;
  /** A finite score per passage, in order, the higher the better; null where it gave none. Throws ServiceErrors `UPSTREAM_*`. */
  scorePassages(
    question: string,
    passages: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly (number | null)[]>;
}

export interface GenerationRequest {
  readonly question: string;
  readonly language: AnswerLanguage;
  /** The context, best first, already packed to the token budget. */
  readonly hits: readonly Hit[];
  /** The question's terms as weighted by the collections searched. */
  readonly terms: readonly WeightedTerm[];
  /** What was said before, oldest first. */
  readonly history: readonly ChatTurn[];
}

/**
 * Writes an answer from hits, statement by statement. Whatever it writes is verified afterwards; it need not be trusted.
 * Throws when it could not end: what it wrote until then is no answer.
 */
export interface Generator {
  readonly provider: string;
  readonly model: string | null;
  /** Whether it says so itself when the hits do not answer: then hits found by meaning alone may be shown to it. */
  readonly canDecline: boolean;
  generate(request: GenerationRequest, signal: AbortSignal): AsyncIterable<DraftEvent>;
}

/** Opens sessions in processes of their own, where a hostile file can do no harm. */
export interface DocumentParser {
  /** Waits for a free process. */
  open(signal: AbortSignal): Promise<ParseSession>;
  close(): Promise<void>;
}

/**
 * One document in a process of its own, with the help of idle ones where its format allows. Errors are `IngestError`s:
 * PARSER_TIMEOUT, PARSER_MEMORY, PARSER_CRASHED and what the loaders throw. The session must be closed whatever happens.
 */
export interface ParseSession {
  /**
   * Sends the bytes to each process that takes part (`openBytes` begins anew each time) and yields what the loader
   * finds, pages in order; the processes wait while the consumer is busy.
   */
  load(
    source: LoadSource,
    openBytes: () => AsyncIterable<Uint8Array>,
    limits: LoadLimits,
  ): AsyncIterable<LoadEvent>;
  /** Takes pages in order (from any source, `load` under way included) and yields chunks in order. */
  split(
    pages: AsyncIterable<readonly Page[]>,
    options: SplitOptions,
    limits: LoadLimits,
  ): AsyncIterable<ChunkBatch>;
  close(): Promise<void>;
}

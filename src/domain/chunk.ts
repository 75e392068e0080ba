import type { TermCount } from './term.ts';

/**
 * A span of a version: `pages[pageStart..pageEnd].join('\n').slice(start, end)` is exactly `text`.
 */
export interface Chunk {
  /** Position in the version, from 0. */
  readonly ordinal: number;
  readonly text: string;
  readonly pageStart: number;
  readonly pageEnd: number;
  readonly start: number;
  readonly end: number;
  /** Titles of the headings the chunk stands under, outermost first. */
  readonly headings: readonly string[];
  readonly tokens: number;
}

/** A chunk with what the lexical leg and the built-in embedder need of it. */
export interface AnalyzedChunk extends Chunk {
  readonly terms: readonly TermCount[];
  /** Sum of the term counts: the length that BM25 normalises by. */
  readonly length: number;
}

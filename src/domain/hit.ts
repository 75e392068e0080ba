import type { Metadata } from './document.ts';
import type { Explanation } from './explanation.ts';

export interface LegScore {
  /** From 1. */
  readonly rank: number;
  readonly score: number;
}

export interface HitDocument {
  readonly id: string;
  readonly title: string | null;
  readonly externalId: string | null;
  readonly collection: string;
  readonly version: number;
  readonly metadata: Metadata;
}

/** A chunk that was found. `text` is `pages[pageStart..pageEnd].join('\n').slice(start, end)`. */
export interface Hit {
  readonly chunkId: string;
  /** Divided by the response's highest, so the first hit has 1; comparable within one response only. */
  readonly score: number;
  readonly text: string;
  readonly document: HitDocument;
  readonly pageStart: number;
  readonly pageEnd: number;
  readonly start: number;
  readonly end: number;
  readonly headings: readonly string[];
  readonly legs: { readonly lexical: LegScore | null; readonly dense: LegScore | null };
}

export type SearchMode = 'hybrid' | 'lexical' | 'dense';

/** Something the caller should know about a response that is otherwise complete. */
export interface Notice {
  readonly code: string;
  readonly message: string;
}

export interface SearchResult {
  readonly hits: readonly Hit[];
  /** True when fewer than `topK` hits came back although more exist. */
  readonly underReturned: boolean;
  readonly warnings: readonly Notice[];
  /** Null unless it was asked for. */
  readonly explanation: Explanation | null;
  readonly timings: { readonly totalMs: number; readonly embedMs: number; readonly retrieveMs: number };
}

import type { Explanation } from './explanation.ts';
import type { Hit, Notice } from './hit.ts';
import type { Box } from './page.ts';

export type Grounding = 'flag' | 'strict';
export interface ChatTurn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

export type AnswerLanguage = 'ko' | 'en';

/** A place in a document that supports a statement. `quote` is the page's text at `start..end`; never across pages. */
export interface Citation {
  /** The `n` of the `[n]` marks in the answer. */
  readonly number: number;
  readonly documentId: string;
  readonly version: number;
  readonly title: string | null;
  readonly externalId: string | null;
  readonly collection: string;
  readonly chunkId: string;
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  /** Found verbatim at `start..end` of the stored page. */
  readonly verified: boolean;
  /** Boxes of the lines touched; empty where the format has none. */
  readonly boxes: readonly Box[];
}

/** A span of the answer (its `[n]` marks outside) with the citations it stands on. */
export interface Statement {
  readonly start: number;
  readonly end: number;
  readonly citations: readonly number[];
  /** How well the cited words carry the statement, 0 to 1. */
  readonly support: number;
  readonly supported: boolean;
}

/** A span `start..end` of the text of `hits[hit]` that a generator says it drew on. */
export interface Evidence {
  readonly hit: number;
  readonly start: number;
  readonly end: number;
}

/** What a generator wrote, before anything was checked. */
export interface Draft {
  readonly statements: readonly DraftStatement[];
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What a generator writes, piece by piece: statements in the order of the answer, then `end`, once. */
export type DraftEvent =
  | { readonly kind: 'statement'; readonly statement: DraftStatement }
  | { readonly kind: 'end'; readonly promptTokens: number; readonly completionTokens: number };

export interface DraftStatement {
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly embeddingTokens: number;
  /** Tokens of the hits given to the generator. */
  readonly contextTokens: number;
  /** Hits that did not fit `maxContextTokens`. */
  readonly droppedHits: number;
}

export interface Answer {
  readonly id: string;
  readonly answerable: boolean;
  readonly answer: string;
  readonly language: AnswerLanguage;
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  readonly hits: readonly Hit[];
  /** Null unless it was asked for. */
  readonly explanation: Explanation | null;
  readonly generator: { readonly provider: string; readonly model: string | null };
  readonly usage: Usage;
  readonly warnings: readonly Notice[];
  readonly timings: {
    readonly totalMs: number;
    readonly retrieveMs: number;
    readonly generateMs: number;
    readonly verifyMs: number;
  };
}

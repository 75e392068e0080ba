/** Why a search gave what it gave. */
export interface Explanation {
  readonly terms: readonly ExplainedTerm[];
  /** The legs that ran; the lexical one first. */
  readonly legs: readonly ExplainedLeg[];
  /** Chunks of the collections searched that hold a term that chooses, before and after documentIds and filter. */
  readonly matchedChunks: number;
  readonly selectedChunks: number;
  /** Different chunks that the legs gave to the fusion. */
  readonly candidates: number;
  /** By a model; false: there is none, it was left out, or it failed. */
  readonly reranked: boolean;
  readonly stages: readonly { readonly stage: SearchStage; readonly ms: number }[];
  /** A row for each hit, in their order. */
  readonly hits: readonly ExplainedHit[];
  /** Only when a document was asked about. */
  readonly document: ExplainedDocument | null;
}

export type SearchStage = 'statistics' | 'embed' | 'search' | 'rescore' | 'rerank' | 'explain';

export interface ExplainedTerm {
  readonly term: string;
  /** Chunks of the collections searched that hold it. */
  readonly documentFrequency: number;
  /** Inverse document frequency times what the question makes of the term. */
  readonly weight: number;
  /** A term of many chunks `counts` for those that the rarer ones, which choose, found best; `absent` stands nowhere. */
  readonly use: 'chooses' | 'counts' | 'absent';
}

export interface ExplainedLeg {
  readonly leg: 'lexical' | 'dense';
  /** In the fusion. */
  readonly weight: number;
  /** What was read: `postings` of the terms, or a `scan` of all vectors of the selection. */
  readonly index: 'postings' | 'scan';
  readonly candidates: number;
}

/** Ranks count from 1; null: not found by that leg, or not looked at again. */
export interface ExplainedHit {
  readonly chunkId: string;
  readonly lexicalRank: number | null;
  readonly rescoredRank: number | null;
  readonly denseRank: number | null;
  readonly fusedRank: number;
}

export type AbsenceReason =
  | 'FOUND'
  | 'DOCUMENT_NOT_FOUND'
  | 'NOT_PUBLISHED'
  | 'OTHER_COLLECTION'
  | 'NOT_SELECTED'
  | 'NO_TERM_IN_COMMON'
  | 'BELOW_CANDIDATES'
  | 'BELOW_TOP_K';

export interface ExplainedDocument {
  readonly id: string;
  readonly reason: AbsenceReason;
  /** A sentence, with what would bring the document in. */
  readonly message: string;
  /** Of its best chunk: among the hits, the candidates, or all that matched, as the reason says. */
  readonly rank: number | null;
  readonly matchedChunks: number;
}

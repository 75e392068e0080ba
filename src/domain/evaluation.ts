import type { ErrorCode } from '../errors.ts';
import type { EmbeddingSpace } from './collection.ts';
import type { Notice } from './hit.ts';

export const EVALUATION_STATUSES = ['running', 'done', 'failed'] as const;
export type EvaluationStatus = (typeof EVALUATION_STATUSES)[number];

/** A passage that answers a question: a hit is it when everything that is named here holds of the hit. */
export interface RelevantPassage {
  readonly documentId: string | null;
  readonly externalId: string | null;
  /** The hit overlaps it. */
  readonly page: number | null;
  /** Stands in the hit's text. */
  readonly quote: string | null;
}

export interface EvaluationQuestion {
  /** Of the caller. */
  readonly id: string | null;
  readonly question: string;
  /** Never empty. */
  readonly relevant: readonly RelevantPassage[];
}

export const MEASURES = [
  'hit1',
  'recall1',
  'recall3',
  'recall5',
  'recall10',
  'recallTopK',
  'mrr',
  'ndcg10',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Of one question, 0 to 1. Null: not to be told from `topK` hits. */
export type QuestionMeasures = Readonly<Record<Measure, number | null>>;

/** A mean over the questions with its 95 % confidence interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export type Measures = Readonly<Record<Measure, Estimate | null>>;

export interface RankedPassage extends RelevantPassage {
  /** From 1; null: not among the hits. */
  readonly rank: number | null;
  /** It names a document that is not published in the collections searched. */
  readonly missing: boolean;
}

/** A hit that is not right. No text: what is deleted must be gone from here too. */
export interface WrongHit {
  readonly documentId: string;
  readonly version: number;
  readonly page: number;
  /** Offset in that page. */
  readonly start: number;
}

export interface QuestionResult {
  readonly id: string | null;
  readonly question: string;
  readonly relevant: readonly RankedPassage[];
  /** Of the first right passage. */
  readonly rank: number | null;
  readonly ndcg10: number;
  /** The best hit that is not right; null when all are, or there is none. */
  readonly wrong: WrongHit | null;
  readonly searchMs: number;
}

/** What `POST /search` takes, but for the query and the collections; with the defaults filled in. */
export interface EvaluationSettings {
  readonly topK: number;
  readonly [setting: string]: unknown;
}

/** The collections as they were when the evaluation began. */
export interface EvaluationState {
  /** Of the text analysis. */
  readonly indexVersion: number;
  readonly collections: readonly {
    readonly name: string;
    readonly documents: number;
    readonly chunks: number;
    readonly embedding: EmbeddingSpace | null;
  }[];
}

export interface EvaluationTimings {
  readonly totalMs: number;
  readonly searchP50Ms: number;
  readonly searchP95Ms: number;
}

export interface EvaluationWarning extends Notice {
  /** Of how many questions; null: of the evaluation as a whole. */
  readonly questions: number | null;
}

export interface EvaluationError {
  readonly code: ErrorCode | 'EVALUATION_INTERRUPTED';
  readonly message: string;
  readonly hint: string;
}

export interface Evaluation {
  readonly id: string;
  readonly name: string | null;
  readonly status: EvaluationStatus;
  readonly collections: readonly string[];
  readonly settings: EvaluationSettings;
  readonly state: EvaluationState;
  readonly questions: number;
  readonly questionsDone: number;
  /** These four null, null, null and empty until it is done. */
  readonly measures: Measures | null;
  readonly timings: EvaluationTimings | null;
  /** Right passages that name a document which is not there. */
  readonly missing: number | null;
  readonly warnings: readonly EvaluationWarning[];
  readonly error: EvaluationError | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** What a run comes to. */
export interface EvaluationOutcome {
  readonly measures: Measures;
  readonly timings: EvaluationTimings;
  readonly missing: number;
  readonly warnings: readonly EvaluationWarning[];
  /** In the order of the questions. */
  readonly results: readonly QuestionResult[];
  /** Some of the results, worst first. */
  readonly worst: readonly QuestionResult[];
}

/** A question that two evaluations have, with what became of its first right passage. */
export interface ChangedQuestion {
  readonly id: string | null;
  readonly question: string;
  readonly rank: number | null;
  readonly otherRank: number | null;
}

/** One evaluation against another; differences are its own value minus the other's. */
export interface Comparison {
  /** Questions that both have. */
  readonly questions: number;
  readonly measures: Readonly<Record<Measure, Estimate | null>>;
  readonly better: number;
  readonly worse: number;
  readonly unchanged: number;
  /** The most changed ones first. */
  readonly gained: readonly ChangedQuestion[];
  readonly lost: readonly ChangedQuestion[];
}

/** The part of the public contract that is read here. Of their own: the command line knows the service by HTTP only. */

export interface DocumentBody {
  readonly id: string;
  readonly externalId: string | null;
  readonly collection: string;
  readonly version: number;
  readonly publishedVersion: number | null;
  /** Of the newest version: `queued`, `loading`, `splitting`, `embedding`, `published`, `failed`. */
  readonly status: string;
  /** A service older than the last two does not send them. */
  readonly progress: {
    readonly pages: number | null;
    readonly pagesDone: number;
    readonly queuePosition?: number | null;
    readonly etaSeconds?: number | null;
  };
  /** These three of the published version; of the newest while none is published. */
  readonly sha256: string;
  readonly bytes: number;
  readonly pages: number | null;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

export interface DocumentPage {
  readonly data: readonly DocumentBody[];
  readonly nextCursor: string | null;
}

export interface CitationBody {
  readonly number: number;
  readonly title: string | null;
  readonly externalId: string | null;
  readonly documentId: string;
  readonly page: number;
  readonly quote: string;
}

export interface HitBody {
  readonly document: Pick<CitationBody, 'title' | 'externalId'> & { readonly id: string };
  readonly pageStart: number;
}

export interface AnswerBody {
  readonly answerable: boolean;
  readonly answer: string;
  readonly statements: readonly {
    readonly start: number;
    readonly end: number;
    readonly supported: boolean;
  }[];
  readonly citations: readonly CitationBody[];
  readonly hits: readonly HitBody[];
  readonly warnings: readonly { readonly message: string }[];
}

export interface EstimateBody {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export type MeasuresBody = Readonly<Record<string, EstimateBody | null>>;

export interface EvaluatedQuestionBody {
  readonly id: string | null;
  readonly question: string;
  readonly rank: number | null;
  readonly found: {
    readonly documentId: string;
    readonly externalId: string | null;
    readonly title: string | null;
    readonly page: number;
    readonly snippet: string | null;
  } | null;
}

export interface ComparisonBody {
  readonly compareTo: string;
  readonly questions: number;
  readonly measures: MeasuresBody;
  readonly better: number;
  readonly worse: number;
  readonly unchanged: number;
  readonly lost: readonly {
    readonly question: string;
    readonly rank: number | null;
    readonly otherRank: number | null;
  }[];
}

/** Measures, timings and worst are null until it is done. */
export interface EvaluationBody {
  readonly id: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly collections: readonly string[];
  readonly settings: { readonly topK: number };
  readonly progress: { readonly questions: number; readonly questionsDone: number };
  readonly measures: MeasuresBody | null;
  readonly timings: {
    readonly totalMs: number;
    readonly searchP50Ms: number;
    readonly searchP95Ms: number;
  } | null;
  readonly worst: readonly EvaluatedQuestionBody[] | null;
  readonly comparison: ComparisonBody | null;
  readonly warnings: readonly { readonly message: string }[];
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

/** Whether the newest version is made, or never will be. */
export function hasEnded({ status }: DocumentBody): boolean {
  return status === 'published' || status === 'failed';
}

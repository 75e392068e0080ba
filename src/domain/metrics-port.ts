/**
 * The port to which everybody says what happened. What becomes a label is a word of a small closed set, never a caller's.
 */
import type { ErrorCode, IngestErrorCode } from '../errors.ts';
import type { Lookup } from '../support/shared-cache.ts';
import type { StageOutcome } from '../support/stage-clock.ts';

/** `waiting`: for a free parser process. */
export type IngestStage = 'waiting' | 'loading' | 'splitting' | 'embedding' | 'writing' | 'publishing';

/** `rerank`: by a model. `judge`: whether the hits suffice for an answer. `send`: waiting for the reader of a stream. */
export type AskStage = 'retrieve' | 'embed' | 'rerank' | 'judge' | 'generate' | 'verify' | 'send';

/** How an attempt ended. `retried`: it failed and will be tried again. `interrupted`: the service stops, or lost its database. */
export type IngestResult = 'published' | 'failed' | 'retried' | 'interrupted' | 'taken_over';

export type UpstreamOperation = 'embeddings' | 'chat' | 'rerank';

/** How one HTTP call to a model ended. `resting`: not made, the breaker being open. */
export type UpstreamOutcome =
  | 'ok'
  | 'timeout'
  | 'rate_limited'
  | 'incomplete'
  | 'refused'
  | 'failed'
  | 'aborted'
  | 'resting';

export type BreakerState = 'closed' | 'half-open' | 'open';

export type MetricEvent =
  | { readonly kind: 'request-started' }
  | {
      readonly kind: 'request-ended';
      readonly method: string;
      /** The route's pattern. */
      readonly route: string;
      readonly status: number;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'graphql';
      readonly operation: 'query' | 'mutation' | 'unknown';
      /** Of the first error. */
      readonly code: ErrorCode | 'OK';
    }
  | {
      readonly kind: 'ingest-stage';
      readonly stage: IngestStage;
      readonly outcome: StageOutcome;
      readonly durationMs: number;
    }
  | { readonly kind: 'ingest'; readonly result: IngestResult; readonly code: IngestErrorCode | 'none' }
  | {
      readonly kind: 'ask-stage';
      readonly operation: 'ask' | 'search';
      readonly stage: AskStage;
      readonly outcome: StageOutcome;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'answer';
      readonly outcome: 'answered' | 'abstained' | 'failed';
      /** The provider. */
      readonly generator: string;
    }
  | {
      readonly kind: 'statements';
      readonly supported: number;
      /** Sent, and said to be unsupported. */
      readonly marked: number;
      /** Written, and not sent. */
      readonly removed: number;
    }
  | { readonly kind: 'warning'; readonly code: string }
  | { readonly kind: 'question-cache'; readonly lookup: Lookup }
  | {
      readonly kind: 'upstream';
      readonly operation: UpstreamOperation;
      readonly outcome: UpstreamOutcome;
      /** Null when no call was made. */
      readonly durationMs: number | null;
    }
  | { readonly kind: 'database-restart' };

export interface Metrics {
  /** Never throws and never waits. */
  record(event: MetricEvent): void;
}

/** For callers who count nothing. */
export const NO_METRICS: Metrics = { record() {} };

export interface MetricsReader {
  /** All metrics in the text format of Prometheus. Answers within seconds, whatever the database does. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** One model of one endpoint, and whether it is called. */
export interface BreakerReading {
  readonly operation: UpstreamOperation;
  /** Host and path; no credentials. */
  readonly endpoint: string;
  readonly state: BreakerState;
}

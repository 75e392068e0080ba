/** The port to evaluations in the store. Each method is one statement. Errors as in `store-ports.ts`. */
import type {
  Evaluation,
  EvaluationError,
  EvaluationOutcome,
  EvaluationSettings,
  EvaluationState,
  QuestionResult,
} from './evaluation.ts';
import type { TenantId } from './ids.ts';

export interface EvaluationRef {
  readonly tenantId: TenantId;
  readonly id: string;
}

/**
 * An evaluation is run by the process that took it in, which says all the while that it is alive. Writes of a run return
 * false when the evaluation is not running any more (it was deleted, or given up): stop quietly then.
 */
export interface EvaluationStore {
  create(
    tenantId: TenantId,
    input: {
      readonly name: string | null;
      readonly collections: readonly string[];
      readonly settings: EvaluationSettings;
      readonly state: EvaluationState;
      readonly questions: number;
    },
  ): Promise<Evaluation>;
  get(tenantId: TenantId, id: string): Promise<Evaluation | null>;
  /** Newest first. */
  list(
    tenantId: TenantId,
    /** `before`: older than this id. */
    query: { readonly before: string | undefined; readonly limit: number },
  ): Promise<readonly Evaluation[]>;
  /** Worst first; null until it is done. */
  readWorst(tenantId: TenantId, id: string): Promise<readonly QuestionResult[] | null>;
  /** In the order of the questions; null until it is done. */
  readResults(tenantId: TenantId, id: string): Promise<readonly QuestionResult[] | null>;
  /** Of documents that a caller named, those that are published in one of the collections. */
  findPublished(
    tenantId: TenantId,
    collections: readonly string[],
    named: { readonly documentIds: readonly string[]; readonly externalIds: readonly string[] },
  ): Promise<{ readonly documentIds: ReadonlySet<string>; readonly externalIds: ReadonlySet<string> }>;
  advance(run: EvaluationRef, questionsDone: number): Promise<boolean>;
  finish(run: EvaluationRef, outcome: EvaluationOutcome): Promise<boolean>;
  fail(run: EvaluationRef, error: EvaluationError): Promise<boolean>;
  /** These, which this process runs, are not given up for another minute. */
  keepAlive(ids: readonly string[]): Promise<void>;
  /** Fails what nobody kept alive for a minute, or `all` that other processes ran, where this one is alone. How many? */
  failLeft(all: boolean): Promise<number>;
  /** False: there is none. */
  remove(tenantId: TenantId, id: string): Promise<boolean>;
}

export const INTERRUPTED: EvaluationError = {
  code: 'EVALUATION_INTERRUPTED',
  message: 'The service stopped while the evaluation ran.',
  hint: 'Nothing of it was kept. Send the evaluation again.',
};

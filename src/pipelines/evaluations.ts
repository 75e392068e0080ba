import { setTimeout as sleep } from 'node:timers/promises';
import type { Evaluation, EvaluationState } from '../domain/evaluation.ts';
import type { EvaluationStore } from '../domain/evaluation-port.ts';
import type { TenantId } from '../domain/ids.ts';
import type { CollectionStore } from '../domain/store-ports.ts';
import { ServiceError } from '../errors.ts';
import { compareResults } from '../evaluate/compare-results.ts';
import { INDEX_VERSION } from '../split/add-title.ts';
import { atMost } from '../support/at-most.ts';
import { decodeIdCursor, decodeOrdinalCursor, encodeCursor } from './cursor.ts';
import type { EvaluationRuns } from './evaluation-runs.ts';
import type { AskPipeline, EvaluationsPipeline, ShownComparison } from './pipelines.ts';
import { readEvaluation } from './read-evaluation.ts';
import { runEvaluation } from './run-evaluation.ts';
import { type ShowServices, showQuestions } from './show-questions.ts';

export interface EvaluationsServices extends ShowServices {
  readonly store: EvaluationStore;
  readonly runs: EvaluationRuns;
  readonly collections: CollectionStore;
  /** The pipeline of `POST /search`. */
  readonly search: AskPipeline['search'];
  /** See `Database.inBackground`. */
  readonly inBackground: <T>(work: () => Promise<T>) => Promise<T>;
  /** Questions asked at once, of all evaluations together. */
  readonly width: number;
  readonly maxQuestions: number;
}

const DEFAULT_TOP_K = 10;
const WAIT_POLL_MS = 100;

export function createEvaluationsPipeline(services: EvaluationsServices): EvaluationsPipeline {
  const { store, runs, collections, search, inBackground, width, maxQuestions } = services;
  const takeTurn = atMost(width);

  async function getOrThrow(tenantId: TenantId, id: string): Promise<Evaluation> {
    const evaluation = await store.get(tenantId, id);
    if (evaluation !== null) return evaluation;
    throw new ServiceError('EVALUATION_NOT_FOUND', `There is no evaluation with the id ${id}.`);
  }

  async function readState(tenantId: TenantId, names: readonly string[]): Promise<EvaluationState> {
    const found = await collections.getMany(tenantId, names);
    return {
      indexVersion: INDEX_VERSION,
      collections: found.map(({ name, documents, chunks, embedding }) => ({
        name,
        documents,
        chunks,
        embedding,
      })),
    };
  }

  /** Its results, once there are some. */
  async function readResults(tenantId: TenantId, evaluation: Evaluation) {
    const results = await store.readResults(tenantId, evaluation.id);
    if (results !== null) return results;
    const { id, status } = evaluation;
    const advice = status === 'running' ? 'Wait until it is done.' : 'Send it again.';
    throw new ServiceError('EVALUATION_NOT_DONE', `The evaluation ${id} is ${status}. ${advice}`);
  }

  async function compare(
    tenantId: TenantId,
    evaluation: Evaluation,
    otherId: string,
  ): Promise<ShownComparison> {
    const other = await getOrThrow(tenantId, otherId);
    const comparison = await compareResults(
      { topK: evaluation.settings.topK, results: await readResults(tenantId, evaluation) },
      { topK: other.settings.topK, results: await readResults(tenantId, other) },
    );
    if (comparison !== null) return { compareTo: other.id, ...comparison };
    const detail = 'The two evaluations have no question in common, by id or by text.';
    throw new ServiceError('EVALUATIONS_NOT_COMPARABLE', detail);
  }

  return {
    async create(context, input) {
      const { tenantId } = context;
      const { collections: names, questions } = readEvaluation(input, maxQuestions);
      const settings = { ...input.settings, topK: input.settings?.topK ?? DEFAULT_TOP_K };
      const ask = (question: string, signal: AbortSignal) =>
        search({ tenantId, signal }, { ...settings, query: question, collections: names });
      runs.checkRoom();
      // What a search refuses is refused here and now, by asking the first question.
      await ask(questions[0]?.question ?? '', context.signal).catch(nameSettings);
      const state = await readState(tenantId, names);
      const evaluation = await store.create(tenantId, {
        name: input.name ?? null,
        collections: names,
        settings,
        state,
        questions: questions.length,
      });
      runs.start({ tenantId, id: evaluation.id }, (signal, onProgress) =>
        inBackground(async () => {
          const outcome = await runEvaluation({
            tenantId,
            collections: names,
            settings,
            questions,
            store,
            search: (question) => takeTurn(() => ask(question, signal)),
            width,
            onProgress,
            signal,
          });
          const isSame = JSON.stringify(await readState(tenantId, names)) === JSON.stringify(state);
          return isSame ? outcome : { ...outcome, warnings: [...outcome.warnings, COLLECTION_CHANGED] };
        }),
      );
      return evaluation;
    },

    async waitUntilEnded({ tenantId, signal }, id, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const evaluation = await getOrThrow(tenantId, id);
        if (evaluation.status !== 'running' || performance.now() >= deadline) return evaluation;
        await sleep(WAIT_POLL_MS, undefined, { signal });
      }
    },

    async show({ tenantId }, id, compareTo) {
      const evaluation = await getOrThrow(tenantId, id);
      const worst = await store.readWorst(tenantId, id);
      return {
        evaluation,
        worst: worst && (await showQuestions(services, tenantId, worst)),
        comparison: compareTo === undefined ? null : await compare(tenantId, evaluation, compareTo),
      };
    },

    async list({ tenantId }, { limit, cursor }) {
      const before = cursor === undefined ? undefined : decodeIdCursor(cursor);
      const found = await store.list(tenantId, { before, limit: limit + 1 });
      const data = found.slice(0, limit);
      return { data, nextCursor: found.length > limit ? encodeCursor(data.at(-1)?.id) : null };
    },

    async questions({ tenantId }, id, { limit, cursor }) {
      const results = await readResults(tenantId, await getOrThrow(tenantId, id));
      const first = cursor === undefined ? 0 : decodeOrdinalCursor(cursor) + 1;
      const end = Math.min(first + limit, results.length);
      const data = await showQuestions(services, tenantId, results.slice(first, end));
      return { data, nextCursor: end < results.length ? encodeCursor(String(end - 1)) : null };
    },

    async delete({ tenantId }, id) {
      if (!(await store.remove(tenantId, id)))
        throw new ServiceError('EVALUATION_NOT_FOUND', `There is no evaluation with the id ${id}.`);
      runs.cancel(id);
      return { id, deleted: true };
    },
  };
}

const COLLECTION_CHANGED = {
  code: 'COLLECTION_CHANGED',
  message: 'Documents came or went while the questions were asked; `state` is that of the beginning.',
  questions: null,
};

/** What is wrong with a search stands in `settings` here. */
function nameSettings(error: unknown): never {
  if (!(error instanceof ServiceError) || error.errors.length === 0) throw error;
  const errors = error.errors.map(({ path, message }) => ({ path: `/settings${path}`, message }));
  throw new ServiceError(error.code, error.message, { errors, cause: error });
}

import { v7 as uuidv7 } from 'uuid';
import type { Evaluation, QuestionResult } from '../domain/evaluation.ts';
import { type EvaluationRef, type EvaluationStore, INTERRUPTED } from '../domain/evaluation-port.ts';
import type { TenantId } from '../domain/ids.ts';
import { isVisible } from './collection-store.ts';
import type { Database } from './database.ts';
import { and, desc, eq, inArray, isNotNull, lt, ne, or, type SQL, sql } from './drizzle.ts';
import { collections, documents, evaluations } from './schema.ts';

const leaseFromNow = sql`now() + interval '60 seconds'`;
const isEvaluation = (tenantId: TenantId, id: string) =>
  and(eq(evaluations.tenantId, tenantId), eq(evaluations.id, id));

/** All but the results of the questions. */
const shown = {
  id: evaluations.id,
  name: evaluations.name,
  status: evaluations.status,
  collections: evaluations.collections,
  settings: evaluations.settings,
  state: evaluations.state,
  questions: evaluations.questionCount,
  questionsDone: evaluations.questionsDone,
  measures: evaluations.measures,
  timings: evaluations.timings,
  missing: evaluations.missing,
  warnings: sql<Evaluation['warnings']>`coalesce(${evaluations.warnings}, '[]')`,
  error: evaluations.error,
  createdAt: evaluations.createdAt,
  endedAt: evaluations.endedAt,
};

/** `owner`: a UUID of this process, which no other has. */
export function createEvaluationStore(database: Database, owner: string): EvaluationStore {
  const { executor } = database;
  const isOwn = and(eq(evaluations.status, 'running'), eq(evaluations.owner, owner));

  async function updateRun(
    { tenantId, id }: EvaluationRef,
    changes: Omit<Partial<typeof evaluations.$inferInsert>, 'endedAt'> & { readonly endedAt?: SQL },
  ): Promise<boolean> {
    const changed = await executor
      .update(evaluations)
      .set(changes)
      .where(and(isEvaluation(tenantId, id), isOwn))
      .returning({ id: evaluations.id });
    return changed.length > 0;
  }

  async function readQuestions(
    tenantId: TenantId,
    id: string,
    column: typeof evaluations.worst | typeof evaluations.results,
  ): Promise<readonly QuestionResult[] | null> {
    const [row] = await executor
      .select({ questions: column })
      .from(evaluations)
      .where(isEvaluation(tenantId, id));
    return row?.questions ?? null;
  }

  return {
    async create(tenantId, { name, collections, settings, state, questions }) {
      const [created] = await executor
        .insert(evaluations)
        .values({
          tenantId,
          id: uuidv7(),
          name,
          status: 'running',
          collections: [...collections],
          settings,
          state,
          questionCount: questions,
          owner,
          leaseUntil: leaseFromNow,
        })
        .returning(shown);
      if (created === undefined) throw new Error('An insert returned no row.');
      return created;
    },

    async get(tenantId, id) {
      const [row] = await executor.select(shown).from(evaluations).where(isEvaluation(tenantId, id));
      return row ?? null;
    },

    list: async (tenantId, { before, limit }) =>
      executor
        .select(shown)
        .from(evaluations)
        .where(
          and(
            eq(evaluations.tenantId, tenantId),
            before === undefined ? undefined : lt(evaluations.id, before),
          ),
        )
        .orderBy(desc(evaluations.id))
        .limit(limit),

    readWorst: (tenantId, id) => readQuestions(tenantId, id, evaluations.worst),
    readResults: (tenantId, id) => readQuestions(tenantId, id, evaluations.results),

    async findPublished(tenantId, names, { documentIds, externalIds }) {
      const rows = await executor
        .select({ id: documents.id, externalId: documents.externalId })
        .from(documents)
        .innerJoin(
          collections,
          and(eq(collections.tenantId, documents.tenantId), eq(collections.id, documents.collectionId)),
        )
        .where(
          and(
            eq(documents.tenantId, tenantId),
            inArray(collections.name, [...names]),
            or(
              sql`${documents.id} = any(${sql.param(documentIds)}::uuid[])`,
              sql`${documents.externalId} = any(${sql.param(externalIds)}::text[])`,
            ),
            isVisible,
            isNotNull(documents.publishedVersionId),
          ),
        );
      return {
        documentIds: new Set(rows.map(({ id }) => id)),
        externalIds: new Set(rows.flatMap(({ externalId }) => externalId ?? [])),
      };
    },

    advance: (run, questionsDone) => updateRun(run, { questionsDone }),

    finish: (run, { measures, timings, missing, warnings, worst, results }) =>
      updateRun(run, {
        status: 'done',
        questionsDone: results.length,
        measures,
        timings,
        missing,
        warnings: [...warnings],
        worst: [...worst],
        results: [...results],
        endedAt: sql`now()`,
      }),

    fail: (run, error) => updateRun(run, { status: 'failed', error, endedAt: sql`now()` }),

    async keepAlive(ids) {
      if (ids.length === 0) return;
      const running = and(isOwn, inArray(evaluations.id, [...ids]));
      await executor.update(evaluations).set({ leaseUntil: leaseFromNow }).where(running);
    },

    async failLeft(all) {
      const failed = await executor
        .update(evaluations)
        .set({ status: 'failed', error: INTERRUPTED, endedAt: sql`now()` })
        .where(
          and(
            eq(evaluations.status, 'running'),
            all ? ne(evaluations.owner, owner) : lt(evaluations.leaseUntil, sql`now()`),
          ),
        )
        .returning({ id: evaluations.id });
      return failed.length;
    },

    async remove(tenantId, id) {
      const removed = await executor
        .delete(evaluations)
        .where(isEvaluation(tenantId, id))
        .returning({ id: evaluations.id });
      return removed.length > 0;
    },
  };
}

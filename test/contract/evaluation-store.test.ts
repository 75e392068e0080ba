import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { EvaluationOutcome, QuestionResult } from '../../src/domain/evaluation.ts';
import { type EvaluationStore, INTERRUPTED } from '../../src/domain/evaluation-port.ts';
import { createEvaluationStore } from '../../src/store/evaluation-store.ts';
import { describeEngines } from '../support/engines.ts';

const T = 1;
const SETTINGS = { topK: 10, mode: 'hybrid', filter: { 'a.b': { $in: ['질문', 1, null] } } };
const STATE = { indexVersion: 3, collections: [] };
const RESULT: QuestionResult = {
  id: 'q1',
  question: '며칠까지 쉴 수 있나요? \u{1f642}',
  relevant: [{ documentId: randomUUID(), externalId: null, page: 2, quote: null, rank: null, missing: true }],
  rank: null,
  ndcg10: 0,
  wrong: { documentId: randomUUID(), version: 2, page: 1, start: 7 },
  searchMs: 3.2,
};
const HALF = { value: 0.5, low: 0.25, high: 0.75 };
const OUTCOME: EvaluationOutcome = {
  measures: {
    hit1: HALF,
    recall1: HALF,
    recall3: HALF,
    recall5: HALF,
    recall10: null,
    recallTopK: HALF,
    mrr: HALF,
    ndcg10: HALF,
  },
  timings: { totalMs: 120.5, searchP50Ms: 3, searchP95Ms: 9.1 },
  missing: 1,
  warnings: [{ code: 'A', message: 'b', questions: 2 }],
  results: [RESULT, { ...RESULT, id: null }],
  worst: [RESULT],
};

describeEngines('evaluations', (context) => {
  let store: EvaluationStore;
  let elsewhere: EvaluationStore;
  beforeAll(() => {
    store = createEvaluationStore(context.database, randomUUID());
    elsewhere = createEvaluationStore(context.database, randomUUID());
  });

  const create = (by = store, tenant = T) =>
    by.create(tenant, {
      name: '첫 번째',
      collections: ['default'],
      settings: SETTINGS,
      state: STATE,
      questions: 2,
    });
  const ref = (id: string, tenantId = T) => ({ tenantId, id });
  const expireLease = (id: string) =>
    context.database.executeSql(
      `update evaluations set lease_until = now() - interval '1 second' where id = $1`,
      [id],
    );

  it('are kept as they were given, and read apart from the results of their questions', async () => {
    const created = await create();
    expect(created).toMatchObject({
      name: '첫 번째',
      status: 'running',
      settings: SETTINGS,
      state: STATE,
      questions: 2,
      questionsDone: 0,
      measures: null,
      timings: null,
      missing: null,
      warnings: [],
      error: null,
      endedAt: null,
    });
    expect(await store.get(T, created.id)).toEqual(created);
    expect(await store.readResults(T, created.id)).toBeNull();
    expect(await store.advance(ref(created.id), 1)).toBe(true);
    expect(await store.get(T, created.id)).toMatchObject({ status: 'running', questionsDone: 1 });
    expect(await store.finish(ref(created.id), OUTCOME)).toBe(true);
    const done = await store.get(T, created.id);
    const { results, worst, ...outcome } = OUTCOME;
    expect(done).toMatchObject({ status: 'done', questionsDone: 2, ...outcome });
    expect(done?.endedAt).toBeInstanceOf(Date);
    expect(done).not.toHaveProperty('results');
    expect(await store.readResults(T, created.id)).toEqual(results);
    expect(await store.readWorst(T, created.id)).toEqual(worst);
  });

  it('are listed newest first, those of the tenant only', async () => {
    const ids = [(await create()).id, (await create()).id, (await create(store, 2)).id];
    const listed = await store.list(T, { before: undefined, limit: 2 });
    expect(listed.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    const [next] = await store.list(T, { before: ids[1], limit: 1 });
    expect(next?.id).toBe(ids[0]);
    expect(await store.get(2, ids[0] ?? '')).toBeNull();
    expect(await store.remove(2, ids[0] ?? '')).toBe(false);
    expect(await store.get(T, ids[0] ?? '')).not.toBeNull();
  });

  it('are written by the process that runs them, and not once they ended or are gone', async () => {
    const { id } = await create();
    for (const write of [
      () => elsewhere.advance(ref(id), 1),
      () => elsewhere.finish(ref(id), OUTCOME),
      () => elsewhere.fail(ref(id), INTERRUPTED),
      () => store.advance(ref(id, 2), 1),
    ])
      expect(await write()).toBe(false);
    expect(await store.fail(ref(id), INTERRUPTED)).toBe(true);
    expect(await store.finish(ref(id), OUTCOME)).toBe(false);
    expect(await store.get(T, id)).toMatchObject({ status: 'failed', error: INTERRUPTED, measures: null });
    expect(await store.remove(T, id)).toBe(true);
    expect(await store.remove(T, id)).toBe(false);
    expect(await store.advance(ref(id), 1)).toBe(false);
  });

  it('fail when the process that ran them was silent for a minute, or is known to be gone', async () => {
    await context.database.executeSql('delete from evaluations');
    const [silent, alive, own] = [
      (await create(elsewhere)).id,
      (await create(elsewhere)).id,
      (await create()).id,
    ];
    const statuses = async () =>
      Promise.all([silent, alive, own].map(async (id) => (await store.get(T, id))?.status));
    for (const id of [silent, alive, own]) await expireLease(id);
    await elsewhere.keepAlive([alive, own]);
    await store.keepAlive([own]);
    expect(await store.failLeft(false)).toBe(1);
    expect(await statuses()).toEqual(['failed', 'running', 'running']);
    expect(await store.failLeft(true)).toBe(1);
    expect(await statuses()).toEqual(['failed', 'failed', 'running']);
    expect(await store.get(T, silent)).toMatchObject({ error: INTERRUPTED });
    // What could not be written at its end is given up as well.
    await expireLease(own);
    expect(await store.failLeft(false)).toBe(1);
  });

  it('know which of the named documents are published in their collections', async () => {
    const [published, hidden, unpublished, foreign] = Array.from({ length: 4 }, () => randomUUID());
    await context.database.executeSql(`
      insert into collections (tenant_id, id, name, language) values (1, '${foreign}', 'foreign', 'auto');
      insert into documents (tenant_id, id, collection_id, external_id, metadata, newest_version_id, published_version_id, deleted_at)
        select 1, d.id::uuid, c.id, d.key, '{}', d.id::uuid, d.published::uuid, d.deleted::timestamptz from collections c, (values
          ('${published}', 'default', 'a', '${published}', null),
          ('${hidden}', 'default', 'b', null, '2026-01-01'),
          ('${unpublished}', 'default', 'c', null, null),
          ('${foreign}', 'foreign', 'd', '${foreign}', null)) d (id, collection, key, published, deleted)
        where c.tenant_id = 1 and c.name = d.collection`);
    const named = {
      documentIds: [published, hidden, unpublished, foreign] as string[],
      externalIds: ['a', 'b', 'c', 'd'],
    };
    const found = await store.findPublished(T, ['default'], named);
    expect(found).toEqual({ documentIds: new Set([published]), externalIds: new Set(['a']) });
    const both = await store.findPublished(T, ['default', 'foreign'], {
      documentIds: [],
      externalIds: ['d'],
    });
    expect(both).toEqual({ documentIds: new Set([foreign]), externalIds: new Set(['d']) });
  });
});

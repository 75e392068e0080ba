import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createEvaluationStore } from '../../src/store/evaluation-store.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { createConformance, expectProblem } from '../support/http.ts';
import { createDataDir, silentLog } from '../support/pglite.ts';
import { eventually } from '../support/processes.ts';

// biome-ignore lint/suspicious/noExplicitAny: bodies are read as any client would, by field
type Body = any;

const WAIT = { prefer: 'wait=30' };
const NOWHERE = '0199aaaa-0000-7000-8000-000000000000';
const TEXTS = {
  leave: '# 휴가 규정\n\n신입 사원의 여름 특별 휴가는\n3일이다. 휴가는 팀장에게 신청한다.',
  office: '# Office\n\nThe office in Seongsu opens at nine in the morning.',
  machine: '# Machine\n\nThe red button stops the machine. The green button starts it.',
};
const LEAVE = { question: '신입 사원의 여름 특별 휴가는 며칠인가요?', relevant: [{ externalId: 'leave' }] };
const OFFICE = { question: 'When does the office open?', relevant: [{ externalId: 'office' }] };

let folder: Awaited<ReturnType<typeof createDataDir>>;
let services: TestServices;
let closed = false;
let app: TestApp;
let client: ReturnType<typeof createClient>;
let conforms: (operationId: string, answer: Body) => void;
const ids: Record<string, string> = {};

beforeAll(async () => {
  folder = await createDataDir(inject('serviceTemplate'));
  services = await startTestServices({ DATA_DIR: folder.path, EVALUATION_MAX_QUESTIONS: '300' });
  app = await services.startApp();
  client = createClient(app.baseUrl);
  conforms = await createConformance(app.app);
  await client.post('/collections', { name: 'handbook' });
  for (const [externalId, text] of Object.entries(TEXTS)) {
    const fields = { collection: 'handbook', externalId, title: externalId, mediaType: 'text/markdown' };
    const { body } = await client.post('/documents', { text, ...fields }, WAIT);
    ids[externalId] = body.id;
  }
});
afterAll(async () => {
  if (!closed) await services.close();
  await folder.remove();
});

async function evaluate(questions: object[], more: object = {}) {
  const reply = await client.post('/evaluations', { collection: 'handbook', questions, ...more }, WAIT);
  conforms('createEvaluation', reply);
  return reply;
}

describe('an evaluation', () => {
  it('says how well the right passages are found, named by document, key, page or quote', async () => {
    const { status, headers, body } = await evaluate(
      [
        { id: 'by id', question: LEAVE.question, relevant: [{ documentId: ids.leave?.toUpperCase() }] },
        OFFICE,
        { question: 'red button', relevant: [{ externalId: 'machine', page: 1 }] },
        { question: '여름 특별 휴가', relevant: [{ quote: '특별 휴가는 3일이다.' }] },
        { question: 'green button', relevant: [{ quote: 'The purple button' }] },
      ],
      { name: 'first', settings: { topK: 10, mode: 'lexical' } },
    );
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/evaluations/${body.id}`);
    expect(headers.get('preference-applied')).toBe('wait=30');
    expect(body).toMatchObject({
      name: 'first',
      status: 'done',
      collections: ['handbook'],
      settings: { topK: 10, mode: 'lexical' },
      progress: { questions: 5, questionsDone: 5 },
      missing: 0,
      warnings: [],
      error: null,
      comparison: null,
    });
    // 4 of 5, by Wilson.
    expect(body.measures.hit1).toEqual({ value: 0.8, low: 0.3755, high: 0.9638 });
    for (const measure of ['recall1', 'recall10', 'recallTopK', 'mrr', 'ndcg10'])
      expect(body.measures[measure].value, measure).toBe(0.8);
    expect(body.state).toMatchObject({
      indexVersion: expect.any(Number),
      collections: [{ name: 'handbook', documents: 3, chunks: 3, embedding: { provider: 'built-in' } }],
    });
    expect(body.worst).toEqual([
      {
        id: null,
        question: 'green button',
        rank: null,
        ndcg10: 0,
        relevant: [
          {
            documentId: null,
            externalId: null,
            page: null,
            quote: 'The purple button',
            rank: null,
            missing: false,
          },
        ],
        found: {
          documentId: ids.machine,
          externalId: 'machine',
          title: 'machine',
          version: 1,
          page: 1,
          snippet: expect.stringContaining('The green button starts it.'),
        },
        searchMs: expect.any(Number),
      },
    ]);
    const read = await client.get(`/evaluations/${body.id}`);
    conforms('getEvaluation', read);
    expect(read.body).toEqual(body);
  });

  it('searches as POST /search does: the ranks are those of its hits', async () => {
    const settings = { topK: 3, rerank: false, filter: {} };
    const query = 'the button or the office';
    const { body: search } = await client.post('/search', { query, collections: ['handbook'], ...settings });
    const order = search.hits.map((hit: Body) => hit.document.externalId);
    expect(order.length).toBeGreaterThan(1);
    const questions = order.map((externalId: string) => ({ question: query, relevant: [{ externalId }] }));
    const { body } = await evaluate(questions, { settings });
    const { body: list } = await client.get(`/evaluations/${body.id}/questions`);
    expect(list.data.map(({ rank }: Body) => rank)).toEqual(
      order.map((_: string, index: number) => index + 1),
    );
    expect(body.measures).toMatchObject({ recall5: null, recall10: null, recallTopK: { value: 1 } });
    expect(body.warnings).toMatchObject([{ code: 'RANKS_CUT', questions: null }]);
  });

  it('counts right passages whose document is not there', async () => {
    const { body } = await evaluate([
      { ...OFFICE, relevant: [{ externalId: 'office' }, { externalId: 'gone' }, { documentId: NOWHERE }] },
      LEAVE,
    ]);
    expect(body).toMatchObject({ missing: 2, warnings: [{ code: 'PASSAGES_MISSING', questions: 1 }] });
    expect(body.measures.recall10.value).toBeCloseTo((1 / 3 + 1) / 2, 4);
    expect(body.worst[0].relevant.map(({ missing }: Body) => missing)).toEqual([false, true, true]);
  });

  it('shows no words of a document that was deleted', async () => {
    const text = '# Secret\n\nThe purple parrot is called Hong.';
    const fields = { collection: 'handbook', title: 'Secret' };
    const { body: secret } = await client.post('/documents', { text, ...fields }, WAIT);
    const { body } = await evaluate([{ question: 'purple parrot', relevant: [{ externalId: 'office' }] }]);
    expect(body.worst[0].found).toMatchObject({ title: 'Secret', snippet: expect.stringContaining('Hong') });
    await client.send('DELETE', `/documents/${secret.id}`);
    const { body: later } = await client.get(`/evaluations/${body.id}`);
    expect(later.worst[0].found).toMatchObject({ documentId: secret.id, title: null, snippet: null });
  });

  it('runs behind the answer, and can be watched, listed, paged and deleted', async () => {
    const questions = Array.from({ length: 120 }, (_, index) => ({ ...OFFICE, id: `q${index}` }));
    const accepted = await client.post('/evaluations', { collections: ['handbook'], questions });
    conforms('createEvaluation', accepted);
    expect(accepted).toMatchObject({
      status: 202,
      body: { status: 'running', measures: null, worst: null, progress: { questions: 120 } },
    });
    // The others are answered meanwhile, and what is not done has no results.
    const search = await client.post('/search', { query: 'office', collections: ['handbook'] });
    expect(search.body.hits[0].document.externalId).toBe('office');
    const { id } = accepted.body;
    const early = await client.get(`/evaluations/${id}/questions`);
    if (early.status !== 200) expectProblem(early, 'EVALUATION_NOT_DONE');
    const done = await eventually('the evaluation is done', async () => {
      const { body } = await client.get(`/evaluations/${id}`);
      return body.status === 'done' && body;
    });
    expect(done).toMatchObject({ progress: { questionsDone: 120 }, measures: { hit1: { value: 1 } } });
    const listed = await client.get('/evaluations?limit=1');
    conforms('listEvaluations', listed);
    expect(listed.body.data.map((one: Body) => one.id)).toEqual([id]);
    const second = await client.get(`/evaluations?limit=1&cursor=${listed.body.nextCursor}`);
    expect(second.body.data[0].id < id).toBe(true);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Body = await client.get(
        `/evaluations/${id}/questions?limit=100${cursor && `&cursor=${cursor}`}`,
      );
      conforms('listEvaluationQuestions', page);
      seen.push(...page.body.data.map((one: Body) => one.id));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(questions.map((question) => question.id));
    const deleted = await client.send('DELETE', `/evaluations/${id}`);
    conforms('deleteEvaluation', deleted);
    expect(deleted.body).toEqual({ id, deleted: true });
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/questions'],
      ['DELETE', ''],
    ])
      expectProblem(await client.send(method ?? '', `/evaluations/${id}${path}`), 'EVALUATION_NOT_FOUND');
  });
});

it('one that runs can be deleted, and ends without a trace', async () => {
  const questions = Array.from({ length: 300 }, () => OFFICE);
  const { body } = await client.post('/evaluations', { collection: 'handbook', questions });
  expect((await client.send('DELETE', `/evaluations/${body.id}`)).status).toBe(200);
  expectProblem(await client.get(`/evaluations/${body.id}`), 'EVALUATION_NOT_FOUND');
  // The questions of others do not wait for its own.
  expect((await evaluate([OFFICE])).body.status).toBe('done');
});

describe('a comparison', () => {
  it('is over the questions that both have, by id or text', async () => {
    const wrong = { question: OFFICE.question, relevant: [{ externalId: 'leave' }] };
    const { body: before } = await evaluate([LEAVE, wrong, { id: 'x', ...LEAVE }]);
    const { body: after } = await evaluate([OFFICE, { id: 'x', ...LEAVE }, { ...LEAVE, question: 'new' }]);
    const reply = await client.get(`/evaluations/${after.id}?compareTo=${before.id}`);
    conforms('getEvaluation', reply);
    const { comparison } = reply.body;
    expect(comparison).toMatchObject({
      compareTo: before.id,
      questions: 2,
      better: 1,
      worse: 0,
      unchanged: 1,
    });
    expect(comparison.gained).toEqual([{ id: null, question: OFFICE.question, rank: 1, otherRank: null }]);
    expect(comparison.measures.hit1).toEqual({ value: 0.5, low: 0, high: 1 });
  });

  it('is refused without a common question, with one that is not there, and before the end', async () => {
    const { body } = await evaluate([OFFICE]);
    const { body: other } = await evaluate([LEAVE]);
    const compare = (compareTo: string) => client.get(`/evaluations/${body.id}?compareTo=${compareTo}`);
    expectProblem(await compare(other.id), 'EVALUATIONS_NOT_COMPARABLE');
    expectProblem(await compare(NOWHERE), 'EVALUATION_NOT_FOUND');
  });
});

describe('a request', () => {
  const relevant = [{ externalId: 'office' }];
  const question = 'when?';

  it.each<[object, string]>([
    [{ questions: [] }, '/questions'],
    [{ questions: [{ question }] }, '/questions/0/relevant'],
    [{ questions: [{ question, relevant: [] }] }, '/questions/0/relevant'],
    [{ questions: [{ question, relevant: [{}] }] }, '/questions/0/relevant/0'],
    [{ questions: [{ question, relevant: [{ page: 1 }] }] }, '/questions/0/relevant/0'],
    [{ questions: [{ question, relevant: [{ page: 1, quote: 'a' }] }] }, '/questions/0/relevant/0/page'],
    [{ questions: [{ question, relevant: [{ quote: ' \n' }] }] }, '/questions/0/relevant/0/quote'],
    [{ questions: [OFFICE, { ...OFFICE, id: 'a' }, { ...LEAVE, id: 'a' }] }, '/questions/2/id'],
    [{ questions: Array(301).fill(OFFICE) }, '/questions'],
    [{ questions: [OFFICE], collection: 'a', collections: ['a'] }, '/collection'],
    [{ questions: [OFFICE], settings: { topK: 101 } }, '/settings/topK'],
    [{ questions: [OFFICE], settings: { query: 'a' } }, '/settings/query'],
  ])('number %$ is REQUEST_INVALID, and told where', async (body, path) => {
    const reply = await client.post('/evaluations', body);
    expectProblem(reply, 'REQUEST_INVALID');
    expect(reply.body.errors[0].path).toBe(path);
  });

  it('is refused as a search is', async () => {
    const questions = [{ question, relevant }];
    const refused = async (code: Parameters<typeof expectProblem>[1], more: object) => {
      const reply = await client.post('/evaluations', { questions, ...more });
      expectProblem(reply, code);
      return reply.body;
    };
    await refused('COLLECTION_NOT_FOUND', { collection: 'nowhere' });
    await refused('SELECTION_EMPTY', { collections: [] });
    await refused('SELECTION_EMPTY', { settings: { documentIds: [] } });
    const { errors } = await refused('FILTER_INVALID', { settings: { filter: { a: { $near: 1 } } } });
    expect(errors[0].path).toBe('/settings/filter/a/$near');
  });
});

it('a run that the service stops in the middle of ends as failed, and says what to do', async () => {
  const questions = Array.from({ length: 300 }, () => OFFICE);
  const { body } = await client.post('/evaluations', { questions });
  expect(body.status).toBe('running');
  await services.close();
  closed = true;
  const database = await openDatabase({ dataDir: folder.path, log: silentLog });
  try {
    // Before any service starts there again.
    expect(await createEvaluationStore(database, NOWHERE).get(1, body.id)).toMatchObject({
      status: 'failed',
      error: { code: 'EVALUATION_INTERRUPTED', hint: expect.stringContaining('again') },
    });
  } finally {
    await database.close();
  }
});

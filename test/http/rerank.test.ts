import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServices, type TestServices } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { type FakeRerank, type RerankFault, startFakeRerank } from '../support/fake-rerank.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';
import { parseMetrics, readSample } from '../support/read-metrics.ts';

const QUESTION = 'How much is the entrance fee of the garden?';
const TEXTS = [
  'The entrance fee of the garden is 12 euros.',
  'The garden has an entrance for dogs; the fee of the garden is another.',
  'Nobody knows the garden.',
];
const CANDIDATES = 2;

let fake: FakeRerank;
let services: TestServices;
let client: ReturnType<typeof createClient>;
let graphql: ReturnType<typeof createGraphqlClient>;
beforeAll(async () => {
  fake = await startFakeRerank();
  services = await startTestServices({
    RERANK_PROVIDER: 'http',
    RERANK_URL: fake.url,
    RERANK_MODEL: 'fake',
    RERANK_CANDIDATES: String(CANDIDATES),
    RERANK_TIMEOUT_MS: '400',
  });
  const { baseUrl } = await services.startApp();
  client = createClient(baseUrl);
  graphql = createGraphqlClient(baseUrl);
  for (const text of TEXTS) {
    const reply = await client.post('/documents', { text, title: 'Gardens' }, { prefer: 'wait=60' });
    expect(reply.body.status).toBe('published');
  }
});
afterAll(async () => {
  await services?.close();
  await fake?.close();
});
beforeEach(() => {
  fake.calls.length = 0;
  fake.always(undefined);
  // Logits, and the worst first: what the order was is turned around.
  fake.score((_, index) => index - 5);
});

/** The texts and scores of a search's hits, and its warnings. */
async function search(more: object = {}) {
  const { status, body } = await client.post('/search', { query: QUESTION, ...more });
  expect(status).toBe(200);
  const hits: { text: string; score: number }[] = body.hits;
  return {
    texts: hits.map(({ text }) => TEXTS.indexOf(text)),
    scores: hits.map(({ score }) => score),
    warnings: body.warnings as { code: string; message: string }[],
  };
}

describe('a search with a reranker', () => {
  it('is in its order, with what it was not shown behind', async () => {
    const { texts, scores, warnings } = await search();
    expect(texts).toEqual([1, 0, 2]);
    expect(warnings).toEqual([]);
    expect(scores[0]).toBe(1);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => score > 0)).toBe(true);
    const documents = TEXTS.slice(0, CANDIDATES).map((text) => `Gardens\n${text}`);
    expect(fake.calls.map(({ body }) => body)).toEqual([
      { model: 'fake', query: QUESTION, documents, top_n: CANDIDATES },
    ]);
    // What the reranker puts first is among its candidates, however few hits are asked for.
    expect((await search({ topK: 1 })).texts).toEqual([1]);
  });

  it('is without one when the request says so', async () => {
    expect(await search({ rerank: false })).toMatchObject({ texts: [0, 1, 2], warnings: [] });
    expect(await search({ documentIds: ['00000000-0000-7000-8000-000000000000'] })).toMatchObject({
      texts: [],
    });
    expect(fake.calls).toEqual([]);
  });

  it('is the same for questions and for GraphQL', async () => {
    const order = (hits: { text: string }[]) => hits.map(({ text }) => TEXTS.indexOf(text));
    const asked = await client.post('/query', { question: QUESTION });
    expect(order(asked.body.hits)).toEqual([1, 0, 2]);
    expect(asked.body).toMatchObject({ answerable: true, warnings: [] });
    const found = await graphql.request(
      'query ($input: SearchInput!, $off: SearchInput!) { search(input: $input) { hits { text } } off: search(input: $off) { hits { text } } }',
      { input: { query: QUESTION }, off: { query: QUESTION, rerank: false } },
    );
    expect([order(found.search.hits), order(found.off.hits)]).toEqual([
      [1, 0, 2],
      [0, 1, 2],
    ]);
  });
});

describe('a reranker that fails', () => {
  it('takes the order from a search and nothing else, and a warning says so', async () => {
    const faults: RerankFault[] = [{ status: 429, retryAfter: '60' }, 'twice', 'silent'];
    for (const fault of faults) {
      fake.always(fault);
      const { texts, scores, warnings } = await search();
      expect(texts).toEqual([0, 1, 2]);
      expect(scores).toEqual([1, expect.closeTo(0.91), expect.closeTo(0.2)]);
      expect(warnings).toEqual([
        { code: 'RERANK_FAILED', message: expect.stringMatching(/^The reranker failed: .+\. The hits are/) },
      ]);
    }
    fake.always({ status: 401 });
    const asked = await client.post('/query', { question: QUESTION });
    expect(asked).toMatchObject({ status: 200, body: { answerable: true } });
    expect(asked.body.warnings).toMatchObject([{ code: 'RERANK_FAILED' }]);
    const { ask } = await graphql.request(
      'query ($input: AskInput!) { ask(input: $input) { warnings { code } } }',
      {
        input: { question: QUESTION },
      },
    );
    expect(ask.warnings).toEqual([{ code: 'RERANK_FAILED' }]);

    const page = parseMetrics((await client.get('/metrics')).body);
    const calls = (outcome: string) =>
      readSample(page, 'footnote_upstream_calls_total', { operation: 'rerank', outcome });
    expect(['rate_limited', 'failed', 'timeout', 'refused'].map(calls)).toEqual([1, 1, 1, 2]);
    expect(readSample(page, 'footnote_warnings_total', { code: 'RERANK_FAILED' })).toBe(5);
    const stage = { operation: 'search', stage: 'rerank', outcome: 'failed' };
    expect(readSample(page, 'footnote_ask_stage_duration_seconds_count', stage)).toBe(3);
    const { host, pathname } = new URL(fake.url);
    const breaker = { operation: 'rerank', endpoint: host + pathname };
    expect(readSample(page, 'footnote_upstream_breaker_state', breaker)).toBe(0);
  });
});

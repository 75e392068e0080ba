import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServices, type TestServices } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { type FakeOpenAI, startFakeOpenAI } from '../support/fake-openai.ts';
import { parseMetrics, readSample } from '../support/read-metrics.ts';

const TEXTS_PER_CALL = 64;

let fake: FakeOpenAI;
let services: TestServices;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  fake = await startFakeOpenAI({ dimensions: 16, slowMs: 500 });
  services = await startTestServices({
    OPENAI_EMBEDDING_BASE_URL: fake.baseUrl,
    OPENAI_EMBEDDING_MODEL: 'fake',
    OPENAI_EMBEDDING_DIMENSIONS: '16',
    OPENAI_EMBEDDING_CALLS_IN_FLIGHT: '1',
    ANSWER_PROVIDER: 'extractive',
    CHUNK_MAX_TOKENS: '50',
    CHUNK_OVERLAP_TOKENS: '0',
  });
  client = createClient((await services.startApp()).baseUrl);
});
afterAll(async () => {
  await services?.close();
  await fake?.close();
});

it('a model that is busy half-way is asked again for what it refused, not for what it did', async () => {
  const text = Array.from(
    { length: 1_500 },
    (_, index) => `The entrance fee of garden ${index} is ${index * 7} euros.`,
  ).join(' ');
  fake.script('good', 'good', 'good', { status: 429, retryAfter: '1' }, { status: 429, retryAfter: '1' });
  const { body } = await client.post('/documents', { text }, { prefer: 'wait=60' });
  expect(body).toMatchObject({ status: 'published', error: null });
  expect(body.chunks).toBeGreaterThan(400);
  const ideal = Math.ceil(body.chunks / TEXTS_PER_CALL);
  expect(fake.calls.length).toBe(ideal + 2);
});

it('short documents that come while a call is under way share the next', async () => {
  fake.calls.splice(0);
  fake.always('slow');
  const documents = Array.from({ length: 16 }, (_, index) => ({
    text: `The garden ${index} opens at nine.`,
  }));
  const answers = await Promise.all(
    documents.map((document) => client.post('/documents', document, { prefer: 'wait=60' })),
  );
  expect(answers.map(({ body }) => body.status)).toEqual(documents.map(() => 'published'));
  const texts = fake.calls.flatMap(({ body }) => body.input);
  expect(texts.toSorted()).toEqual(documents.map(({ text }) => text).toSorted());
  expect(fake.calls.length).toBeLessThan(documents.length);
});

it('a question that was embedded is not embedded again, nor twice at once; a failure is not kept', async () => {
  const texts = () => fake.calls.splice(0).flatMap(({ body }) => body.input);
  const search = (query: string) => client.post('/search', { query, topK: 1 });
  fake.always({ status: 400 });
  texts();
  const failed = await search('When does garden 3 open?');
  expect(failed.body.warnings).toMatchObject([{ code: 'UPSTREAM_FAILED' }]);
  fake.always('slow');
  const both = await Promise.all([1, 2].map(() => search('When does garden 3 open?')));
  fake.always(undefined);
  const asked = await client.post('/query', { question: 'When does garden 3 open?' });
  expect(asked.body.usage.embeddingTokens).toBe(0);
  for (const { body } of both) expect(body).toMatchObject({ warnings: [], hits: [{ legs: { dense: {} } }] });
  const other = await client.post('/query', { question: 'When does garden 4 open?' });
  expect(other.body.usage.embeddingTokens).toBe(7);
  expect(texts()).toEqual([
    'When does garden 3 open?',
    'When does garden 3 open?',
    'When does garden 4 open?',
  ]);
  const page = parseMetrics((await client.get('/metrics')).body);
  const lookups = (result: string) => readSample(page, 'footnote_question_cache_lookups_total', { result });
  expect([lookups('miss'), lookups('shared'), lookups('hit')]).toEqual([2, 1, 1]);
});

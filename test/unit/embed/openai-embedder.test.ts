import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_METRICS } from '../../../src/domain/metrics-port.ts';
import { createOpenAIEmbedder } from '../../../src/embed/openai-embedder.ts';
import { createQuestionCache } from '../../../src/embed/question-cache.ts';
import { IngestError } from '../../../src/errors.ts';
import { createModelClient } from '../../../src/models/model-client.ts';
import { type FakeOpenAI, type Fault, startFakeOpenAI } from '../../support/fake-openai.ts';

let fake: FakeOpenAI;
beforeAll(async () => {
  fake = await startFakeOpenAI({ dimensions: 16 });
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
  fake.always(undefined);
  fake.script();
});

const never = new AbortController().signal;
function create(model = 'bge-m3', dimensions?: number, patienceMs = 0) {
  const times = { timeoutMs: 20_000, inactivityTimeoutMs: 10_000, backoffMs: 5 };
  const client = createModelClient({ baseUrl: fake.baseUrl, apiKey: undefined, ...times });
  const cacheQuestion = createQuestionCache(100, NO_METRICS);
  const options = { client, model, dimensions, queryTimeoutMs: 10_000, cacheQuestion, patienceMs };
  return createOpenAIEmbedder(options, never);
}
const chunk = (text: string) => ({
  ordinal: 0,
  text,
  pageStart: 1,
  pageEnd: 1,
  start: 0,
  end: text.length,
  headings: [],
  tokens: 1,
  terms: [],
  length: 0,
});

describe('the space', () => {
  test('an unknown model is asked for its dimension, once', async () => {
    expect((await create()).space).toEqual({ provider: 'openai', model: 'bge-m3', dimensions: 16 });
    expect(fake.calls).toHaveLength(1);
  });

  test.each([
    ['text-embedding-3-small', undefined, 1536],
    ['text-embedding-3-large', 256, 256],
    ['bge-m3', 1024, 1024],
  ])('%s with %j needs no network', async (model, wanted, dimensions) => {
    expect((await create(model, wanted)).space.dimensions).toBe(dimensions);
    expect(fake.calls).toHaveLength(0);
  });

  test('a model that is not there refuses the start in one line', async () => {
    fake.always({ status: 404 });
    await expect(create()).rejects.toThrow(
      /dimension of the embedding model bge-m3 could not be found: .*404/,
    );
  });
});

test('vectors are of length 1, in order, and questions meet their texts', async () => {
  fake.always('out-of-order');
  const embedder = await create();
  const vectors = await embedder.embedDocuments(
    [chunk('the entrance fee'), chunk('서울 지하철 요금')],
    never,
  );
  const { vector: question, tokens } = await embedder.embedQuery('entrance fee', never);
  expect(tokens).toBe(7);
  const near = vectors.map((vector) =>
    vector.reduce((sum, value, index) => sum + value * (question[index] ?? 0), 0),
  );
  expect(near[0]).toBeGreaterThan(near[1] ?? 1);
  for (const vector of [...vectors, question]) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
});

test('dimensions are asked for only where they are not the model’s own', async () => {
  const asked = async (model: string, dimensions?: number) => {
    await (await create(model, dimensions)).embedQuery('a', never).catch(() => {});
    return fake.calls.at(-1)?.body.dimensions;
  };
  expect(await asked('bge-m3')).toBeUndefined();
  expect(await asked('bge-m3', 8)).toBe(8);
  expect(await asked('text-embedding-3-small', 1536)).toBeUndefined();
  expect(await asked('text-embedding-3-small', 512)).toBe(512);
});

test('a long question is cut, and not inside a character', async () => {
  await (await create()).embedQuery('a'.repeat(5_999) + '😀'.repeat(100), never);
  const [text] = fake.calls.at(-1)?.body.input ?? [];
  expect(text.length).toBe(6_000);
  expect(text.isWellFormed()).toBe(true);
});

test.each([
  { status: 500 },
  { status: 429, retryAfter: '60' },
  'html',
  'wrong-count',
  'wrong-dimension',
  'nan',
  'zeros',
] as Fault[])('documents are not embedded by %j: EMBEDDING_FAILED, which may pass', async (fault) => {
  const embedder = await create();
  fake.always(fault);
  const error = await embedder
    .embedDocuments([chunk('a'), chunk('b')], never)
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(IngestError);
  expect(error).toMatchObject({ code: 'EMBEDDING_FAILED', retryable: true });
});

test('an outage of the model is waited out while documents are made, and the same vectors come', async () => {
  const embedder = await create('bge-m3', undefined, 60_000);
  const expected = await embedder.embedDocuments([chunk('a')], never);
  fake.calls.length = 0;
  const busy: Fault = { status: 429, retryAfter: '11' };
  fake.script(busy);
  const embedded = embedder.embedDocuments([chunk('a')], never);
  await expect.poll(() => fake.calls.length, { timeout: 30_000 }).toBe(2);
  expect(await embedded).toEqual(expected);
  // What a wait cannot mend is not waited for.
  for (const fault of [{ status: 401 }, 'nan'] as Fault[]) {
    fake.script(fault);
    await expect(embedder.embedDocuments([chunk('a')], never)).rejects.toMatchObject({
      code: 'EMBEDDING_FAILED',
    });
  }
}, 60_000);

test('who waits for the model to come back can leave', async () => {
  const embedder = await create('bge-m3', undefined, 3_600_000);
  fake.always({ status: 429, retryAfter: '600' });
  fake.calls.length = 0;
  const controller = new AbortController();
  const reason = new Error('stopping');
  const embedded = embedder.embedDocuments([chunk('a')], controller.signal);
  await expect.poll(() => fake.calls.length).toBe(1);
  controller.abort(reason);
  await expect(embedded).rejects.toBe(reason);
});

test('questions fail with the code of the model, and a caller who leaves with his own reason', async () => {
  const embedder = await create();
  fake.always({ status: 500 });
  await expect(embedder.embedQuery('a', never)).rejects.toMatchObject({ code: 'UPSTREAM_FAILED' });
  const reason = new Error('gone');
  await expect(embedder.embedDocuments([chunk('a')], AbortSignal.abort(reason))).rejects.toBe(reason);
});

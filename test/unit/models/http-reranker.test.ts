import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MetricEvent } from '../../../src/domain/metrics-port.ts';
import { ServiceError } from '../../../src/errors.ts';
import { createHttpReranker, type HttpRerankerOptions } from '../../../src/models/http-reranker.ts';
import { type FakeRerank, type RerankFault, startFakeRerank } from '../../support/fake-rerank.ts';

let fake: FakeRerank;
let events: MetricEvent[];
beforeAll(async () => {
  fake = await startFakeRerank();
});
afterAll(() => fake.close());
beforeEach(() => {
  events = [];
  fake.calls.length = 0;
  fake.always(undefined);
  fake.script();
  fake.score((_, index) => [0.2, 0.9, 0.5][index] ?? 0);
});

const never = new AbortController().signal;
const PASSAGES = ['서울', 'Busan', '인천'];
const create = (options: Partial<HttpRerankerOptions> = {}) =>
  createHttpReranker({
    url: fake.url,
    apiKey: 'secret-key',
    model: 'bge-reranker-v2-m3',
    format: 'cohere',
    maxPassages: 10,
    maxPassageLength: 100,
    timeoutMs: 20_000,
    backoffMs: 5,
    metrics: { record: (event) => events.push(event) },
    ...options,
  });
const outcomes = () =>
  events.map((event) => event.kind === 'upstream' && `${event.operation} ${event.outcome}`);

describe('what is sent, and read', () => {
  test('Cohere, Jina and vLLM: documents, all of them asked for', async () => {
    expect(await create().scorePassages('어디?', PASSAGES, never)).toEqual([0.2, 0.9, 0.5]);
    expect(fake.calls).toEqual([
      {
        authorization: 'Bearer secret-key',
        body: { model: 'bge-reranker-v2-m3', query: '어디?', documents: PASSAGES, top_n: 3 },
      },
    ]);
    expect(outcomes()).toEqual(['rerank ok']);
  });

  test('Text Embeddings Inference: texts, cut off where they are too long; without a key none is sent', async () => {
    const tei = create({ format: 'tei', apiKey: undefined, model: undefined });
    expect(await tei.scorePassages('어디?', PASSAGES, never)).toEqual([0.2, 0.9, 0.5]);
    expect(fake.calls).toEqual([
      {
        authorization: undefined,
        body: { query: '어디?', texts: PASSAGES, raw_scores: false, truncate: true },
      },
    ]);
  });

  test('a reply that leaves passages out says nothing of them', async () => {
    fake.score((_, index) => (index === 1 ? -3.5 : null));
    expect(await create().scorePassages('q', PASSAGES, never)).toEqual([null, -3.5, null]);
  });
});

describe('a reranker that fails', () => {
  test.each<[RerankFault, string, number, string]>([
    [{ status: 500 }, 'UPSTREAM_FAILED', 3, 'failed'],
    [{ status: 503, retryAfter: '0' }, 'UPSTREAM_FAILED', 3, 'failed'],
    [{ status: 401 }, 'UPSTREAM_FAILED', 1, 'refused'],
    [{ status: 413 }, 'UPSTREAM_FAILED', 1, 'refused'],
    [{ status: 429, retryAfter: '60' }, 'UPSTREAM_UNAVAILABLE', 1, 'rate_limited'],
    [{ status: 302, location: 'http://127.0.0.1:11/' }, 'UPSTREAM_FAILED', 1, 'refused'],
    ['reset', 'UPSTREAM_FAILED', 3, 'failed'],
    ['html', 'UPSTREAM_FAILED', 1, 'failed'],
    ['invalid-json', 'UPSTREAM_FAILED', 1, 'failed'],
    ['nothing', 'UPSTREAM_FAILED', 1, 'failed'],
    ['other-shape', 'UPSTREAM_FAILED', 1, 'failed'],
    ['out-of-range', 'UPSTREAM_FAILED', 1, 'failed'],
    ['half-index', 'UPSTREAM_FAILED', 1, 'failed'],
    ['twice', 'UPSTREAM_FAILED', 1, 'failed'],
    ['nan', 'UPSTREAM_FAILED', 1, 'failed'],
    ['null', 'UPSTREAM_FAILED', 1, 'failed'],
    ['text-score', 'UPSTREAM_FAILED', 1, 'failed'],
  ])('%j is %s after %i calls, each counted as %s', async (fault, code, calls, outcome) => {
    for (const format of ['cohere', 'tei'] as const) {
      fake.calls.length = 0;
      events = [];
      fake.always(fault);
      const error = await create({ format })
        .scorePassages('q', PASSAGES, never)
        .catch((reason) => reason);
      expect(error).toBeInstanceOf(ServiceError);
      expect(error).toMatchObject({ code });
      // Neither to a caller nor to a log.
      expect(`${error.message} ${error.cause?.message}`).not.toContain('secret-key');
      expect(fake.calls).toHaveLength(calls);
      expect(outcomes()).toEqual(Array(calls).fill(`rerank ${outcome}`));
    }
  });

  test('429 is waited for as long as it says, then the scores come', async () => {
    fake.script({ status: 429, retryAfter: '0.05' }, { status: 500 });
    expect(await create().scorePassages('q', PASSAGES, never)).toEqual([0.2, 0.9, 0.5]);
    expect(outcomes()).toEqual(['rerank rate_limited', 'rerank failed', 'rerank ok']);
  });

  test.each<RerankFault>(['silent', 'stalled'])(
    'one that is %s is given up when the time is over',
    async (fault) => {
      fake.always(fault);
      const scoring = create({ timeoutMs: 200 }).scorePassages('q', PASSAGES, never);
      await expect(scoring).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
      expect(outcomes()).toEqual(['rerank timeout']);
    },
  );

  test('a port where nobody listens', async () => {
    const scoring = create({ url: 'http://127.0.0.1:11/rerank' }).scorePassages('q', PASSAGES, never);
    await expect(scoring).rejects.toMatchObject({ code: 'UPSTREAM_FAILED' });
    expect(outcomes()).toEqual(Array(3).fill('rerank failed'));
  });

  test('after five failures it is left alone', async () => {
    fake.always('null');
    const reranker = create();
    for (let count = 0; count < 5; count += 1)
      await expect(reranker.scorePassages('q', PASSAGES, never)).rejects.toMatchObject({
        code: 'UPSTREAM_FAILED',
      });
    expect(reranker.breakerState).toBe('open');
    await expect(reranker.scorePassages('q', PASSAGES, never)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    expect(fake.calls).toHaveLength(5);
  });

  test('a caller who leaves ends the call with his own reason, and nobody is to blame', async () => {
    fake.always('silent');
    const controller = new AbortController();
    const reranker = create();
    const scoring = reranker.scorePassages('q', PASSAGES, controller.signal);
    await expect.poll(() => fake.calls.length).toBe(1);
    const reason = new Error('gone');
    controller.abort(reason);
    await expect(scoring).rejects.toBe(reason);
    expect(outcomes()).toEqual(['rerank aborted']);
  });
});

import { expect, test } from 'vitest';
import type { AnalyzedChunk } from '../../../src/domain/chunk.ts';
import type { Embedder } from '../../../src/domain/ports.ts';
import { shareCalls } from '../../../src/embed/share-calls.ts';
import { IngestError, ServiceError } from '../../../src/errors.ts';

const never = new AbortController().signal;

const makeChunks = (...ordinals: number[]): AnalyzedChunk[] =>
  ordinals.map((ordinal) => ({
    ordinal,
    text: `${ordinal}`,
    pageStart: 1,
    pageEnd: 1,
    start: 0,
    end: 1,
    headings: [],
    tokens: 1,
    terms: [],
    length: 0,
  }));

/** Of four texts a call; each call waits until it is told to end. */
function setUp(callsInFlight: number) {
  const calls: { texts: number[]; signal: AbortSignal; end: () => void; fail: (error: Error) => void }[] = [];
  const embedder: Embedder = {
    space: { provider: 'test', model: 'test', dimensions: 1 },
    maxBatchSize: 4,
    embedDocuments(chunks, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Float32Array[]>();
      const texts = chunks.map(({ ordinal }) => ordinal);
      calls.push({
        texts,
        signal,
        end: () => resolve(texts.map((text) => Float32Array.of(text))),
        fail: reject,
      });
      return promise;
    },
    embedQuery: () => Promise.reject(new Error('no question was asked')),
  };
  const shared = shareCalls(embedder, callsInFlight);
  const order = (ordinals: number[], signal = never) =>
    shared.embedDocuments(makeChunks(...ordinals), signal).then((vectors) => vectors.map(([value]) => value));
  /** When so many calls were made. */
  const made = async (count: number) => {
    while (calls.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
    return calls.map(({ texts }) => texts);
  };
  return { calls, order, made };
}

test('texts of several callers fill a call; each gets its own vectors in order', async () => {
  const { calls, order, made } = setUp(1);
  const orders = [order([1]), order([2, 3]), order([4, 5, 6]), order([7])];
  expect(await made(1)).toEqual([[1, 2, 3, 4]]);
  calls[0]?.end();
  expect((await made(2))[1]).toEqual([5, 6, 7]);
  calls[1]?.end();
  expect(await Promise.all(orders)).toEqual([[1], [2, 3], [4, 5, 6], [7]]);
});

test('so many calls at once and no more; what waits meanwhile fills the next', async () => {
  const { calls, order, made } = setUp(2);
  const orders = [order([1, 2, 3, 4]), order([5, 6, 7, 8]), order([9, 10]), order([11, 12])];
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await made(2)).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  calls[1]?.end();
  expect((await made(3))[2]).toEqual([9, 10, 11, 12]);
  for (const call of calls) call.end();
  expect((await Promise.all(orders)).flat()).toHaveLength(12);
});

test('a refused call is made again for each caller alone, and only the one to blame fails', async () => {
  const { calls, order, made } = setUp(1);
  const [good, bad] = [order([1, 2]), order([3])];
  await made(1);
  calls[0]?.fail(new IngestError('EMBEDDING_FAILED', 'one text is too long', 'Split it.'));
  const later = order([4, 5]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await made(2)).slice(1)).toEqual([[1, 2]]);
  calls[1]?.end();
  expect((await made(3)).slice(2)).toEqual([[3]]);
  calls[2]?.fail(new IngestError('EMBEDDING_FAILED', 'this text is too long', 'Split it.'));
  expect(await good).toEqual([1, 2]);
  await expect(bad).rejects.toThrow('this text is too long');
  expect((await made(4)).slice(3)).toEqual([[4, 5]]);
  calls[3]?.end();
  expect(await later).toEqual([4, 5]);
});

test('who leaves while a refused call waits to be made again is left out', async () => {
  const { calls, order, made } = setUp(1);
  const leaving = new AbortController();
  const orders = [order([1]), order([2], leaving.signal), order([3])];
  await made(1);
  calls[0]?.fail(new IngestError('EMBEDDING_FAILED', 'one text is too long', 'Split it.'));
  await made(2);
  leaving.abort(new Error('left'));
  await expect(orders[1]).rejects.toThrow('left');
  calls[1]?.end();
  expect((await made(3)).slice(1)).toEqual([[1], [3]]);
  calls[2]?.end();
  expect([await orders[0], await orders[2]]).toEqual([[1], [3]]);
});

test('an outage that was waited out is not waited out again', async () => {
  const { calls, order, made } = setUp(1);
  const orders = [order([1]), order([2])];
  await made(1);
  const cause = new ServiceError('UPSTREAM_UNAVAILABLE', 'down', { retryAfterSeconds: 5 });
  calls[0]?.fail(new IngestError('EMBEDDING_FAILED', 'down', 'Wait.', { retryable: true, cause }));
  for (const one of orders) await expect(one).rejects.toThrow('down');
  expect(calls).toHaveLength(1);
});

test('who leaves takes his texts along; a call ends when nobody waits for it', async () => {
  const { calls, order, made } = setUp(1);
  const [leaving, other] = [new AbortController(), new AbortController()];
  const first = order([1, 2], leaving.signal);
  const second = order([3, 4], other.signal);
  const waiting = order([5, 6, 7], leaving.signal);
  const staying = order([8]);
  await made(1);
  leaving.abort(new Error('left'));
  await expect(first).rejects.toThrow('left');
  await expect(waiting).rejects.toThrow('left');
  expect(calls[0]?.signal.aborted).toBe(false);
  other.abort(new Error('left too'));
  await expect(second).rejects.toThrow('left too');
  expect(calls[0]?.signal.aborted).toBe(true);
  calls[0]?.fail(new Error('aborted'));
  expect((await made(2))[1]).toEqual([8]);
  calls[1]?.end();
  expect(await staying).toEqual([8]);
});

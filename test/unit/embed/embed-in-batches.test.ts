import { describe, expect, test } from 'vitest';
import type { AnalyzedChunk } from '../../../src/domain/chunk.ts';
import type { Embedder } from '../../../src/domain/ports.ts';
import { embedInBatches } from '../../../src/embed/embed-in-batches.ts';

const never = new AbortController().signal;

function makeChunks(count: number): AnalyzedChunk[] {
  return Array.from({ length: count }, (_, ordinal) => ({
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
}

/** Of two dimensions and three texts at once; gives what `answer` says for a batch. */
function makeEmbedder(
  answer: (ordinals: readonly number[]) => Float32Array[],
): Embedder & { batches: number[][] } {
  const batches: number[][] = [];
  return {
    batches,
    space: { provider: 'test', model: 'test', dimensions: 2 },
    maxBatchSize: 3,
    async embedDocuments(chunks) {
      const ordinals = chunks.map(({ ordinal }) => ordinal);
      batches.push(ordinals);
      return answer(ordinals);
    },
    embedQuery: () => Promise.reject(new Error('no question was asked')),
  };
}

const good = (ordinals: readonly number[]): Float32Array[] =>
  ordinals.map((ordinal) => Float32Array.of(1, ordinal));

describe('embedInBatches', () => {
  test('asks in batches the embedder can take and gives the vectors in order', async () => {
    const embedder = makeEmbedder(good);
    const vectors = await embedInBatches(embedder, makeChunks(7), never);
    expect(embedder.batches).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(vectors).toEqual(good([0, 1, 2, 3, 4, 5, 6]));
  });

  test('asks nothing for no chunks', async () => {
    const embedder = makeEmbedder(good);
    expect(await embedInBatches(embedder, [], never)).toEqual([]);
    expect(embedder.batches).toEqual([]);
  });

  test.each<[string, (ordinals: readonly number[]) => Float32Array[], string]>([
    ['too few vectors', (ordinals) => good(ordinals).slice(1), '2 vectors for 3 texts'],
    ['too many vectors', (ordinals) => [...good(ordinals), Float32Array.of(1, 0)], '4 vectors for 3 texts'],
    ['another dimension', () => good([0, 1]).concat(Float32Array.of(1, 2, 3)), '3 dimensions in place of 2'],
    ['NaN', () => good([0, 1]).concat(Float32Array.of(1, Number.NaN)), 'a value that is not a finite number'],
    [
      'infinity',
      () => good([0, 1]).concat(Float32Array.of(-Infinity, 1)),
      'a value that is not a finite number',
    ],
    ['zeros', () => good([0, 1]).concat(Float32Array.of(0, -0)), 'a vector of zeros'],
  ])('refuses %s', async (_what, answer, what) => {
    await expect(embedInBatches(makeEmbedder(answer), makeChunks(3), never)).rejects.toMatchObject({
      name: 'IngestError',
      code: 'EMBEDDING_FAILED',
      message: `The embedding model gave back ${what}.`,
      retryable: true,
    });
  });

  test('refuses a bad vector of a later batch', async () => {
    const embedder = makeEmbedder((ordinals) => (ordinals.includes(3) ? [] : good(ordinals)));
    await expect(embedInBatches(embedder, makeChunks(4), never)).rejects.toMatchObject({
      code: 'EMBEDDING_FAILED',
    });
  });

  test('stops between batches when it is aborted', async () => {
    const controller = new AbortController();
    const embedder = makeEmbedder((ordinals) => {
      controller.abort(new Error('enough'));
      return good(ordinals);
    });
    await expect(embedInBatches(embedder, makeChunks(7), controller.signal)).rejects.toThrow('enough');
    expect(embedder.batches).toEqual([[0, 1, 2]]);
  });

  test("lets the embedder's own error through", async () => {
    const embedder = makeEmbedder(() => {
      throw new Error('no model');
    });
    await expect(embedInBatches(embedder, makeChunks(1), never)).rejects.toThrow('no model');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hit } from '../../../src/domain/hit.ts';
import { rerankHits } from '../../../src/retrieve/rerank-hits.ts';

const never = new AbortController().signal;

function makeHit(text: string, score: number, title: string | null = null, headings: string[] = []): Hit {
  const document = { id: text, title, externalId: null, collection: 'default', version: 1, metadata: {} };
  const place = { pageStart: 1, pageEnd: 1, start: 0, end: text.length };
  return { chunkId: text, score, text, document, ...place, headings, legs: { lexical: null, dense: null } };
}

/** Reranks hits a, b, c, … of falling scores by the scores given. */
async function rerank(scores: readonly (number | null)[], count = scores.length) {
  const hits = Array.from({ length: count }, (_, index) =>
    makeHit(String.fromCharCode(97 + index), 1 / (index + 1)),
  );
  const reranker = { maxPassages: scores.length, maxPassageLength: 100, scorePassages: async () => scores };
  const reranked = await rerankHits(reranker, 'q', hits, never);
  return reranked.map(({ text, score }) => [text, Number(score.toFixed(4))]);
}

describe('rerankHits', () => {
  test('orders by score, the best has 1', async () => {
    expect(await rerank([0.2, 0.8, 0.4])).toEqual([
      ['b', 1],
      ['c', 0.5],
      ['a', 0.25],
    ]);
  });

  test('logits become probabilities, so that no score is below zero', async () => {
    expect(await rerank([-2, 3, 0])).toEqual([
      ['b', 1],
      ['c', 0.5249],
      ['a', 0.1251],
    ]);
  });

  test('equal scores keep the order that they had', async () => {
    expect((await rerank([0, 0, 0, 0])).flat()).toEqual(['a', 1, 'b', 1, 'c', 1, 'd', 1]);
    expect((await rerank([0.5, 0.7, 0.5])).map(([text]) => text)).toEqual(['b', 'a', 'c']);
  });

  test('what it was not shown, or said nothing of, stays in its order behind', async () => {
    expect(await rerank([null, 0.5, null, 1], 6)).toEqual([
      ['d', 1],
      ['b', 0.5],
      ['a', 0.5],
      ['c', 0.1667],
      ['e', 0.1],
      ['f', 0.0833],
    ]);
  });

  test('whatever the scores, those of hits fall from 1 and are never negative', async () => {
    const score = fc.option(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(0, -0, 5e-324, 1e308, -1e308),
      ),
      { freq: 5 },
    );
    const scores = fc
      .array(score, { minLength: 1, maxLength: 8 })
      .filter((given) => given.some((one) => one !== null));
    const property = fc.asyncProperty(scores, fc.nat(3), async (given, more) => {
      const ranked = (await rerank(given, given.length + more)).map(([, found]) => Number(found));
      expect(ranked[0]).toBe(1);
      expect(ranked.every((one) => one >= 0 && one <= 1)).toBe(true);
      expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
      expect(ranked).toHaveLength(given.length + more);
    });
    await fc.assert(property, { seed: 20261125, numRuns: 500 });
  });

  test('a passage is title, headings and text, cut where it is too long, and so is a question', async () => {
    const asked: unknown[] = [];
    const reranker = {
      maxPassages: 3,
      maxPassageLength: 100,
      scorePassages: async (question: string, passages: readonly string[]) => {
        asked.push(question, ...passages);
        return passages.map(() => 1);
      },
    };
    const hits = [
      makeHit('본문', 1, '안내서', ['2장', '2.5']),
      makeHit('bare', 0.5),
      makeHit(`${'x'.repeat(97)}😀`, 0.1, 'T'),
      makeHit('not shown', 0.05),
    ];
    await rerankHits(reranker, 'q'.repeat(3_000), hits, never);
    expect(asked).toEqual([
      'q'.repeat(2_000),
      '안내서\n2장 > 2.5\n본문',
      'bare',
      `T\n${'x'.repeat(97)}\ufffd`,
    ]);
  });
});

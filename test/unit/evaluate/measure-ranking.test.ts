import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURES } from '../../../src/domain/evaluation.ts';
import { measureRanking } from '../../../src/evaluate/measure-ranking.ts';

const TOP_K = 20;
const PROPERTY = { seed: 20261125 };
const anyRank = fc.option(fc.integer({ min: 1, max: TOP_K + 5 }));
const anyRanks = fc.array(anyRank, { minLength: 1, maxLength: 15 });

describe('by hand', () => {
  it('one right passage at rank 3', () => {
    expect(measureRanking([3], TOP_K)).toEqual({
      hit1: 0,
      recall1: 0,
      recall3: 1,
      recall5: 1,
      recall10: 1,
      recallTopK: 1,
      mrr: 1 / 3,
      ndcg10: 0.5, // 1 / log2(4)
    });
  });

  it('four right passages, at ranks 7, 1 and 12, and one not found', () => {
    const measures = measureRanking([7, null, 1, 12], TOP_K);
    expect(measures).toMatchObject({ hit1: 1, recall1: 0.25, recall3: 0.25, recall5: 0.25, mrr: 1 });
    expect(measures).toMatchObject({ recall10: 0.5, recallTopK: 0.75 });
    // (1 + 1/3) / (1 + 0.63093 + 0.5 + 0.43068)
    expect(measures.ndcg10).toBeCloseTo(1.33333 / 2.56161, 4);
  });

  it('nothing found, and nothing within topK', () => {
    for (const ranks of [[null, null], [TOP_K + 1]])
      expect(measureRanking(ranks, TOP_K)).toMatchObject({ hit1: 0, recallTopK: 0, mrr: 0, ndcg10: 0 });
  });

  it('depths below topK only', () => {
    expect(measureRanking([2], 4)).toMatchObject({
      recall3: 1,
      recall5: null,
      recall10: null,
      recallTopK: 1,
    });
  });

  it('two right passages in one hit are not worth more than two hits', () => {
    expect(measureRanking([1, 1], TOP_K)).toMatchObject({ recall1: 1, ndcg10: 1 });
    expect(measureRanking([3, 3], TOP_K).ndcg10).toBeCloseTo(1 / 1.63093, 4);
  });
});

describe('always', () => {
  it('is between 0 and 1, and 1 for the perfect ranking, however many passages', () => {
    fc.assert(
      fc.property(anyRanks, (ranks) => {
        for (const value of Object.values(measureRanking(ranks, TOP_K))) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        const perfect = measureRanking(
          ranks.map((_, index) => ranks.length - index),
          TOP_K,
        );
        expect(perfect).toMatchObject({ hit1: 1, recallTopK: 1, mrr: 1, ndcg10: 1 });
      }),
      PROPERTY,
    );
  });

  it('does not sink when a right passage moves up', () => {
    fc.assert(
      fc.property(anyRanks, fc.nat(), fc.nat(), (ranks, pick, up) => {
        const position = pick % ranks.length;
        const rank = ranks[position] ?? TOP_K + 6;
        const better = measureRanking(ranks.with(position, Math.max(1, rank - (up % rank))), TOP_K);
        const before = measureRanking(ranks, TOP_K);
        for (const measure of MEASURES)
          expect(better[measure]).toBeGreaterThanOrEqual((before[measure] ?? 0) - 1e-12);
      }),
      PROPERTY,
    );
  });

  it('does not depend on the order of the right passages', () => {
    fc.assert(
      fc.property(anyRanks, (ranks) => {
        expect(measureRanking(ranks.toReversed(), TOP_K)).toEqual(measureRanking(ranks, TOP_K));
      }),
      PROPERTY,
    );
  });
});

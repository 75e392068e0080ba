import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapMean } from '../../../src/evaluate/bootstrap.ts';
import { measureRanking } from '../../../src/evaluate/measure-ranking.ts';
import { findQuantile } from '../../../src/evaluate/quantile.ts';
import { summarizeMeasures } from '../../../src/evaluate/summarize-measures.ts';
import { estimateProportion } from '../../../src/evaluate/wilson.ts';

describe('findQuantile', () => {
  it('is linear between neighbours', () => {
    expect([0, 0.25, 0.5, 0.95, 1].map((share) => findQuantile([10, 20, 30, 40, 50], share))).toEqual([
      10, 20, 30, 48, 50,
    ]);
    expect(findQuantile([7], 0.95)).toBe(7);
    expect(findQuantile([], 0.5)).toBe(0);
  });
});

describe('estimateProportion', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ])('%i of %i', (successes, trials, low, high) => {
    const estimate = estimateProportion(successes, trials);
    expect(estimate.value).toBe(successes / trials);
    expect(estimate.low).toBeCloseTo(low, 4);
    expect(estimate.high).toBeCloseTo(high, 4);
  });
});

describe('bootstrapMean', () => {
  it('is about as wide as the normal distribution says where there are many values', async () => {
    const values = Array.from({ length: 400 }, (_, index) => (index % 5) / 4);
    const { value, low, high } = await bootstrapMean(values);
    const reach = 1.96 * Math.sqrt(0.125 / 400); // the variance of 0, 1/4, 1/2, 3/4, 1 is 1/8
    expect(value).toBe(0.5);
    expect(Math.abs(low - (0.5 - reach))).toBeLessThan(reach / 8);
    expect(Math.abs(high - (0.5 + reach))).toBeLessThan(reach / 8);
  });

  it('gives the same for the same values in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }),
        async (values) => {
          const estimate = await bootstrapMean(values);
          expect(await bootstrapMean(values.toReversed())).toEqual(estimate);
          expect(estimate.low).toBeLessThanOrEqual(estimate.value + 1e-12);
          expect(estimate.high).toBeGreaterThanOrEqual(estimate.value - 1e-12);
        },
      ),
      { seed: 20261125, numRuns: 30 },
    );
  });
});

describe('summarizeMeasures', () => {
  const questions = [[1], [2], [1, 4], [null], [1], [null, 1]].map((ranks) => measureRanking(ranks, 5));

  it('gives proportions the interval of Wilson and the others one of the bootstrap', async () => {
    const { hit1, mrr, recall10 } = await summarizeMeasures(questions);
    // 4 of 6: (0.6667 + 0.3201) / 1.6402 ± 0.3002
    expect(hit1).toEqual({ value: 0.6667, low: 0.3, high: 0.9032 });
    expect(mrr?.value).toBe(0.75);
    expect(mrr?.low).toBeGreaterThan(0.3);
    expect(mrr?.high).toBeLessThanOrEqual(1);
    expect(recall10).toBeNull();
  });

  it('is the same in whatever order the questions come', async () => {
    const expected = await summarizeMeasures(questions);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(questions, { minLength: questions.length }), async (shuffled) => {
        expect(await summarizeMeasures(shuffled)).toEqual(expected);
      }),
      { seed: 20261125, numRuns: 20 },
    );
  });
});

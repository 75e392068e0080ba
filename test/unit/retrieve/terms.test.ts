import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TermStatistics } from '../../../src/domain/search-ports.ts';
import { planLexical } from '../../../src/retrieve/plan-lexical.ts';
import { weighTerms } from '../../../src/retrieve/weigh-terms.ts';

function statistics(
  chunkCount: number,
  termTotal: number,
  frequencies: Record<string, number>,
): TermStatistics {
  return {
    collections: [],
    documentIds: [],
    chunkCount,
    termTotal,
    frequencies: new Map(Object.entries(frequencies)),
  };
}

describe('weighTerms', () => {
  test('gives each term ln(1 + (N - n + 0.5) / (n + 0.5))', () => {
    expect(weighTerms(['ship', 'noon', 'kraken'], statistics(10, 0, { ship: 10, noon: 1 }))).toEqual([
      { term: 'ship', idf: Math.log(1 + 0.5 / 10.5), documentFrequency: 10 },
      { term: 'noon', idf: Math.log(1 + 9.5 / 1.5), documentFrequency: 1 },
      { term: 'kraken', idf: Math.log(22), documentFrequency: 0 },
    ]);
  });

  test('a term that comes twice is weighed once, in its first place', () => {
    const terms = weighTerms(['b', 'a', 'b'], statistics(3, 0, {}));
    expect(terms.map(({ term }) => term)).toEqual(['b', 'a']);
  });

  test('no terms, and a collection without chunks', () => {
    expect(weighTerms([], statistics(5, 5, {}))).toEqual([]);
    expect(weighTerms(['ship'], statistics(0, 0, {}))).toEqual([
      { term: 'ship', idf: Math.log(2), documentFrequency: 0 },
    ]);
  });

  test('a weight is never negative, and the rarer term never weighs less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.nat(), fc.nat(), (chunkCount, first, second) => {
        const [n, m] = [first % (chunkCount + 1), second % (chunkCount + 1)].sort((a, b) => a - b);
        const [rare, common] = weighTerms(
          ['rare', 'common'],
          statistics(chunkCount, 0, { rare: n ?? 0, common: m ?? 0 }),
        );
        expect(common?.idf).toBeGreaterThan(0);
        expect(rare?.idf).toBeGreaterThanOrEqual(common?.idf ?? Number.NaN);
      }),
      { seed: 20261124, numRuns: 200 },
    );
  });
});

describe('planLexical', () => {
  const known = [
    { term: 'ship', idf: 0.5, documentFrequency: 8 },
    { term: 'noon', idf: 2, documentFrequency: 1 },
    { term: 'kraken', idf: 3, documentFrequency: 0 },
  ];

  test('weighs a term by its idf times its count in the question, and leaves out what stands nowhere', () => {
    const counts = [
      ['ship', 3],
      ['kraken', 1],
      ['noon', 1],
    ] as const;
    expect(planLexical(counts, known, statistics(10, 250, {}))).toEqual({
      terms: [
        { term: 'noon', weight: 2 },
        { term: 'ship', weight: 1.5 },
      ],
      common: [],
      k1: 1.2,
      b: 0.75,
      averageLength: 25,
    });
  });

  test('terms are common once the rarer ones have postings enough and theirs would be too many', () => {
    const terms = [5, 20, 100, 40].map((documentFrequency) => ({
      term: `in${documentFrequency}`,
      idf: 1,
      documentFrequency,
    }));
    const counts = terms.map(({ term }) => [term, 1] as const);
    const split = (minPostings: number, maxPostings: number) => {
      const plan = planLexical(counts, terms, statistics(200, 2000, {}), { minPostings, maxPostings });
      return [plan?.terms.map(({ term }) => term), plan?.common.map(({ term }) => term)];
    };
    expect(split(10, 70)).toEqual([['in5', 'in20', 'in40'], ['in100']]);
    expect(split(10, 30)).toEqual([
      ['in5', 'in20'],
      ['in40', 'in100'],
    ]);
    expect(split(10, 1)).toEqual([
      ['in5', 'in20'],
      ['in40', 'in100'],
    ]);
    expect(split(66, 30)).toEqual([['in5', 'in20', 'in40', 'in100'], []]);
  });

  test('is null when no term stands anywhere', () => {
    expect(planLexical([['kraken', 2]], known, statistics(10, 250, {}))).toBeNull();
    expect(planLexical([], [], statistics(10, 250, {}))).toBeNull();
  });

  test('the average length is at least 1, so that nothing is divided by 0', () => {
    expect(planLexical([['ship', 1]], known, statistics(0, 0, {}))?.averageLength).toBe(1);
    expect(planLexical([['ship', 1]], known, statistics(100, 10, {}))?.averageLength).toBe(1);
  });
});

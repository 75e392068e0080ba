import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LegScore } from '../../../src/domain/hit.ts';
import type { Candidate } from '../../../src/domain/search-ports.ts';
import { fuseRanks } from '../../../src/retrieve/fuse-ranks.ts';

function candidate(chunkId: string, lexical: LegScore | null, ...dense: (LegScore | null)[]): Candidate {
  return {
    chunkId,
    text: `text of ${chunkId}`,
    document: { id: 'doc', title: null, externalId: null, collection: 'default', version: 1, metadata: {} },
    pageStart: 1,
    pageEnd: 1,
    start: 0,
    end: 9,
    headings: [],
    tokens: 3,
    opening: '',
    lexical,
    dense,
  };
}

const at = (rank: number, score = 1 / rank): LegScore => ({ rank, score });

const show = (hits: ReturnType<typeof fuseRanks>): [string, number][] =>
  hits.map(({ chunkId, score }) => [chunkId, score]);

describe('fuseRanks', () => {
  test('with the lexical leg alone its own scores are kept, divided by the highest', () => {
    const candidates = [candidate('a', at(2, 5)), candidate('b', at(1, 20)), candidate('c', at(3, 1))];
    expect(show(fuseRanks(candidates, { lexical: 1, dense: [] }, 10))).toEqual([
      ['b', 1],
      ['a', 0.25],
      ['c', 0.05],
    ]);
  });

  test('with one dense leg alone, too, whatever its weight', () => {
    const candidates = [candidate('a', null, at(2, 0.4)), candidate('b', null, at(1, 0.8))];
    expect(show(fuseRanks(candidates, { lexical: 0, dense: [0.3] }, 10))).toEqual([
      ['b', 1],
      ['a', 0.5],
    ]);
  });

  test('two legs are fused by 1 / (60 + rank), and scores do not count', () => {
    const candidates = [
      candidate('a', at(1, 1000), null),
      candidate('b', at(2, 0.1), at(1, 0.1)),
      candidate('c', null, at(2, 0.99)),
    ];
    const best = 1 / 62 + 1 / 61;
    expect(show(fuseRanks(candidates, { lexical: 1, dense: [1] }, 10))).toEqual([
      ['b', 1],
      ['a', 1 / 61 / best],
      ['c', 1 / 62 / best],
    ]);
  });

  test('a weight counts as a factor', () => {
    const candidates = [candidate('a', at(1), null), candidate('b', null, at(1))];
    expect(show(fuseRanks(candidates, { lexical: 1, dense: [2] }, 10))).toEqual([
      ['b', 1],
      ['a', 0.5],
    ]);
    expect(show(fuseRanks(candidates, { lexical: 4, dense: [1] }, 10))).toEqual([
      ['a', 1],
      ['b', 0.25],
    ]);
  });

  test('each dense leg has its own weight and ranks', () => {
    const candidates = [
      candidate('a', null, at(1), null),
      candidate('b', null, null, at(1)),
      candidate('c', null, at(2), at(2)),
    ];
    const best = 2 / 61;
    expect(show(fuseRanks(candidates, { lexical: 0, dense: [2, 1] }, 10))).toEqual([
      ['c', 1],
      ['a', 2 / 61 / (3 / 62)],
      ['b', 1 / 61 / (3 / 62)],
    ]);
    expect(show(fuseRanks(candidates.slice(0, 2), { lexical: 0, dense: [2, 1] }, 10))).toEqual([
      ['a', 1],
      ['b', 1 / 61 / best],
    ]);
  });

  test('a leg of weight 0 finds nothing and does not make two of one', () => {
    const candidates = [
      candidate('a', at(2, 3), at(1)),
      candidate('b', at(1, 6), null),
      candidate('c', null, at(2)),
    ];
    expect(show(fuseRanks(candidates, { lexical: 1, dense: [0] }, 10))).toEqual([
      ['b', 1],
      ['a', 0.5],
    ]);
  });

  test('ties keep the order of the chunk ids', () => {
    const candidates = [candidate('c', at(1, 2)), candidate('a', at(2, 2)), candidate('b', at(3, 2))];
    expect(fuseRanks(candidates, { lexical: 1, dense: [] }, 2).map(({ chunkId }) => chunkId)).toEqual([
      'a',
      'b',
    ]);
  });

  test('a hit shows what was found, its ranks, and the first dense leg that found it', () => {
    const [hit, ...others] = fuseRanks(
      [candidate('a', at(3, 7), null, at(2, 0.5))],
      { lexical: 1, dense: [1, 1] },
      1,
    );
    expect(others).toEqual([]);
    expect(hit).toEqual({
      chunkId: 'a',
      score: 1,
      text: 'text of a',
      document: { id: 'doc', title: null, externalId: null, collection: 'default', version: 1, metadata: {} },
      pageStart: 1,
      pageEnd: 1,
      start: 0,
      end: 9,
      headings: [],
      legs: { lexical: { rank: 3, score: 7 }, dense: { rank: 2, score: 0.5 } },
    });
  });

  test('no candidates, no hits', () => {
    expect(fuseRanks([], { lexical: 1, dense: [1] }, 10)).toEqual([]);
  });

  test('hits of any candidates are at most topK, from 1 downwards, the same in whatever order they came', () => {
    const leg = fc.option(
      fc.record({
        rank: fc.integer({ min: 1, max: 50 }),
        score: fc.double({ min: 0.01, max: 30, noNaN: true }),
      }),
    );
    const found = fc.uniqueArray(fc.tuple(fc.uuid(), leg, leg), { selector: ([id]) => id, maxLength: 30 });
    const weight = fc.constantFrom(0, 0.5, 1);
    fc.assert(
      fc.property(found, weight, weight, fc.integer({ min: 1, max: 12 }), (legs, lexical, dense, topK) => {
        const candidates = legs.map(([id, first, second]) => candidate(id, first, second));
        const weights = { lexical, dense: [dense] };
        const hits = fuseRanks(candidates, weights, topK);
        const possible = legs.filter(([, first, second]) => (first && lexical > 0) || (second && dense > 0));
        expect(hits).toHaveLength(Math.min(topK, possible.length));
        if (hits.length > 0) expect(hits[0]?.score).toBe(1);
        const scores = hits.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(fuseRanks(candidates.toReversed(), weights, topK)).toEqual(hits);
      }),
      { seed: 20261124, numRuns: 200 },
    );
  });
});

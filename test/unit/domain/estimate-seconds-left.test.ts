import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateSecondsLeft, type Pace } from '../../../src/domain/estimate-seconds-left.ts';

const half: Pace = {
  elapsedSeconds: 30,
  pages: 100,
  pagesDone: 50,
  pagesIndexed: 50,
  chunks: null,
  chunksDone: 120,
};

describe('the time left', () => {
  it.each<[string, Partial<Pace>, number | null]>([
    ['as long again as it took so far, at the half', {}, 30],
    ['by the lane that is behind: embedding', { pagesDone: 100, pagesIndexed: 25 }, 90],
    ['by the lane that is behind: reading', { pagesDone: 10, pagesIndexed: 25 }, 270],
    ['by chunks once all are split', { pagesDone: 100, pagesIndexed: 25, chunks: 150 }, 8],
    ['by pages where no chunk came of them', { chunks: 0, chunksDone: 0 }, 30],
    ['nothing when only publishing is left', { pagesDone: 100, chunks: 120 }, 0],
    ['unknown before the first page', { elapsedSeconds: null }, null],
    ['unknown while the pages are not counted', { pages: null }, null],
    ['unknown of a document without pages', { pages: 0, pagesDone: 0 }, null],
    ['unknown in the first three seconds', { elapsedSeconds: 2.9 }, null],
    ['known from then on', { elapsedSeconds: 3 }, 3],
    ['unknown below two hundredths', { pages: 1000, pagesDone: 40, pagesIndexed: 19 }, null],
    ['known from then on', { pages: 1000, pagesDone: 40, pagesIndexed: 20 }, 1470],
  ])('is %s', (_what, changes, left) => {
    expect(estimateSecondsLeft({ ...half, ...changes })).toBe(left);
  });

  it('is null or a whole number of seconds, whatever the counts', () => {
    const counts = fc.record({
      elapsedSeconds: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
      pages: fc.option(fc.nat(10_000)),
      pagesDone: fc.nat(12_000),
      pagesIndexed: fc.nat(12_000),
      chunks: fc.option(fc.nat(50_000)),
      chunksDone: fc.nat(60_000),
    });
    fc.assert(
      fc.property(counts, (pace) => {
        const left = estimateSecondsLeft(pace);
        if (left !== null) expect(Number.isSafeInteger(left) && left >= 0).toBe(true);
      }),
    );
  });
});

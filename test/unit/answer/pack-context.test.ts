import { describe, expect, test } from 'vitest';
import { packContext } from '../../../src/answer/pack-context.ts';
import { buildTextHit, countHits } from './build-hits.ts';

// One token a word.
const FOUR = buildTextHit('one two three four', { id: 'four' }, 0.5);
const TWO = buildTextHit('five six', { id: 'two' }, 1);
const FIVE = buildTextHit('red blue green white black', { id: 'five' }, 0.8);

const pack = (hits: Parameters<typeof packContext>[0], maxContextTokens: number) => {
  const { hits: packed, ...counts } = packContext(hits, countHits(hits), maxContextTokens);
  return { ids: packed.map(({ document }) => document.id), ...counts };
};

describe('packContext', () => {
  test('all that fits, best first, whatever the order given', () => {
    expect(pack([FOUR, TWO, FIVE], 100)).toEqual({
      ids: ['two', 'five', 'four'],
      contextTokens: 11,
      droppedHits: 0,
    });
  });

  test('the budget may be used up to the last token', () => {
    expect(pack([FOUR, TWO, FIVE], 11)).toMatchObject({ contextTokens: 11, droppedHits: 0 });
    expect(pack([FOUR, TWO, FIVE], 10)).toEqual({ ids: ['two', 'five'], contextTokens: 7, droppedHits: 1 });
  });

  test('a hit that does not fit makes room for the next that does', () => {
    expect(pack([FOUR, TWO, FIVE], 6)).toEqual({ ids: ['two', 'four'], contextTokens: 6, droppedHits: 1 });
  });

  test.each([1, 0])('the best hit is kept even alone above a budget of %i', (budget) => {
    expect(pack([FOUR, TWO, FIVE], budget)).toEqual({ ids: ['two'], contextTokens: 2, droppedHits: 2 });
  });

  test('equal scores keep their order', () => {
    const twins = ['a', 'b', 'c'].map((id) => buildTextHit('five six', { id }));
    expect(pack(twins, 4)).toEqual({ ids: ['a', 'b'], contextTokens: 4, droppedHits: 1 });
  });

  test('no hits take no tokens', () => {
    expect(pack([], 100)).toEqual({ ids: [], contextTokens: 0, droppedHits: 0 });
  });

  test('the list given stays as it was', () => {
    const hits = [FOUR, TWO];
    packContext(hits, countHits(hits), 100);
    expect(hits).toEqual([FOUR, TWO]);
  });
});

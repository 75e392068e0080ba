import { describe, expect, it } from 'vitest';
import { createMatcher, squeezeText } from '../../../src/evaluate/match-passage.ts';
import { rankPassages } from '../../../src/evaluate/rank-passages.ts';
import { hit, passage } from './build.ts';

const matches = (fields: Parameters<typeof passage>[0], text: string) =>
  createMatcher(passage(fields))(hit('a', text), () => squeezeText(text));

describe('a quote', () => {
  it.each([
    ['재택근무는 3일까지', '… 재택근무는\n3일까지 …'],
    ['재택근무는 3일까지', '재택근\n무는  3일\u00a0까지'],
    ['재택근무는 3일까지'.normalize('NFD'), '재택근무는 3일까지'],
    ['재택근무는 3일까지', '재택근무는 3일까지'.normalize('NFD')],
    ['an example\nof it', 'an exam-\nple of\tit'],
    ['80 MB', 'needs 80\nMB'],
  ])('%j stands in %j', (quote, text) => expect(matches({ quote }, text)).toBe(true));

  it.each([
    ['재택근무는 4일까지', '재택근무는 3일까지'],
    ['pages 1 2', 'pages 12'],
    ['Leave', 'leave'],
  ])('%j does not stand in %j', (quote, text) => expect(matches({ quote }, text)).toBe(false));
});

describe('a hit is right', () => {
  it('when all holds that the passage names', () => {
    const found = hit('a', 'three days', 4, 6);
    const is = (fields: Parameters<typeof passage>[0]) =>
      createMatcher(passage(fields))(found, () => squeezeText(found.text));
    expect([3, 4, 5, 6, 7].map((page) => is({ documentId: 'a', page }))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(is({ externalId: 'key of a', quote: 'three' })).toBe(true);
    expect(is({ documentId: 'b', quote: 'three' })).toBe(false);
    expect(is({ documentId: 'a', externalId: 'key of b' })).toBe(false);
    expect(is({ documentId: 'a', page: 4, quote: 'four' })).toBe(false);
  });
});

describe('ranks', () => {
  it('are of hits where a passage is less than a document, the first hit counting', () => {
    const hits = [hit('b', 'x'), hit('b', 'y'), hit('a', 'right'), hit('a', 'right too'), hit('c', 'z')];
    const relevant = [passage({ documentId: 'a', quote: 'right' }), passage({ documentId: 'c' })];
    expect(rankPassages(relevant, hits)).toEqual({ ranks: [3, 5], wrong: hits[0] });
  });

  it('are of documents where all passages are documents', () => {
    const hits = [hit('b', 'x'), hit('b', 'y'), hit('a', '1'), hit('a', '2'), hit('c', 'z')];
    const relevant = ['a', 'c', 'd'].map((documentId) => passage({ documentId }));
    expect(rankPassages(relevant, hits)).toEqual({ ranks: [2, 3, null], wrong: hits[0] });
  });

  it('name the best wrong hit behind a right one, and none where all are right or nothing was found', () => {
    const hits = [hit('a', 'one'), hit('b', 'two')];
    expect(rankPassages([passage({ documentId: 'a' })], hits).wrong).toBe(hits[1]);
    expect(rankPassages([passage({ quote: 'o' })], hits)).toEqual({ ranks: [1], wrong: null });
    expect(rankPassages([passage({ quote: 'o' })], [])).toEqual({ ranks: [null], wrong: null });
  });
});

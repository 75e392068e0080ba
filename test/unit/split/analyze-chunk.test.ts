import { expect, test } from 'vitest';
import { analyzeChunk } from '../../../src/split/analyze-chunk.ts';

const chunk = { ordinal: 3, pageStart: 1, pageEnd: 2, start: 4, end: 20, tokens: 9 };

test('a chunk gets the terms of its headings and its text, and their number as its length', () => {
  const given = { ...chunk, headings: ['검색', 'Ships'], text: '검색\nThe ship' };
  expect(analyzeChunk(given)).toEqual({
    ...given,
    terms: [
      ['검색', 2],
      ['ship', 2],
      ['the', 1],
    ],
    length: 5,
  });
});

test('headings do not run into each other or into the text', () => {
  expect(analyzeChunk({ ...chunk, headings: ['검', '색'], text: '가' }).terms).toEqual([
    ['검', 1],
    ['색', 1],
    ['가', 1],
  ]);
});

test('a chunk without words has no terms', () => {
  expect(analyzeChunk({ ...chunk, headings: [], text: '— * —' })).toMatchObject({ terms: [], length: 0 });
});

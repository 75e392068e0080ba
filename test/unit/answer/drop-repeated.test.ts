import { expect, test } from 'vitest';
import { dropRepeated } from '../../../src/answer/drop-repeated.ts';
import type { RankedSentence } from '../../../src/answer/rank-sentences.ts';
import type { Hit } from '../../../src/domain/hit.ts';
import { buildDocument, buildHit, buildTextHit } from './build-hits.ts';

const sentence = (hits: readonly Hit[], hit: number, start: number, end: number): RankedSentence => {
  const text = hits[hit]?.text.slice(start, end).replace(/\n/g, ' ') ?? '';
  return { sentence: { hit, start, end, text, terms: new Set() }, score: 1, found: new Map() };
};

const kept = (hits: readonly Hit[], ...places: [hit: number, start: number, end: number][]): number[] => {
  const ranked = places.map((place) => sentence(hits, ...place));
  return dropRepeated(ranked, hits).map((candidate) => ranked.indexOf(candidate));
};

test('the same place in two overlapping chunks is kept once', () => {
  const document = buildDocument(['Alpha one. Beta two. Gamma three.']);
  const hits = [buildHit(document, { end: 20 }), buildHit(document, { start: 11 })];
  expect(kept(hits, [1, 0, 9], [0, 11, 20], [0, 0, 10])).toEqual([0, 2]);
});

test('a part of a sentence that an overlapping chunk begins with goes with it', () => {
  const document = buildDocument(['Alpha one and beta two.']);
  const hits = [buildHit(document), buildHit(document, { start: 14 })];
  expect(kept(hits, [0, 0, 23], [1, 0, 9])).toEqual([0]);
});

test('sentences side by side do not overlap', () => {
  const hits = [buildTextHit('가.나.')];
  expect(kept(hits, [0, 0, 2], [0, 2, 4])).toEqual([0, 1]);
});

test('the same words in two documents are kept once, whatever their blanks', () => {
  const hits = [buildTextHit('Beta two.'), buildTextHit('Intro. Beta\ntwo.', { id: 'doc-2' })];
  expect(kept(hits, [0, 0, 9], [1, 7, 16])).toEqual([0]);
});

test('other words at the same offsets of another document, version or page are kept', () => {
  const two = buildDocument(['Gamma.', 'Delta.']);
  const hits = [
    buildTextHit('Alpha.'),
    buildTextHit('Bravo.', { id: 'doc-2' }),
    buildTextHit('Omega.', { version: 2 }),
    buildHit(two, { pageStart: 2 }),
  ];
  expect(kept(hits, [0, 0, 6], [1, 0, 6], [2, 0, 6], [3, 0, 6])).toEqual([0, 1, 2, 3]);
});

test('a sentence of a hit that does not exist is dropped', () => {
  expect(kept([buildTextHit('Alpha.')], [1, 0, 6])).toEqual([]);
});

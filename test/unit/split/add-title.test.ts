import { expect, test } from 'vitest';
import { chooseIndexedTitle, createTitleAdder } from '../../../src/split/add-title.ts';
import { analyzeChunk } from '../../../src/split/analyze-chunk.ts';

const chunk = analyzeChunk({
  ordinal: 0,
  text: 'The harbour is old.',
  pageStart: 1,
  pageEnd: 1,
  start: 0,
  end: 19,
  headings: [],
  tokens: 5,
});

test('terms of the title are added twice each, to the length too', () => {
  const titled = createTitleAdder('Old pilots')(chunk);
  const before = new Map(chunk.terms);
  const after = new Map(titled.terms);
  expect(after.get('old')).toBe((before.get('old') ?? 0) + 2);
  expect(after.get('pilot')).toBe(2);
  expect(after.get('harbour')).toBe(before.get('harbour'));
  expect(titled.length).toBe(chunk.length + 4);
  expect(titled.length).toBe(titled.terms.reduce((sum, [, count]) => sum + count, 0));
});

test('without a title nothing is added', () => {
  expect(createTitleAdder(null)(chunk)).toBe(chunk);
  expect(createTitleAdder('…')(chunk)).toBe(chunk);
});

test('no title adds more terms than one of 1,000 characters', () => {
  const words = Array.from({ length: 100_000 }, (_, index) => `w${index}`).join(' ');
  expect(createTitleAdder(words)(chunk).terms.length).toBeLessThan(chunk.terms.length + 500);
});

test.each([
  ['report.final.pdf', 'report.final'],
  ['보고서 v1.2 최종.hwp', '보고서 v1.2 최종'],
  ['보고서 v1.2 최종', '보고서 v1.2 최종'],
  ['보고서 v1.2', '보고서 v1.2'],
])('the name of a file goes in without its suffix: %s', (filename, title) => {
  expect(chooseIndexedTitle(null, null, filename)).toBe(title);
});

import { describe, expect, test } from 'vitest';
import type { DraftStatement } from '../../../src/domain/answer.ts';
import { buildDocument, buildHit, buildTextHit } from './build-hits.ts';
import { quoteHit, verify } from './verify-statements.ts';

describe('a page that is not what the hit says', () => {
  const before = buildDocument(['The fee is 30 euros. It is paid once.']);
  const hits = [buildHit(before)];
  const fee = quoteHit(hits, 0, 'The fee is 30 euros.');
  const once = quoteHit(hits, 0, 'It is paid once.');

  test('one changed number drops the citation, and the statement stands on nothing', () => {
    const after = buildDocument(['The fee is 40 euros. It is paid once.']);
    const { answer, statements, citations } = verify([fee, once], hits, [after]);
    expect(answer).toBe('The fee is 30 euros. It is paid once.[1]');
    expect(statements).toEqual([
      { start: 0, end: 20, citations: [], support: 0, supported: false },
      { start: 21, end: 37, citations: [1], support: 1, supported: true },
    ]);
    expect(citations.map(({ quote }) => quote)).toEqual(['It is paid once.']);
  });

  test('moved words are not verbatim at their place', () => {
    const moved = buildDocument(['x The fee is 30 euros. It is paid once.']);
    expect(verify([fee], hits, [moved]).citations).toEqual([]);
  });

  test('a page cut short drops what stood on the rest', () => {
    const { statements } = verify([fee, once], hits, [buildDocument(['The fee is 30 euros.'])]);
    expect(statements.map(({ citations }) => citations)).toEqual([[1], []]);
  });

  test('a missing page or version drops the citation', () => {
    expect(verify([fee], hits, []).citations).toEqual([]);
    expect(verify([fee], hits, [buildDocument([])]).citations).toEqual([]);
    expect(verify([fee], hits, [{ ...before, version: 2 }]).citations).toEqual([]);
  });

  test('of evidence on two pages the changed half is dropped', () => {
    const document = buildDocument(['Blue is', 'a colour.']);
    const statement = { text: 'Blue is a colour.', evidence: [{ hit: 0, start: 0, end: 17 }] };
    const { citations } = verify(
      [statement],
      [buildHit(document)],
      [buildDocument(['Blue is', 'a colours'])],
    );
    expect(citations.map(({ page, quote }) => [page, quote])).toEqual([[1, 'Blue is']]);
  });
});

describe('grounding', () => {
  const hits = [buildTextHit('The fee is 30 euros. It is paid once.')];
  const stored = [buildDocument([hits[0]?.text ?? ''])];
  const statements: DraftStatement[] = [
    { text: 'Everything is free.', evidence: [] },
    quoteHit(hits, 0, 'It is paid once.'),
    { text: ' \n', evidence: [{ hit: 0, start: 0, end: 20 }] },
    { text: 'The fee is 90 euros.', evidence: [{ hit: 0, start: 0, end: 20 }] },
  ];

  test('flag keeps every statement that says something, and marks the unsupported', () => {
    const verified = verify(statements, hits, stored, 'flag');
    expect(verified.answer).toBe('Everything is free. It is paid once.[1] The fee is 90 euros.[2]');
    expect(verified.statements).toEqual([
      { start: 0, end: 19, citations: [], support: 0, supported: false },
      { start: 20, end: 36, citations: [1], support: 1, supported: true },
      { start: 40, end: 60, citations: [2], support: 0.3, supported: false },
    ]);
  });

  test('strict leaves the supported alone, and their citations alone', () => {
    const verified = verify(statements, hits, stored, 'strict');
    expect(verified.answer).toBe('It is paid once.[1]');
    expect(verified.statements).toEqual([{ start: 0, end: 16, citations: [1], support: 1, supported: true }]);
    expect(verified.citations.map(({ quote }) => quote)).toEqual(['It is paid once.']);
  });
});

describe("marks in a document's own text", () => {
  const document = buildDocument(['It is round [3]. See [12][x] and arr[0].']);
  const hits = [buildHit(document)];

  test('become full-width in the answer, and the quote keeps them', () => {
    const { answer, statements, citations } = verify(
      [quoteHit(hits, 0, 'It is round [3].'), quoteHit(hits, 0, 'See [12][x] and arr[0].')],
      hits,
      [document],
    );
    expect(answer).toBe('It is round ［3］.[1] See ［12］[x] and arr［0］.[2]');
    expect(citations.map(({ quote }) => quote)).toEqual(['It is round [3].', 'See [12][x] and arr[0].']);
    expect(statements).toEqual([
      { start: 0, end: 16, citations: [1], support: 1, supported: true },
      { start: 20, end: 43, citations: [2], support: 1, supported: true },
    ]);
  });

  test('a mark invented by the generator refers to nothing', () => {
    const text = 'It is flat [1].';
    expect(verify([{ text, evidence: [] }], hits, [document]).answer).toBe('It is flat ［1］.');
  });

  test.each(['[1, 2]', '[ 1 ]', '[1-3]', '[1–3]', '[1;2]'])('nor does %s', (mark) => {
    const { answer } = verify([{ text: `It is flat ${mark}.`, evidence: [] }], hits, [document]);
    expect(answer).toBe(`It is flat ${mark.replace('[', '［').replace(']', '］')}.`);
  });

  test('a lone surrogate does not reach the answer', () => {
    expect(verify([{ text: 'a\uD83Db', evidence: [] }], hits, [document]).answer).toBe('a\uFFFDb');
  });
});

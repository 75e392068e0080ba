import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutLongSpan } from '../../../src/split/cut-long-span.ts';
import { countTokens } from '../../../src/text/count-tokens.ts';

const cut = (text: string, maxTokens: number): string[] =>
  cutLongSpan(text, { start: 0, end: text.length }, maxTokens).map(({ start, end }) =>
    text.slice(start, end),
  );

describe('cutLongSpan', () => {
  // "red" and " red" have one token, a comma one, "가" one, an emoji one, a combining accent one.
  test.each<[string, string, number, string[]]>([
    ['a span that fits stays', 'red red red', 3, ['red red red']],
    ['words that fill the budget', 'red red red red red red red', 4, ['red red red red', 'red red red']],
    [
      'after a clause that fills most of the budget',
      'red red, red red red red',
      5,
      ['red red,', 'red red red red'],
    ],
    ['not after a clause that fills less', 'red, red red red red red', 5, ['red, red red red', 'red red']],
    ['not after a clause when all fits', 'red red, red', 5, ['red red, red']],
    ['white space at the cut left out', 'red  \n red\tred', 1, ['red', 'red', 'red']],
    ['a long word between its characters', '😀😀😀😀😀', 3, ['😀😀😀', '😀😀']],
    ['a grapheme whole', 'e\u0301e\u0301e\u0301', 3, ['e\u0301', 'e\u0301', 'e\u0301']],
  ])('%s: %j into pieces of %i', (_behaviour, text, maxTokens, pieces) => {
    expect(cut(text, maxTokens)).toEqual(pieces);
  });

  test('a grapheme above the budget is cut between its code points, and nothing else is', () => {
    const accents = `a${'\u0301'.repeat(20)}`;
    const pieces = cut(`bc${accents}de`, 8);
    expect(pieces.join('')).toBe(`bc${accents}de`);
    expect(pieces.every((piece) => countTokens(piece) <= 8)).toBe(true);
  });

  test('such a grapheme is not cut between the halves of a code point', () => {
    // Letters of a flag's tag: each joins the grapheme before, and each is two code units.
    const tagged = `x${'\u{e0067}\u{e0062}'.repeat(10)}`;
    for (let maxTokens = 5; maxTokens <= 16; maxTokens += 1) {
      const pieces = cut(tagged, maxTokens);
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.join('')).toBe(tagged);
      expect(pieces.filter((piece) => !piece.isWellFormed())).toEqual([]);
    }
  });

  test('offsets are those of the whole text', () => {
    expect(cutLongSpan('-- red red red --', { start: 3, end: 14 }, 2)).toEqual([
      { start: 3, end: 10 },
      { start: 11, end: 14 },
    ]);
  });

  test('a very long word comes to an end', () => {
    const pieces = cut('가'.repeat(20_000), 100);
    expect(pieces.join('')).toBe('가'.repeat(20_000));
    expect(pieces).toHaveLength(200);
  });

  test('the pieces of any span fit, are in order and hold all that is not white space', () => {
    const fragment = fc.constantFrom(
      '가나다',
      ' ',
      'ship',
      ',\n',
      '\n',
      '😀',
      'e\u0301',
      '👨‍👩‍👧‍👦',
      'ᄒ',
      '漢',
      'x'.repeat(60),
      '(a)',
      '\u{10330}',
    );
    fc.assert(
      fc.property(
        fc.array(fragment, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 12, max: 60 }),
        (fragments, maxTokens) => {
          const text = fragments.join('');
          let position = 0;
          for (const { start, end } of cutLongSpan(text, { start: 0, end: text.length }, maxTokens)) {
            expect(text.slice(position, start)).toMatch(/^\s*$/);
            const piece = text.slice(start, end);
            expect(piece.isWellFormed()).toBe(true);
            expect(piece.trim()).toBe(piece);
            expect(countTokens(piece)).toBeLessThanOrEqual(maxTokens);
            expect(end).toBeGreaterThan(start);
            position = end;
          }
          expect(text.slice(position)).toMatch(/^\s*$/);
        },
      ),
      { seed: 20261124, numRuns: 200 },
    );
  });
});

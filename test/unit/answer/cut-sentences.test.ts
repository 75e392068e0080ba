import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutSentences, trimSpan } from '../../../src/answer/cut-sentences.ts';
import { arbitraryText } from './arbitrary-drafts.ts';
import { buildTextHit } from './build-hits.ts';

const spans = (text: string): number[][] =>
  cutSentences(buildTextHit(text), 0, 'en').map(({ start, end }) => [start, end]);

describe('cutSentences', () => {
  test('the sentences in reading order, with the position of their hit and their terms', () => {
    expect(cutSentences(buildTextHit('One dog is here.  두 마리가\n있다. '), 4, 'ko')).toEqual([
      { hit: 4, start: 0, end: 16, text: 'One dog is here.', terms: new Set(['on', 'dog', 'is', 'here']) },
      {
        hit: 4,
        start: 18,
        end: 27,
        text: '두 마리가 있다.',
        terms: new Set(['두', '마리', '리가', '가있', '있다']),
      },
    ]);
  });

  test('no sentence in an empty or blank text', () => {
    expect(spans('')).toEqual([]);
    expect(spans(' \n\n ')).toEqual([]);
  });

  test('a sentence of 600 characters stays whole, of 601 it is cut', () => {
    expect(spans('x'.repeat(600))).toEqual([[0, 600]]);
    expect(spans('x'.repeat(601))).toEqual([
      [0, 600],
      [600, 601],
    ]);
  });

  test('a long table row is cut at a blank', () => {
    // Blanks at 8, 17, …; the last one in the first 600 characters is at 593.
    expect(spans('12345678 '.repeat(100))).toEqual([
      [0, 593],
      [594, 899],
    ]);
  });

  test('sooner at a clause', () => {
    const words = 'word '.repeat(70);
    expect(spans(`${words}end; ${words}`)).toEqual([
      [0, 354],
      [355, 704],
    ]);
  });

  test('and soonest at a line end', () => {
    const line = `${'word '.repeat(68)}list, word`;
    expect(spans(`${line}\n${line}`)).toEqual([
      [0, 350],
      [351, 701],
    ]);
  });

  test('but not where that would leave less than half', () => {
    const text = `short, ${'word '.repeat(200)}`;
    // Blanks at 6, 11, 16, …; the last one in the first 600 characters is at 596.
    expect(spans(text)[0]).toEqual([0, 596]);
  });

  test('never inside a surrogate pair', () => {
    expect(spans(`a${'😀'.repeat(400)}`)).toEqual([
      [0, 599],
      [599, 801],
    ]);
  });

  test('any text: nothing visible is lost, no sentence is too long, none begins or ends in a blank or half a character', () => {
    const times = fc.integer({ min: 1, max: 40 });
    const property = fc.property(arbitraryText(12), times, (unit, count) => {
      const text = unit.repeat(count).slice(0, 5000).toWellFormed();
      const sentences = cutSentences(buildTextHit(text), 0, 'ko');
      const parts = sentences.map(({ start, end }) => text.slice(start, end));
      expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(600);
        expect(part).toBe(part.trim());
        expect(part).not.toBe('');
        expect(part.isWellFormed()).toBe(true);
      }
    });
    fc.assert(property, { seed: 20261124, numRuns: 150 });
  });
});

test.each([
  ['  ab  ', 0, 6, 2, 4],
  ['ab', 0, 2, 0, 2],
  ['a \n\tb', 1, 4, 4, 4],
  ['a  b', 1, 4, 3, 4],
  ['ab', 2, 1, 2, 2],
])('trimSpan of %j, %i to %i', (text, start, end, trimmedStart, trimmedEnd) => {
  expect(trimSpan(text, start, end)).toEqual({ start: trimmedStart, end: trimmedEnd });
});

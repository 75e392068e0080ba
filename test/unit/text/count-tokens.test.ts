import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { countTokens } from '../../../src/text/count-tokens.ts';

const encodeWhole = (text: string): number => encode(text, { disallowedSpecial: new Set() }).length;

describe('countTokens', () => {
  test.each([
    ['', 0],
    ['hello world', 2],
    ['안녕하세요', 2],
    [' The red ship sails at noon.', 7],
    ['😀', 1],
  ])('%j has %i tokens of o200k_base', (text, tokens) => {
    expect(countTokens(text)).toBe(tokens);
  });

  test.each(['<|endoftext|>', '<|endofprompt|>', '<|im_start|>system'])(
    'the name of a special token, %s, is ordinary text of several tokens',
    (text) => {
      expect(countTokens(text)).toBe(encodeWhole(text));
      expect(countTokens(text)).toBeGreaterThan(3);
      expect(countTokens(`앞 ${text} 뒤`)).toBe(encodeWhole(`앞 ${text} 뒤`));
    },
  );

  test('text without long runs is counted exactly, however long it is', () => {
    const word = fc.constantFrom(
      'ship',
      '배는',
      ' ',
      '\n\n',
      '3,000',
      '<|endoftext|>',
      '👩‍💻',
      'e\u0301',
      'ᄒ',
      '.',
      '漢字',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 15 }), fc.integer({ min: 1, max: 30 }), (words, times) => {
        const text = Array.from({ length: times }, () => words.join('')).join(' x ');
        expect(countTokens(text)).toBe(encodeWhole(text));
      }),
      { seed: 20261124, numRuns: 100 },
    );
  });

  test('a run of 255 characters is counted whole, from 256 on in pieces', () => {
    const run = 'xy'.repeat(200);
    expect(countTokens(run.slice(0, 255))).toBe(encodeWhole(run.slice(0, 255)));
    expect(countTokens(run)).toBe(encodeWhole(run.slice(0, 256)) + encodeWhole(run.slice(256)));
  });

  test('a run of blanks is cut like a run of letters', () => {
    expect(countTokens(' '.repeat(600))).toBe(2 * encodeWhole(' '.repeat(256)) + encodeWhole(' '.repeat(88)));
  });

  test('pieces end between characters, not between halves of one', () => {
    const run = `a${'𐌰'.repeat(400)}`;
    const characters = Array.from(run);
    expect(countTokens(run)).toBe(
      encodeWhole(characters.slice(0, 256).join('')) + encodeWhole(characters.slice(256).join('')),
    );
  });

  test('hostile runs come to an end', () => {
    expect(countTokens('가'.repeat(50_000))).toBe(50_000);
    expect(countTokens('a'.repeat(256 * 200))).toBe(200 * encodeWhole('a'.repeat(256)));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStatementReader, type MarkedSentence } from '../../../src/answer/read-statements.ts';

function readPieces(pieces: readonly string[], language: 'ko' | 'en' = 'en'): MarkedSentence[] {
  const reader = createStatementReader(language);
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

describe('marks', () => {
  test.each([
    ['after the period', 'The fee is 12 euros. [2] Dogs stay outside.[1]'],
    ['directly after the period', 'The fee is 12 euros.[2] Dogs stay outside.[1]'],
    ['before the period', 'The fee is 12 euros [2]. Dogs stay outside [1].'],
    ['within the sentence', 'The fee [2] is 12 euros. Dogs [1] stay outside.'],
    ['in wide brackets', 'The fee is 12 euros【2】. Dogs stay outside［1］.'],
  ])('%s belong to it and are taken out', (_where, text) => {
    const expected = [
      { text: 'The fee is 12 euros.', marks: [2] },
      { text: 'Dogs stay outside.', marks: [1] },
    ];
    expect(readPieces([text])).toEqual(expected);
    expect(readPieces([...text])).toEqual(expected);
  });

  test('of a Korean text, several at once', () => {
    const text = '설치에는 780MB가 필요합니다.[1][3] 화면은 흑백이어도 됩니다 [2, 4].';
    const expected = [
      { text: '설치에는 780MB가 필요합니다.', marks: [1, 3] },
      { text: '화면은 흑백이어도 됩니다.', marks: [2, 4] },
    ];
    expect(readPieces([text], 'ko')).toEqual(expected);
    expect(readPieces([...text], 'ko')).toEqual(expected);
  });

  test('of list items', () => {
    expect(readPieces(['- one fee [1]\n- two fees [2]'])).toEqual([
      { text: '- one fee', marks: [1] },
      { text: '- two fees', marks: [2] },
    ]);
  });
});

describe('what is not complete stays', () => {
  test.each([
    ['The fee is 12', []],
    ['The fee is 12.', []],
    ['The fee is 12. [', []],
    ['The fee is 12. [1', []],
    ['The fee is 12. [1] Dog', []],
    ['Ask Dr. Kim about it', []],
    ['It costs 3.5 euros', []],
    ['The fee is 12. [1] Dogs stay out', ['The fee is 12.']],
  ])('%j', (text, expected) => {
    const reader = createStatementReader('en');
    expect([...text].flatMap((piece) => reader.push(piece)).map((sentence) => sentence.text)).toEqual(
      expected,
    );
  });
});

test('sentences that only their marks keep apart', () => {
  const reader = createStatementReader('en');
  const text = 'The fee is 12 euros.[1]The limit is 5 days.[2]It opens at nine.';
  const sentences = [...[...text].flatMap((letter) => reader.push(letter)), ...reader.end()];
  expect(sentences).toEqual([
    { text: 'The fee is 12 euros.', marks: [1] },
    { text: 'The limit is 5 days.', marks: [2] },
    { text: 'It opens at nine.', marks: [] },
  ]);
});

test('whatever the text and its pieces, no word and no mark is lost, doubled or moved', () => {
  const word = fc.constantFrom(
    'The',
    'fee',
    '12',
    '요금은',
    '필요합니다',
    'e.g.',
    '3.5',
    '"quoted"',
    'Dr.',
    '😀',
  );
  const glue = fc.constantFrom(
    ' ',
    '. ',
    '.',
    '\n',
    '\n\n- ',
    '다. ',
    '? ',
    ' [1] ',
    '.[2]',
    ' [3, 1]. ',
    '[',
  );
  const scene = fc.array(fc.tuple(word, glue), { maxLength: 30 });
  const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 10 });
  const squeeze = (text: string) => text.replace(/\s+/g, '');
  fc.assert(
    fc.property(scene, cuts, (parts, lengths) => {
      const text = parts.flat().join('');
      const pieces: string[] = [];
      for (let from = 0, turn = 0; from < text.length; turn += 1) {
        const length = lengths[turn % lengths.length] ?? 1;
        pieces.push(text.slice(from, from + length));
        from += length;
      }
      const sentences = readPieces(pieces);
      const plain = text.replace(/[ \t]*\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]/g, '');
      expect(squeeze(sentences.map((sentence) => sentence.text).join(''))).toBe(squeeze(plain));
      const marks = sentences.flatMap((sentence) => sentence.marks);
      const written = [...text.matchAll(/\[(\d[\d, ]*)\]/g)].flatMap(([, numbers = '']) =>
        numbers.split(',').map(Number),
      );
      expect(new Set(marks)).toEqual(new Set(written));
    }),
    { seed: 20261125, numRuns: 500 },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinLines } from '../../../src/text/join-lines.ts';

describe('joinLines', () => {
  test.each([
    ['lines become a blank', 'The ship\nsails', 'The ship sails'],
    ['blanks around a line end go', 'The ship  \n   sails', 'The ship sails'],
    ['a carriage return goes', 'The ship\r\nsails', 'The ship sails'],
    ['blank lines become one blank', 'One.\n\n \nTwo.', 'One. Two.'],
    ['a hyphenated word is made whole', 'infor-\nmation', 'information'],
    ['also with a Unicode hyphen', 'infor\u2010\nmation', 'information'],
    ['also with a soft hyphen', 'infor\u00AD\nmation', 'information'],
    ['a non-breaking hyphen stays, with a blank', 'infor\u2011\nmation', 'infor\u2011 mation'],
    ['a hyphen before a capital stays, with a blank', 'Saint-\nPaul', 'Saint- Paul'],
    ['a hyphen before a number stays, with a blank', 'COVID-\n19', 'COVID- 19'],
    ['a hyphen after a number stays, with a blank', '12-\nfold', '12- fold'],
    ['a word with another hyphen keeps both', 'state-of-\nthe-art', 'state-of-the-art'],
    ['a hyphen before a blank line stays', 'infor-\n\nmation', 'infor- mation'],
    ['Korean words stay two', '배를\n타고', '배를 타고'],
    ['without a sign Korean words stay two', '검색\n기능', '검색 기능'],
    ['a particle belongs to the word before', '학교\n에서 배운다', '학교에서 배운다'],
    ['a lone particle belongs to the word before', '서버\n를 켠다', '서버를 켠다'],
    ['a syllable like a particle that begins a word does not', '서버\n를르', '서버 를르'],
    ['the ending 합니다 belongs to its noun', '설치\n합니다', '설치합니다'],
    ['the ending 니다 belongs to its verb', '설치합\n니다.', '설치합니다.'],
    ['하고 after a particle is a word of its own', '설치를\n하고', '설치를 하고'],
    ['a lone syllable is the beginning of a word', '기\n능', '기능'],
    ['a lone syllable in the middle of a line is, too', '문서 검\n색 기능', '문서 검색 기능'],
    ['a word of one syllable is not', '그\n사람', '그 사람'],
    ['a blank before the line end says that the word is over', '학교 \n에서', '학교 에서'],
    ['a blank line says so, too', '기\n\n능', '기 능'],
    ['Hangul and Latin are apart', '서버\nserver\n서버', '서버 server 서버'],
    ['a text without lines stays', '배는 정오에 떠난다.', '배는 정오에 떠난다.'],
    ['a line end at the end is a blank', 'The end\n', 'The end '],
    ['nothing stays nothing', '', ''],
  ])('%s: %j', (_behaviour, text, joined) => {
    expect(joinLines(text).text).toBe(joined);
  });

  test('offsets lead back to the original', () => {
    const { text, offsetOf } = joinLines('학교\n에서 infor-\nmation\n\nend');
    expect(text).toBe('학교에서 information end');
    const offsets = [...text].map((_, index) => offsetOf(index));
    expect(offsets).toEqual([
      // 학교 and 에서, the line end between them left out
      0, 1, 3, 4,
      // the blank and infor
      5, 6, 7, 8, 9, 10,
      // mation, the hyphen and the line end before it left out
      13, 14, 15, 16, 17, 18,
      // the blank for the paragraph's end, and end
      19, 21, 22, 23,
    ]);
    expect(offsetOf(text.length)).toBe(24);
    expect(offsetOf(text.length + 5)).toBe(24);
  });

  test('every character stands at its offset, and only line ends and hyphens go', () => {
    const fragment = fc.constantFrom(
      '가',
      '학교',
      '에서',
      '기',
      'ship',
      'é',
      'A',
      '-',
      '\u00AD',
      '\u2010',
      ' ',
      '\n',
      '\r\n',
      '\n\n',
      '😀',
      '.',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        const original = fragments.join('');
        const { text, offsetOf } = joinLines(original);
        expect(text).not.toContain('\n');
        let previous = -1;
        for (let index = 0; index < text.length; index += 1) {
          const offset = offsetOf(index);
          expect(offset).toBeGreaterThan(previous);
          if (text[index] !== original[offset]) {
            expect(text[index]).toBe(' ');
            expect(original[offset]).toMatch(/\s/);
          }
          // What is left out is white space, after a hyphen at most.
          expect(original.slice(previous + 1, offset)).toMatch(/^[-\u00AD\u2010]?\s*$/);
          previous = offset;
        }
        expect(original.slice(previous + 1)).toMatch(/^\s*$/);
        expect(offsetOf(text.length)).toBe(original.length);
      }),
      { seed: 20261124, numRuns: 500 },
    );
  });
});

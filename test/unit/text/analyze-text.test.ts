import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyzeText, countTerms } from '../../../src/text/analyze-text.ts';

const PROPERTY = { seed: 20261124, numRuns: 300 };
const fragment = fc.constantFrom(
  '검색',
  '가',
  '닭볶음탕',
  'Straße',
  'café',
  'Ångström',
  'iPhone15',
  'running',
  '제12조',
  '3,000',
  '1.0.2',
  '50%',
  '東京タワー',
  'ﬁle',
  '①',
  '👩‍💻',
  ' ',
  '\n',
  '. ',
  '/',
);
const anyText = fc.array(fragment, { maxLength: 40 }).map((fragments) => fragments.join(''));

describe('analyzeText', () => {
  test.each<[string, string, string[]]>([
    ['Hangul gives the pairs of neighbours', '데이터베이스', ['데이', '이터', '터베', '베이', '이스']],
    ['blanks end a run of Hangul', '검색 기능', ['검색', '기능']],
    ['a lone syllable stays', '그 값', ['그', '값']],
    ['a line break inside a Hangul word is not there', '데이\n터', ['데이', '이터']],
    ['nor is one with a carriage return', '데이\r\n터', ['데이', '이터']],
    ['a blank line between Hangul ends the word', '데이\n\n터', ['데이', '터']],
    ['Han and Kana give pairs too', '東京タワー', ['東京', '京タ', 'タワ', 'ワー']],
    ['scripts do not mix in a pair', 'AI기반', ['ai', '기반']],
    ['Latin words are stemmed', 'Running connections relational', ['run', 'connect', 'relat']],
    ['accents go', 'café Ångström', ['cafe', 'angstrom']],
    ['a hyphen at a line end joins the word', 'connec-\ntions', ['connect']],
    ['a hyphen inside a line separates', 'well-known', ['well', 'known']],
    ['a hyphen before a capital at a line end separates', 'Saint-\nPaul', ['saint', 'paul']],
    ['a soft hyphen is not there', 'connec\u00ADtions', ['connect']],
    ['a code is found by its parts and as a whole', 'iPhone15', ['iphon', '15', 'iphone15']],
    ['a code of many parts has one compound', 'a1b2', ['a', '1', 'b', '2', 'a1b2']],
    ['a compound ends where Hangul begins', 'A4용지', ['a', '4', '용지', 'a4']],
    ['an article keeps its number apart', '제12조', ['제', '12', '조']],
    ['a number before a unit makes no compound', '30kg', ['30', 'kg']],
    ['thousands separators go', '1,234,567.89', ['1234567.89']],
    ['a comma that separates no thousands separates numbers', '12,34', ['12', '34']],
    ['four digits after a comma are no thousands', '1,2345', ['1', '2345']],
    ['a version number stays whole', '1.0.2', ['1.0.2']],
    ['a full stop after a number is not part of it', '2024.', ['2024']],
    ['a percentage is found with and without its sign', '12.5%', ['12.5', '12.5%']],
    ['a circled number is a number', '①', ['1']],
    ['another script stays as it is, in lower case', 'ПРИВЕТ', ['привет']],
    ['punctuation and emoji give nothing', '😀 … — "?!"', []],
    ['nothing gives nothing', '', []],
  ])('%s: %j', (_behaviour, text, terms) => {
    expect(analyzeText(text)).toEqual(terms);
  });

  test('3,000 and 3000 are one term', () => {
    expect(analyzeText('3,000')).toEqual(['3000']);
    expect(analyzeText('3000')).toEqual(['3000']);
  });

  test('full-width and half-width are the same', () => {
    expect(analyzeText('ＩＰｈｏｎｅ１５　３，０００％')).toEqual([
      'iphon',
      '15',
      'iphone15',
      '3000',
      '3000%',
    ]);
    expect(analyzeText('ﾀﾜｰ')).toEqual(analyzeText('タワー'));
    const ascii = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    const widen = (text: string) =>
      text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(ascii, (text) => {
        expect(analyzeText(widen(text))).toEqual(analyzeText(text));
      }),
      PROPERTY,
    );
  });

  test('composed and decomposed text give the same terms', () => {
    expect(analyzeText('데이\n터 Café'.normalize('NFD'))).toEqual(['데이', '이터', 'cafe']);
    fc.assert(
      fc.property(anyText, (text) => {
        expect(analyzeText(text.normalize('NFD'))).toEqual(analyzeText(text.normalize('NFC')));
      }),
      PROPERTY,
    );
  });

  test('case does not matter', () => {
    expect(analyzeText('KUBERNETES')).toEqual(analyzeText('kubernetes'));
  });

  test('a word and a number are cut at 40 characters, so longer ones with the same beginning are one term', () => {
    const word = 'abcdefghij'.repeat(4);
    expect(analyzeText(`${word}klmno`)).toEqual([word]);
    expect(analyzeText(word)).toEqual([word]);
    const number = '1234567890'.repeat(4);
    expect(analyzeText(`${number}123`)).toEqual([number]);
  });

  test('letters outside the basic plane are cut between characters', () => {
    const gothic = '\u{10330}';
    expect(analyzeText(gothic.repeat(45))).toEqual([gothic.repeat(40)]);
    // 40 code units would end inside the twentieth letter.
    const code = `a${gothic.repeat(30)}`;
    expect(analyzeText(`${code}1`)).toEqual([code, '1', `${code}1`]);
  });

  test('the terms of two paragraphs are the terms of each, one after the other', () => {
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        expect(analyzeText(`${first} \n\n ${second}`)).toEqual([
          ...analyzeText(first),
          ...analyzeText(second),
        ]);
      }),
      PROPERTY,
    );
  });

  test('no term of any text is empty, blank, capital or longer than 41 code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const isOdd = (term: string) => !/^[^\s\p{Lu}]+$/u.test(term) || Array.from(term).length > 41;
        expect(analyzeText(text).filter(isOdd)).toEqual([]);
      }),
      PROPERTY,
    );
  });

  test('half a million hostile characters are read to the end', () => {
    expect(analyzeText('1,'.repeat(250_000))).toHaveLength(250_000);
    expect(analyzeText('123,'.repeat(125_000))).toEqual([`${'123'.repeat(14).slice(0, 40)}`]);
    expect(analyzeText('a1'.repeat(250_000))).toHaveLength(500_001);
    expect(analyzeText('x'.repeat(500_000))).toEqual(['x'.repeat(40)]);
    expect(analyzeText('가'.repeat(500_000))).toHaveLength(499_999);
    expect(analyzeText('a\u00AD '.repeat(166_000))).toHaveLength(1);
    expect(analyzeText(`a\u00AD${' '.repeat(500_000)}`)).toEqual(['a']);
    expect(analyzeText('e\u0301'.repeat(250_000))).toEqual(['e'.repeat(40)]);
  });
});

describe('countTerms', () => {
  test('counts in order of first appearance', () => {
    expect(countTerms('배가 온다. The ship and the 배가')).toEqual([
      ['배가', 2],
      ['온다', 1],
      ['the', 2],
      ['ship', 1],
      ['and', 1],
    ]);
  });

  test('the counts add up to the terms', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const terms = analyzeText(text);
        const counts = countTerms(text);
        expect(counts.map(([term]) => term)).toEqual([...new Set(terms)]);
        for (const [term, count] of counts)
          expect(count).toBe(terms.filter((candidate) => candidate === term).length);
      }),
      PROPERTY,
    );
  });

  test('a word hyphenated over two lines is the same in NFC and NFD', () => {
    expect(analyzeText('fiancé-\nes'.normalize('NFD'))).toEqual(analyzeText('fiancé-\nes'));
  });
});

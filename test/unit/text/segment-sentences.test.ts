import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { segmentSentences } from '../../../src/text/segment-sentences.ts';

const cut = (text: string, language: 'auto' | 'ko' | 'en' = 'auto'): string[] =>
  segmentSentences(text, language).map(({ start, end }) => text.slice(start, end));

describe('segmentSentences in Korean', () => {
  test.each<[string, string[]]>([
    ['sentences end at their full stops', ['배는 정오에 떠난다.', '누가 타나요?', '모두 탑니다!']],
    ['a quotation stays with 라고', ['그는 "비가 옵니다."라고 말했다.', '다음 날 개었다.']],
    ['also with curly quotes and a blank', ['그는 “물이 들어온다.” 라고 외쳤다.', '모두 뛰었다.']],
    ['a quotation stays with 며', ["그는 '간다.'며 웃었다.", '끝이다.']],
    ['a decimal is one number', ['평균은 3.5년이다.', '최대는 10년이다.']],
    ['a version is one number', ['버전 1.2.3을 설치한다.', '끝이다.']],
    ['a date inside a sentence stays', ['회의는 2024. 1. 15. 오전에 열렸다.', '다음은 2월이다.']],
    ['a date at the start stays', ['2024. 1. 15. 회의가 열렸다.', '끝이다.']],
    ['an article stays with its text', ['제12조(휴가) 직원은 쉰다.', '제13조에서 정한다.']],
    ['an article with a full stop does, too', ['제12조. 직원은 쉰다.', '끝이다.']],
    ['a Latin word in lower case begins a sentence', ['파일을 엽니다.', 'footnote 명령을 실행합니다.']],
  ])('%s', (_behaviour, sentences) => {
    expect(cut(sentences.join(' '))).toEqual(sentences);
    expect(cut(sentences.join('\n'), 'ko')).toEqual(sentences);
  });

  test('a sentence without a blank after it ends all the same', () => {
    expect(cut('그렇다.다음이다.')).toEqual(['그렇다.', '다음이다.']);
  });

  test('a line end inside a sentence is a blank', () => {
    expect(cut('배는 오늘 정오에\n항구를 떠난다. 모두\n탔다.')).toEqual([
      '배는 오늘 정오에\n항구를 떠난다.',
      '모두\n탔다.',
    ]);
  });

  test('an article begins anew on its line', () => {
    expect(cut('앞 조항의 내용은 다음과 같이 한다\n제13조(기타) 따로 정한다.')).toEqual([
      '앞 조항의 내용은 다음과 같이 한다',
      '제13조(기타) 따로 정한다.',
    ]);
  });
});

describe('segmentSentences in English', () => {
  test.each<[string, string[]]>([
    ['sentences end at their marks', ['The ship sails.', 'Who boards?', 'Everyone!']],
    ['a title stays with its name', ['We met Dr. Kim in Seoul.', 'He spoke.']],
    ['a figure stays with its number', ['See Fig. 3 for the hull.', 'It helps.']],
    ['an initial stays with the name', ['J. Smith wrote it.', 'He left.']],
    ['e.g. stays inside', ['Use a tool, e.g. the wrench.', 'Then go.']],
    ['a decimal is one number', ['It takes 3.5 years.', 'No less.']],
    ['a quotation with its mark inside ends with its quote', ['She said "Go."', 'They went.']],
  ])('%s', (_behaviour, sentences) => {
    expect(cut(sentences.join(' '))).toEqual(sentences);
    expect(cut(sentences.join(' '), 'en')).toEqual(sentences);
  });
});

test('the mark of a note belongs to the sentence before it', () => {
  expect(cut('휴가는 15일이다.⁽¹⁾ 병가는 따로 있다.')).toEqual(['휴가는 15일이다.⁽¹⁾', '병가는 따로 있다.']);
  expect(cut('We sail at noon.⁽ˣⁱⁱ⁾ She stays.', 'en')).toEqual(['We sail at noon.⁽ˣⁱⁱ⁾', 'She stays.']);
  expect(cut('It has 512⁽²⁾ lamps.', 'en')).toEqual(['It has 512⁽²⁾ lamps.']);
});

test.each<[string[]]>([
  [['They would lay off 10,000 people.[162]', 'The news came late.']],
  [['“We sail at noon.”[4][note 3]', 'She stays.[a]', 'The dock is new.']],
  [['수명은 보통 10년이다.[4]', '먹이는 물풀이다.[주 2]', '끝.']],
  [['The array is a[1] and b[2] here.', 'It ends.']],
])('references in brackets stay with the sentence before them: %j', ([...sentences]) => {
  expect(cut(sentences.join(' '))).toEqual(sentences);
});

describe('segmentSentences by lines', () => {
  test.each<[string, string[]]>([
    ['bullets', ['준비물:', '- 물', '- 빵', '• 배']],
    ['numbers', ['1. 첫째 항목', '2) 둘째 항목', '(3) 셋째 항목']],
    ['Korean letters', ['가. 첫째 항목', '나) 둘째 항목']],
    ['circled numbers', ['① 첫째 항목', '② 둘째 항목']],
    ['table rows', ['| a | b |', '| 1 | 2 |', 'After it all.']],
    ['cells apart by bars', ['직급 | 수당', '과장 | 30만 원', '합계 |  | 90만 원']],
    ['table rows as loaders join them', ['구분 | 일수', '병가 | 30일', 'An after-word of some length']],
    ['cells apart by tabs', ['name\tsize', 'hull\t30']],
    ['Markdown headings', ['# Ships', 'They sail the sea', '## Engines', 'They turn the screw']],
    ['numbered headings', ['the end of a long section', '2.1 Engines and their fuel']],
    ['a short title before its text', ['설치 안내', '이 문서는 설치를 설명하는 긴 문장이다.']],
    ['quoted lines', ['He wrote to all of them', '> We sail at noon']],
  ])('%s stand alone', (_what, lines) => {
    expect(cut(lines.join('\n'))).toEqual(lines);
  });

  test('a blank line ends a sentence that has no mark', () => {
    expect(cut('배는 오늘 정오에\n\n항구를 떠난다')).toEqual(['배는 오늘 정오에', '항구를 떠난다']);
  });
});

describe('segmentSentences', () => {
  test('spans count UTF-16 code units and leave out the blanks around', () => {
    expect(segmentSentences('  😀 Hi. \n\n\t간다.  ', 'auto')).toEqual([
      { start: 2, end: 8 },
      { start: 12, end: 15 },
    ]);
  });

  test.each(['', ' ', '\n\n \t\n', '\f'])('%j has no sentence', (text) => {
    expect(segmentSentences(text, 'auto')).toEqual([]);
  });

  test('marks without a letter belong to the sentence before', () => {
    expect(cut('Stop! ... !!! Then go.')).toEqual(['Stop! ... !!!', 'Then go.']);
  });

  test('spans are in order, apart, trimmed, and hold all that is not blank', () => {
    const fragment = fc.constantFrom(
      '배는 떠난다',
      '그는 "간다."라고',
      'The ship',
      'Dr. ',
      '2024. 1. 15.',
      '제12조',
      '- ',
      '| a |',
      '# ',
      '```',
      '.',
      '?',
      '"',
      ')',
      ' ',
      '\n',
      '\n\n',
      '\t',
      '\f',
      '\u2028',
      '\r\n',
      '😀',
      'e\u0301',
      '3.5',
      '다. a',
    );
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 40 }),
        fc.constantFrom<'auto' | 'ko' | 'en'>('auto', 'ko', 'en'),
        (fragments, language) => {
          const text = fragments.join('');
          let position = 0;
          for (const { start, end } of segmentSentences(text, language)) {
            expect(start).toBeGreaterThanOrEqual(position);
            expect(text.slice(position, start).trim()).toBe('');
            const sentence = text.slice(start, end);
            expect(sentence).not.toBe('');
            expect(sentence.trim()).toBe(sentence);
            position = end;
          }
          expect(text.slice(position).trim()).toBe('');
        },
      ),
      { seed: 20261124, numRuns: 500 },
    );
  });

  test('hostile text is read to the end', () => {
    expect(cut('a. '.repeat(20_000)).join(' ')).toBe('a. '.repeat(20_000).trim());
    expect(cut('"'.repeat(100_000))).toEqual(['"'.repeat(100_000)]);
    expect(cut(`a${' '.repeat(100_000)}b`)).toHaveLength(1);
    expect(cut('\n'.repeat(20_000))).toEqual([]);
  });
});

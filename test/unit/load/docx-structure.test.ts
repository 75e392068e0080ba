import { describe, expect, test } from 'vitest';
import { formatNumber } from '../../../src/load/docx/format-number.ts';
import { loadBody } from './load-made-docx.ts';
import { paragraph, RENDERED_BREAK, run, table } from './make-docx.ts';

const style = (id: string, name: string, children = '') =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${children}</w:style>`;
const inStyle = (id: string) => `<w:pStyle w:val="${id}"/>`;
const outline = (level: number) => `<w:pPr><w:outlineLvl w:val="${level}"/></w:pPr>`;

describe('headings', () => {
  test.each([
    ['outline level of the paragraph', '<w:outlineLvl w:val="2"/>', '', 3],
    ['outline level of the style', inStyle('s'), style('s', '절', outline(1)), 2],
    [
      'of the style it is based on',
      inStyle('s'),
      style('s', '절', '<w:basedOn w:val="t"/>') + style('t', '장', outline(0)),
      1,
    ],
    ['built-in name under a local id', inStyle('a3'), style('a3', 'heading 2'), 2],
    ['Korean name', inStyle('s'), style('s', '제목 3'), 3],
    ['an id without a style', inStyle('Heading4'), '', 4],
    ['body text over the style', `${inStyle('s')}<w:outlineLvl w:val="9"/>`, style('s', 'heading 1'), null],
    [
      'a circle of styles',
      inStyle('s'),
      style('s', 'a', '<w:basedOn w:val="t"/>') + style('t', 'b', '<w:basedOn w:val="s"/>'),
      null,
    ],
  ])('%s', async (_what, properties, styles, level) => {
    const { pages } = await loadBody(paragraph('도입') + paragraph('휴가', properties), { styles });
    expect(pages[0]?.headings).toEqual(level === null ? [] : [{ start: 4, level, title: '휴가' }]);
    expect(pages[0]?.text.slice(4)).toBe('휴가');
  });

  test('a heading that goes on on the next page is one heading; a long paragraph is none', async () => {
    const body =
      paragraph(run('앞') + RENDERED_BREAK + run('뒤'), '<w:outlineLvl w:val="0"/>') +
      paragraph('아주 긴 '.repeat(100), '<w:outlineLvl w:val="0"/>');
    const { pages } = await loadBody(body);
    expect(pages.map((page) => page.headings.map((heading) => heading.title))).toEqual([['앞'], []]);
  });
});

describe('the title', () => {
  const titled = paragraph('휴가 안내서', inStyle('Title')) + paragraph('글');

  test('is the one of the properties, else the paragraph in the style Title', async () => {
    expect((await loadBody(titled, { title: '근무 규정' })).head.title).toBe('근무 규정');
    expect((await loadBody(titled, { title: 'Microsoft Word - a.doc' })).head.title).toBe('휴가 안내서');
    expect((await loadBody(paragraph('글'))).head.title).toBeNull();
  });

  test('stands in the text and is no heading', async () => {
    const { text, pages } = await loadBody(titled);
    expect(text).toBe('휴가 안내서\n\n글');
    expect(pages[0]?.headings).toEqual([]);
  });
});

describe('tables', () => {
  const cell = (text: string, properties = '') =>
    `${properties === '' ? '' : `<w:tcPr>${properties}</w:tcPr>`}${paragraph(text)}`;

  test('a row is a line; the paragraphs of a cell are joined, empty cells keep their places', async () => {
    const body =
      paragraph('앞') +
      table([
        [cell('구분'), cell('일수'), cell('비고')],
        [cell('연차'), cell('15일') + cell('이상'), cell('')],
        [cell('병가'), cell(''), cell('유급')],
        [cell(''), cell(''), cell('')],
      ]) +
      table([[cell('다른 표')]]) +
      paragraph('뒤');
    expect((await loadBody(body)).text).toBe(
      '앞\n\n구분 | 일수 | 비고\n연차 | 15일 이상\n병가 |  | 유급\n\n다른 표\n\n뒤',
    );
  });

  test('merged cells are not repeated, a late row begins late', async () => {
    const body = table([
      [cell('가', '<w:vMerge w:val="restart"/>'), cell('나')],
      [cell('가', '<w:vMerge/>'), cell('다')],
    ]).replace(
      '</w:tbl>',
      `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>${cell('라')}</w:tc></w:tr></w:tbl>`,
    );
    expect((await loadBody(body)).text).toBe('가 | 나\n| 다\n| 라');
  });

  test('a cell of several columns keeps their places, at most 100 in a row', async () => {
    const rows = (span: number) =>
      table([
        [cell('구분'), cell('2023년'), cell('2024년'), cell('비고')],
        [cell('합계', `<w:gridSpan w:val="${span}"/>`), cell('500만원'), cell('확정')],
      ]);
    expect((await loadBody(rows(2))).text).toBe('구분 | 2023년 | 2024년 | 비고\n합계 |  | 500만원 | 확정');
    expect((await loadBody(rows(1_000_000))).text?.match(/\|/g)).toHaveLength(3 + 102);
    expect((await loadBody(rows(-5))).text).toContain('합계 | 500만원');
  });

  test('a row begins as late as it says', async () => {
    const late = (columns: string) =>
      `<w:tbl><w:tr><w:trPr><w:gridBefore w:val="${columns}"/></w:trPr><w:tc>${cell('다')}</w:tc></w:tr></w:tbl>`;
    expect((await loadBody(late('2'))).text).toBe('|  | 다');
    expect((await loadBody(late('0'))).text).toBe('다');
    expect((await loadBody(late('99999999'))).text?.match(/\|/g)).toHaveLength(100);
  });

  test('a frame of one cell around text is not a row: headings, paragraphs and tables stand by themselves', async () => {
    const inner = table([
      [cell('항목'), cell('금액')],
      [cell('예산'), cell('50억원')],
    ]);
    const content = paragraph('제1장 총칙', '<w:outlineLvl w:val="0"/>') + paragraph('본문이다.') + inner;
    const expected = '제1장 총칙\n\n본문이다.\n\n항목 | 금액\n예산 | 50억원\n\n뒤';
    for (const frame of [table([[content]]), table([[table([[cell(''), content, cell('')]])]])]) {
      const { text, pages } = await loadBody(frame + paragraph('뒤'));
      expect(text).toBe(expected);
      expect(pages[0]?.headings).toEqual([{ start: 0, level: 1, title: '제1장 총칙' }]);
    }
  });

  test('the cells and rows of a table in a cell stay apart', async () => {
    const inner = table([
      [cell('1'), cell('2')],
      [cell('3'), cell('4')],
    ]);
    expect((await loadBody(table([[cell('가') + inner + cell('나'), cell('다')]]))).text).toBe(
      '가; 1, 2; 3, 4; 나 | 다',
    );
    const sentences = table([[cell('하나다.'), cell(''), cell('둘이다.')]]);
    expect((await loadBody(table([[sentences + cell('셋'), cell('넷')]]))).text).toBe(
      '하나다. 둘이다. 셋 | 넷',
    );
  });

  test('deleted rows are out, hidden ones with a warning', async () => {
    const row = (property: string, text: string) =>
      `<w:tr><w:trPr>${property}</w:trPr><w:tc>${cell(text)}</w:tc></w:tr>`;
    const { text, warnings } = await loadBody(
      `<w:tbl>${row('', '있음')}${row('<w:del/>', '지움')}${row('<w:hidden/>', '숨김')}</w:tbl>`,
    );
    expect(text).toBe('있음');
    expect(warnings.map((warning) => warning.code)).toEqual(['HIDDEN_TEXT_LEFT_OUT']);
  });

  test('a heading alone in its row is a heading, beside another cell it is not', async () => {
    const heading = paragraph('제목', '<w:outlineLvl w:val="0"/>');
    const { pages } = await loadBody(table([[heading], [heading, cell('옆')]]));
    expect(pages[0]?.headings).toEqual([{ start: 0, level: 1, title: '제목' }]);
  });
});

describe('list numbers', () => {
  const level = (index: number, format: string, text: string, more = '') =>
    `<w:lvl w:ilvl="${index}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
  const list = (id: number, levels: string) =>
    `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`;
  const num = (id: number, abstract: number, more = '') =>
    `<w:num w:numId="${id}"><w:abstractNumId w:val="${abstract}"/>${more}</w:num>`;
  const item = (text: string, id: number, index = 0) =>
    paragraph(text, `<w:numPr><w:ilvl w:val="${index}"/><w:numId w:val="${id}"/></w:numPr>`);
  const legal = list(
    1,
    level(0, 'decimal', '제%1조', '<w:suff w:val="nothing"/>') +
      level(1, 'decimalEnclosedCircle', '%2') +
      level(2, 'ganada', '%3.') +
      level(3, 'decimal', '%1.%4'),
  );

  test('levels count as Word counts them: deeper ones begin anew', async () => {
    const body =
      item('(목적)', 1) +
      item('하나', 1, 1) +
      item('둘', 1, 1) +
      item('가', 1, 2) +
      item('(정의)', 1) +
      item('하나', 1, 1) +
      item('넷', 1, 3);
    const { text } = await loadBody(body, { numbering: legal + num(1, 1) });
    expect(text).toBe('제1조(목적)\n① 하나\n② 둘\n가. 가\n제2조(정의)\n① 하나\n2.1 넷');
  });

  test('lists of one kind count on in each other, unless one starts anew', async () => {
    const override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>';
    const numbering = list(1, level(0, 'decimal', '%1.')) + num(1, 1) + num(2, 1) + num(3, 1, override);
    const body = item('a', 1) + item('b', 2) + item('c', 3) + item('d', 3) + item('', 3) + item('e', 1);
    expect((await loadBody(body, { numbering })).text).toBe('1. a\n2. b\n7. c\n8. d\n10. e');
  });

  test('legal numbering is decimal; a level that never restarts counts on', async () => {
    const numbering =
      list(
        1,
        level(0, 'upperRoman', '%1.') + level(1, 'decimal', '%1.%2', '<w:lvlRestart w:val="0"/><w:isLgl/>'),
      ) + num(1, 1);
    const body = item('a', 1) + item('b', 1, 1) + item('c', 1) + item('d', 1, 1);
    expect((await loadBody(body, { numbering })).text).toBe('I. a\n1.1 b\n\nII. c\n2.2 d');
  });

  test('bullets of symbol fonts are shown', async () => {
    const font = (name: string) => `<w:rPr><w:rFonts w:ascii="${name}"/></w:rPr>`;
    const bullet = (index: number, text: string, name: string) =>
      level(index, 'bullet', text).replace('</w:lvl>', `${font(name)}</w:lvl>`);
    const numbering =
      list(
        1,
        bullet(0, '\uF0B7', 'Symbol') + bullet(1, 'o', 'Courier New') + bullet(2, '\uF0A7', 'Wingdings'),
      ) + num(1, 1);
    const body = item('a', 1) + item('b', 1, 1) + item('c', 1, 2);
    expect((await loadBody(body, { numbering })).text).toBe('• a\n◦ b\n▪ c');
  });

  test('a style brings its list along, at the level that names it; list 0 takes it away', async () => {
    const numbering =
      list(1, level(0, 'decimal', '%1.') + level(1, 'decimal', '%1.%2', '<w:pStyle w:val="h2"/>')) +
      num(1, 1);
    const numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>';
    const styles = style('h1', 'heading 1', numbered) + style('h2', 'heading 2', numbered);
    const body =
      paragraph('총칙', inStyle('h1')) +
      paragraph('목적', inStyle('h2')) +
      paragraph('부칙', `${inStyle('h1')}<w:numPr><w:numId w:val="0"/></w:numPr>`);
    const { pages } = await loadBody(body, { styles, numbering });
    expect(pages[0]?.headings.map(({ level: depth, title }) => [depth, title])).toEqual([
      [1, '1. 총칙'],
      [2, '1.1 목적'],
      [1, '부칙'],
    ]);
  });

  test('a list may point to a list style', async () => {
    const numbering =
      `<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>` +
      `<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>${level(0, 'chosung', '%1)')}</w:abstractNum>` +
      num(1, 1);
    expect((await loadBody(item('a', 1) + item('b', 1), { numbering })).text).toBe('ㄱ) a\n\nㄴ) b');
  });

  test.each([
    ['decimal', [1, 12], ['1', '12']],
    ['decimalZero', [3, 12], ['03', '12']],
    ['lowerLetter', [1, 26, 27, 53], ['a', 'z', 'aa', 'aaa']],
    ['upperRoman', [4, 1994], ['IV', 'MCMXCIV']],
    ['ganada', [1, 14, 15], ['가', '하', '가']],
    ['decimalEnclosedCircle', [1, 20, 21, 36, 50, 51], ['①', '⑳', '㉑', '㊱', '㊿', '51']],
    ['koreanCounting', [1, 10, 11, 20, 105], ['일', '십', '십일', '이십', '백오']],
    ['koreanDigital', [10], ['일영']],
    ['koreanLegal', [1, 11, 20], ['하나', '열하나', '스물']],
    ['japaneseCounting', [21, 1000], ['二十一', '千']],
    ['ordinal', [1, 2, 3, 11, 22, 113], ['1st', '2nd', '3rd', '11th', '22nd', '113th']],
    ['none', [1], ['']],
    ['somethingNew', [5], ['5']],
    ['lowerRoman', [0], ['0']],
  ])('the format %s', (format, numbers, expected) => {
    expect(numbers.map((number) => formatNumber(format, number))).toEqual(expected);
  });
});

import { describe, expect, test } from 'vitest';
import { loadBody, loadBytes } from './load-made-hwp.ts';
import {
  autoNumber,
  type Control,
  equation,
  list,
  makeHwp,
  paragraph,
  table,
  textBox,
  textTable,
} from './make-hwp.ts';

const LINE_BREAK = 10;
const HYPHEN = 24;
const NO_BREAK_SPACE = 30;
const FIXED_SPACE = 31;
const TAB = 9;
const TITLE_MARK = 8;
const FIELD_END = 4;

const bookmark: Control = { code: 22, id: 'bokm' };
const textOf = async (...content: Parameters<typeof paragraph>) =>
  (await loadBody([paragraph(...content)])).text;

describe('characters', () => {
  test('line breaks, tabs, hyphens and spaces of Hangul', async () => {
    expect(
      await textOf([
        '가',
        LINE_BREAK,
        '나',
        TAB,
        '다',
        HYPHEN,
        '라',
        NO_BREAK_SPACE,
        '마',
        FIXED_SPACE,
        '바',
      ]),
    ).toBe('가\n나\t다-라 마 바');
  });

  test('what is not shown takes its eight units with it', async () => {
    expect(
      await textOf(['항', TITLE_MARK, '구', bookmark, '에 ', { code: 3, id: '%hlk' }, '배', FIELD_END, '가']),
    ).toBe('항구에 배가');
  });

  test('the text is canonical, without blanks at its ends', async () => {
    expect(await textOf(`  ${'한글'.normalize('NFD')}\uD800 `)).toBe('한글');
  });

  test('private characters of old Hangul stay', async () => {
    expect(await textOf('\uE1A7\uF537')).toBe('\uE1A7\uF537');
  });

  test('overlapped letters and ruby', async () => {
    const string = (text: string) =>
      Buffer.concat([Buffer.from([text.length, 0]), Buffer.from(text, 'utf16le')]);
    const overlapped: Control = { code: 23, id: 'tcps', data: string('⑭') };
    const ruby: Control = { code: 23, id: 'tdut', data: Buffer.concat([string('大韓'), string('대한')]) };
    expect(await textOf([overlapped, ' ', ruby, '민국'])).toBe('⑭ 大韓(대한)민국');
  });
});

describe('paragraphs', () => {
  test('are apart by a blank line; empty ones are none', async () => {
    const { text, head, warnings } = await loadBody([
      paragraph('하나'),
      paragraph(''),
      paragraph('  '),
      paragraph('둘'),
    ]);
    expect(text).toBe('하나\n\n둘');
    expect(head).toEqual({ loader: 'hwp 1', pageCount: null, title: null });
    expect(warnings).toEqual([]);
  });

  test('an equation stands in its sentence as its script', async () => {
    expect(await textOf(['넓이는', equation('{1} over {2}  ab'), '이다.'])).toBe(
      '넓이는 {1} over {2} ab 이다.',
    );
  });

  test('notes come after the paragraph that refers to them, their own numbers left out', async () => {
    const note = list(17, 'fn  ', (level) => paragraph([autoNumber(1, 7), ' 근로기준법.'], {}, level), 7);
    const endnote = list(17, 'en  ', (level) => paragraph([autoNumber(2, 1), ' 끝주.'], {}, level), 1);
    const { text } = await loadBody([paragraph(['휴가', note, '는 15일이다.', endnote]), paragraph('다음')]);
    expect(text).toBe('휴가⁽⁷⁾는 15일이다.⁽¹⁾\n\n⁽⁷⁾ 근로기준법.\n\n⁽¹⁾ 끝주.\n\n다음');
  });

  test('headers, footers and hidden comments are left out', async () => {
    const hidden = [
      list(16, 'head', (level) => paragraph('머리말', {}, level)),
      list(16, 'foot', (level) => paragraph('꼬리말', {}, level)),
      list(15, 'tcmt', (level) => paragraph('숨은 설명', {}, level)),
    ];
    expect(await textOf([...hidden, '본문'])).toBe('본문');
  });

  test('text deleted with changes tracked is left out, with what is anchored in it', async () => {
    const note = (text: string, number: number) =>
      list(17, 'fn  ', (level) => paragraph(text, {}, level), number);
    const content = ['연차는 12일15일이다.', note('지운 주석', 1), note('남은 주석', 2)];
    const ranges = [
      [13, 21, 0x11],
      [7, 10, 0x10],
      [4, 7, 0x11],
    ] as const;
    expect(await textOf(content, { ranges })).toBe('연차는 15일이다.⁽²⁾\n\n⁽²⁾ 남은 주석');
  });

  test('text boxes in groups of shapes, before the words where none stand before them, else after', async () => {
    const box = (text: string, side = 3) =>
      textBox((level) => Buffer.concat([paragraph(text, {}, level), paragraph('둘째', {}, level)]), {
        side,
        text: '그림',
      });
    expect(await textOf([box('위'), '문장의 ', box('아래', 2), '끝'])).toBe(
      '위\n\n둘째\n\n그림\n\n문장의 끝\n\n그림\n\n아래\n\n둘째',
    );
  });
});

describe('tables', () => {
  test('one line for each row, cells by their places', async () => {
    expect(
      await textOf([
        textTable([
          ['직급', '일수'],
          ['사원', '15일'],
          ['', ''],
        ]),
      ]),
    ).toBe('직급 | 일수\n사원 | 15일');
  });

  test('a merged cell stands once and leaves its place below', async () => {
    const cell = (text: string) => (level: number) => paragraph(text, {}, level);
    const merged = table([
      [{ row: 0, column: 0, rowSpan: 2 }, cell('휴가')],
      [{ row: 0, column: 1, columnSpan: 2 }, cell('일수')],
      [{ row: 1, column: 1 }, cell('연차')],
      [{ row: 1, column: 2 }, cell('15')],
    ]);
    expect(await textOf([merged])).toBe('휴가 | 일수\n| 연차 | 15');
  });

  test('cells in the order of the file may stand anywhere', async () => {
    const cell = (text: string) => (level: number) => paragraph(text, {}, level);
    const mixed = table([
      [{ row: 1, column: 0 }, cell('다')],
      [{ row: 0, column: 1 }, cell('나')],
      [{ row: 0, column: 0 }, cell('가')],
      [{ row: 1, column: 1 }, cell('라')],
    ]);
    expect(await textOf([mixed])).toBe('가 | 나\n다 | 라');
  });

  test('paragraphs and tables in a cell are on its line', async () => {
    const nested = table([
      [
        { row: 0, column: 0 },
        (level) => Buffer.concat([paragraph('가', {}, level), paragraph('나', {}, level)]),
      ],
      [
        { row: 0, column: 1 },
        (level) =>
          paragraph(
            [
              textTable([
                ['a', 'b'],
                ['c', 'd'],
              ]),
            ],
            {},
            level,
          ),
      ],
    ]);
    expect(await textOf([nested])).toBe('가 나 | a b c d');
  });

  test('a frame of one cell and a long cell of several paragraphs are no rows', async () => {
    const long = '긴 문단이다. '.repeat(70).trim();
    const two = (level: number) => Buffer.concat([paragraph(long, {}, level), paragraph('둘', {}, level)]);
    const layout = table([
      [{ row: 0, column: 0 }, (level) => paragraph('곁', {}, level)],
      [{ row: 0, column: 1 }, two],
    ]);
    expect(await textOf([layout])).toBe(`곁\n\n${long}\n\n둘`);
    expect(
      await textOf([
        table([[{ row: 0, column: 0 }, (level) => paragraph([textTable([['a', 'b']])], {}, level)]]),
      ]),
    ).toBe('a | b');
  });

  test('captions with their numbers stand where they are set', async () => {
    const caption = (side: number) => textTable([['가', '나']], { side, text: '표 제목' });
    expect(await textOf([caption(3)])).toBe('가 | 나\n\n표 제목');
    expect(await textOf([caption(2)])).toBe('표 제목\n\n가 | 나');
    expect(await textOf(['표 ', autoNumber(4, 3, 8, '.'), ' 휴가'])).toBe('표 다. 휴가');
  });

  test('notes in a table come after it', async () => {
    const note = list(17, 'fn  ', (level) => paragraph('단서', {}, level), 2);
    const noted = table([
      [{ row: 0, column: 0 }, (level) => paragraph(['병가', note], {}, level)],
      [{ row: 1, column: 0 }, (level) => paragraph('연차', {}, level)],
    ]);
    expect(await textOf([noted])).toBe('병가⁽²⁾\n연차\n\n⁽²⁾ 단서');
  });
});

describe('pages', () => {
  test('sections and the author’s page breaks begin pages, those in tables do not', async () => {
    const cell = (level: number) => paragraph('칸', { divide: 4 }, level);
    const first = Buffer.concat([
      paragraph('하나', { divide: 1 | 4 }),
      paragraph('둘', { divide: 4 }),
      paragraph([table([[{ row: 0, column: 0 }, cell]])]),
      paragraph('단', { divide: 8 }),
    ]);
    const { pages } = await loadBytes(makeHwp({ sections: [first, paragraph('셋', { divide: 1 })] }));
    expect(pages.map(({ number, text }) => [number, text])).toEqual([
      [1, '하나'],
      [2, '둘\n\n칸\n\n단'],
      [3, '셋'],
    ]);
  });

  test('a blank page counts, one behind the last text does not', async () => {
    const { texts } = await loadBody([
      paragraph('하나'),
      paragraph('', { divide: 4 }),
      paragraph('셋', { divide: 4 }),
      paragraph('', { divide: 4 }),
    ]);
    expect(texts).toEqual(['하나', '', '셋']);
  });

  test('sections come by their numbers', async () => {
    const sections = Array.from({ length: 12 }, (_, index) => paragraph(`구역 ${index}`));
    const { pages } = await loadBytes(makeHwp({ sections }));
    expect(pages.map((page) => page.text)).toEqual(sections.map((_, index) => `구역 ${index}`));
  });
});

describe('the file', () => {
  test('need not be packed', async () => {
    expect((await loadBody([paragraph('본문')], { isPlain: true })).text).toBe('본문');
  });

  test('made for distribution is deciphered', async () => {
    expect((await loadBody([paragraph('배포용 문서의 본문')], { flags: 4 })).text).toBe('배포용 문서의 본문');
  });

  test('has a title where a person wrote one', async () => {
    const titleOf = async (title: string) => (await loadBody([paragraph('가')], { title })).head.title;
    expect(await titleOf('휴가 규정')).toBe('휴가 규정');
    expect(await titleOf('보고서.hwp')).toBeNull();
  });

  test('of hundreds of sectors is read along their chain', async () => {
    const texts = Array.from(
      { length: 3_000 },
      (_, index) => `${index}번째 문단은 ${(index * 2_654_435_761) % 1e9}이다.`,
    );
    const { text } = await loadBody(
      texts.map((each) => paragraph(each)),
      { isPlain: true },
    );
    expect(text?.startsWith(texts.slice(0, 500).join('\n\n'))).toBe(true);
  });
});

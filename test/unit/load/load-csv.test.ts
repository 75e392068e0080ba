import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';

function load(source: string | Uint8Array, mediaType = 'text/csv', limits = WIDE_LIMITS) {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  return collectLoad(loadDocument(bytes, { mediaType, bytes: bytes.length, charset: null }, limits));
}

async function textOf(source: string | Uint8Array, mediaType?: string): Promise<string> {
  return (await load(source, mediaType)).pages.map((page) => page.text).join('\n');
}

describe('rows', () => {
  test('each carries the names of its columns; empty cells are left out', async () => {
    const loaded = await load('이름,부서,내선\n김하나,총무과,1234\n이두리,,5678\n');
    expect(loaded).toMatchObject({ head: { loader: 'csv 1', title: null }, warnings: [] });
    expect(loaded.pages).toMatchObject([
      {
        number: 1,
        label: null,
        headings: [],
        text: '이름: 김하나 | 부서: 총무과 | 내선: 1234\n이름: 이두리 | 내선: 5678',
      },
    ]);
  });

  test.each([
    ['quotes, delimiters and line ends in cells', 'a,b\r\n"1, ""x""\r\ny",2\r\n', 'a: 1, "x" y | b: 2'],
    ['a quote within a cell', 'a,b\n5" pipe,2\n', 'a: 5" pipe | b: 2'],
    ['a quote that is never closed', 'a,b\n1,"2\n3,4', 'a: 1 | b: "2\na: 3 | b: 4'],
    [
      'a quote that the next quoted cell does not close',
      'a,b\n1,"2\n3,"4, 5"\n6,"7\n8" \n',
      'a: 1 | b: "2\na: 3 | b: 4, 5\na: 6 | b: 7 8',
    ],
    ['text behind a quoted cell', 'a,b\n"1"x,2', 'a: 1x | b: 2'],
    ['rows that are longer or shorter', 'a,b\n1,2,3\n4\n', 'a: 1 | b: 2 | 3\n\na: 4'],
    ['a nameless first column', ',a,b\nx,1,2\n', 'x | a: 1 | b: 2'],
    ['a header that ends in colons', 'a:,b：\n1,2\n', 'a: 1 | b: 2'],
    ['years as names', '구분,2024,2025\n매출,10,20\n', '구분: 매출 | 2024: 10 | 2025: 20'],
    ['a title above', '매출 현황\n\n월,금액\n1월,100\n', '매출 현황\n\n월: 1월 | 금액: 100'],
    ['names without cells', 'a,b,c,d\n1,,2,\n', 'a: 1 | c: 2\nb | d'],
    ['a header alone', 'a,b\n', 'a | b'],
    ['one column', '사과\n배\n', '사과\n\n배'],
  ])('%s', async (_what, source, text) => {
    expect(await textOf(source)).toBe(text);
  });

  test.each([
    ['numbers from the first row on', '1,2\n3,4\n', '1 | 2\n3 | 4'],
    ['a first row that has a number', '김,서울,5\n이,부산,6\n', '김 | 서울 | 5\n이 | 부산 | 6'],
    [
      'words in a later row',
      '김,서울,5\n이,부산,미정\n박,대구,6\n',
      '김 | 서울 | 5\n이 | 부산 | 미정\n박 | 대구 | 6',
    ],
    ['names that repeat', 'x,x,x\n1,2,3\n', 'x | x | x\n1 | 2 | 3'],
  ])('without a header: %s', async (_what, source, text) => {
    expect(await textOf(source)).toBe(text);
  });

  test('names in two rows are joined', async () => {
    const source = '구분,상반기,,하반기,\n,매출,비용,매출,비용\n서울,1,2,3,4\n';
    expect(await textOf(source)).toBe(
      '구분: 서울 | 상반기 매출: 1 | 상반기 비용: 2 | 하반기 매출: 3 | 하반기 비용: 4',
    );
  });

  test('another table begins after a blank row, or beside the first', async () => {
    expect(await textOf('a,b\n1,2\n\nc,d\n3,4\n')).toBe('a: 1 | b: 2\nc: 3 | d: 4');
    expect(await textOf('a,b,,\n1,2,,\n3,4,c,d\n5,6,7,8\n')).toBe(
      'a: 1 | b: 2\na: 3 | b: 4\na: 5 | b: 6 | c: 7 | d: 8',
    );
    expect(await textOf('a,b,,,,\n1,2,c,d,,\n3,4,5,6,e,f\n,,,,7,8\n\nx,y,,,,\n1,2,3,,,\n')).toBe(
      'a: 1 | b: 2\na: 3 | b: 4 | c: 5 | d: 6\ne: 7 | f: 8\nx: 1 | y: 2 | 3',
    );
  });

  test('a blank row within a table ends nothing', async () => {
    expect(await textOf('이름,값\n가,1\n\n나,2\n\n다,라\n')).toBe(
      '이름: 가 | 값: 1\n이름: 나 | 값: 2\n이름: 다 | 값: 라',
    );
  });
});

describe('delimiters', () => {
  test.each([
    ['comma', 'a,b\n1,2;3\n'],
    ['tab', 'a\tb\n1\t2;3\n'],
    ['bar', 'a|b\n1|2;3\n'],
    ['semicolon', 'a;b\n1;"2;3"\n'],
    ['semicolon between quotes', '"a";"b"\n"1";"2,3|4"\n'],
    ['semicolon beside decimal commas', 'a;b;c\n1;2;3,5\n1;2;4,5\n'],
  ])('%s', async (_what, source) => {
    expect(await textOf(source)).toMatch(/^a: 1 \| b: 2/);
  });

  test('Excel may name it', async () => {
    expect(await textOf('sep=;\na,x;b,x\n1;2\n')).toBe('a,x: 1 | b,x: 2');
  });

  test('of TSV it is the tab', async () => {
    expect(await textOf('a,b,c\td\n1,2,3\t4\n', 'text/tab-separated-values')).toBe('a,b,c: 1,2,3 | d: 4');
  });
});

test('CP949 and UTF-16 are read', async () => {
  const source = '이름,부서\n김하나,총무과에서 일하는 사람이다\n';
  const expected = '이름: 김하나 | 부서: 총무과에서 일하는 사람이다';
  expect(await textOf(iconv.encode(source, 'cp949'))).toBe(expected);
  expect(await textOf(iconv.encode(source, 'utf-16le', { addBOM: true }))).toBe(expected);
});

test('pages end between rows at 50,000 characters, and the names go on', async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => `${index},값 ${index}`);
  const { pages } = await load(`번호,이름\n${rows.join('\n')}`);
  expect(pages.length).toBeGreaterThan(2);
  for (const { text } of pages) {
    expect(text.length).toBeLessThanOrEqual(50_000);
    expect(text).toMatch(/^번호: \d+ \| 이름: 값 \d+\n/);
  }
  expect(
    pages
      .map((page) => page.text)
      .join('\n')
      .split('\n'),
  ).toHaveLength(5_000);
});

test('the limit on text counts the names too', async () => {
  const limits = { ...WIDE_LIMITS, maxTextBytes: 300 };
  await expect(load(`이름,값\n${'가,1\n'.repeat(30)}`, 'text/csv', limits)).rejects.toMatchObject({
    code: 'DOCUMENT_LIMIT_EXCEEDED',
    message: expect.stringContaining('300 bytes of text'),
  });
});

test('nothing but delimiters is no text', async () => {
  await expect(load(',,\n,,\n')).rejects.toMatchObject({ code: 'DOCUMENT_HAS_NO_TEXT' });
});

import { describe, expect, test } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { XLSX_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { CellCounter } from '../../../src/load/xlsx/cell-counter.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { zipFiles } from './make-docx.ts';
import { listXlsxParts, type MadeCell, makeXlsx, type XlsxParts } from './make-xlsx.ts';

function loadBytes(bytes: Uint8Array, limits = WIDE_LIMITS) {
  const source = { mediaType: XLSX_MEDIA_TYPE, bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, limits));
}

/** The text of a workbook with one sheet. */
async function textOf(rows: readonly (readonly MadeCell[])[], parts: Partial<XlsxParts> = {}) {
  const { pages } = await loadBytes(makeXlsx({ ...parts, sheets: [{ name: '표', rows }] }));
  return pages.map((page) => page.text).join('\n');
}

const shared = (index: number) => `<s:c t="s"><s:v>${index}</s:v></s:c>`;

describe('sheets', () => {
  const sheets = [
    {
      name: '매출',
      rows: [
        ['월', '금액'],
        ['1월', [100, 0]],
      ],
    },
    { name: '빈 시트', rows: [] },
    { name: '비밀', rows: [['숨은 값']], state: 'hidden' },
    { name: '더 비밀', rows: [['숨은 값']], state: 'veryHidden' },
    {
      name: '비용 &amp; 세금',
      rows: [
        ['월', '금액'],
        ['2월', [-20.5, 0]],
      ],
    },
  ] as const;

  test('are pages by the names of their tabs, hidden ones left out with a warning', async () => {
    const { head, pages, warnings } = await loadBytes(makeXlsx({ sheets, title: '2026년 결산' }));
    expect(head).toEqual({ loader: 'xlsx 1', pageCount: null, title: '2026년 결산' });
    expect(pages).toMatchObject([
      {
        number: 1,
        label: '매출',
        text: '월: 1월 | 금액: 100',
        headings: [{ start: 0, level: 1, title: '매출' }],
      },
      {
        number: 2,
        label: '비용 & 세금',
        text: '월: 2월 | 금액: -20.5',
        headings: [{ start: 0, level: 1, title: '비용 & 세금' }],
      },
    ]);
    expect(warnings).toEqual([
      {
        code: 'HIDDEN_SHEET_LEFT_OUT',
        message: '2 hidden sheet(s) were left out: "비밀", "더 비밀".',
        pages: [],
      },
    ]);
  });

  test('that are missing are a warning', async () => {
    const { 'xl/worksheets/sheet0.xml': _, ...files } = listXlsxParts({ sheets });
    const { pages, warnings } = await loadBytes(zipFiles(files));
    expect(pages.map(({ label }) => label)).toEqual(['비용 & 세금']);
    const message = 'The file lacks 1 sheet(s) that it names: number 1.';
    expect(warnings[0]).toEqual({ code: 'PART_MISSING', message, pages: [] });
  });

  test('of strict files are read', async () => {
    const namespace = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
    const { pages } = await loadBytes(makeXlsx({ sheets, namespace }));
    expect(pages[0]?.text).toBe('월: 1월 | 금액: 100');
  });

  test('of more than 50,000 characters go on with their label and the names', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => [`값 ${index}`, [index, 0]] as const);
    const { pages } = await loadBytes(
      makeXlsx({ sheets: [{ name: '긴', rows: [['이름', '수'], ...rows] }] }),
    );
    expect(pages.map(({ number, label }) => [number, label])).toEqual([
      [1, '긴'],
      [2, '긴'],
    ]);
    expect(pages.map(({ headings }) => headings.length)).toEqual([1, 0]);
    expect(pages[1]?.text).toMatch(/^이름: 값 \d+ \| 수: \d+\n/);
    expect(pages[0]?.text.length).toBeLessThanOrEqual(50_000);
  });
});

describe('strings', () => {
  test('shared ones join their runs, without phonetics', async () => {
    const strings =
      '<s:si><s:t>하나</s:t></s:si><s:si><s:r><s:t>東</s:t></s:r><s:r><s:t>京</s:t></s:r><s:rPh sb="0" eb="2"><s:t>とうきょう</s:t></s:rPh></s:si>';
    expect(await textOf([[shared(0), shared(1), shared(2)]], { strings })).toBe('하나 | 東京');
  });

  test('line ends and what XML cannot hold are blanks; an escaped underscore stays', async () => {
    expect(await textOf([['가_x000D_\n나', 'a_x005F_x000D_']])).toBe('가 나 | a_x000D_');
  });

  test('are NFC', async () => {
    expect(await textOf([['한글'.normalize('NFD')]])).toBe('한글');
  });
});

test('booleans, results of formulas and dates of ISO 8601 are in, errors out', async () => {
  const cells = [
    '<s:c t="b"><s:v>1</s:v></s:c>',
    '<s:c t="b"><s:v>0</s:v></s:c>',
    '<s:c t="e"><s:v>#DIV/0!</s:v></s:c>',
    '<s:c t="str"><s:f>A1&amp;B1</s:f><s:v>합친 말</s:v></s:c>',
    '<s:c><s:f>1+2</s:f><s:v>3</s:v></s:c>',
    '<s:c t="d"><s:v>2026-03-05T00:00:00</s:v></s:c>',
    '<s:c t="d"><s:v>2026-03-05T14:30:00</s:v></s:c>',
    '<s:c><s:f>NOW()</s:f></s:c>',
  ];
  expect(await textOf([cells])).toBe('TRUE | FALSE | 합친 말 | 3 | 2026-03-05 | 2026-03-05 14:30:00');
});

test('formulas without a value and errors are counted, with the pages of their sheets', async () => {
  const bare = '<s:c><s:f>A1*2</s:f></s:c>';
  const error = '<s:c t="e"><s:f>1/0</s:f><s:v>#DIV/0!</s:v></s:c>';
  const empty = '<s:c t="str"><s:f>""</s:f><s:v></s:v></s:c>';
  const sheets = [
    { name: '가', rows: [['값', empty]] },
    { name: '나', rows: [['합', bare, bare, error]] },
    { name: '다', rows: [['끝', bare]] },
    { name: '라', rows: [[bare]] },
  ];
  expect((await loadBytes(makeXlsx({ sheets }))).warnings).toEqual([
    {
      code: 'CELLS_WITHOUT_VALUE',
      message:
        '5 cell(s) have a formula and no value, or an error for one: "나" (3), "다" (1), "라" (1). Open the file in Excel and save it.',
      pages: [2, 3],
    },
  ]);
});

test('cells and rows without references follow each other; a gap is a blank row', async () => {
  const files = listXlsxParts({ sheets: [{ name: '표', rows: [] }] });
  const cell = (text: string, reference = '') =>
    `<s:c${reference} t="inlineStr"><s:is><s:t>${text}</s:t></s:is></s:c>`;
  files['xl/worksheets/sheet0.xml'] = (files['xl/worksheets/sheet0.xml'] ?? '').replace(
    /<s:sheetData>.*<\/s:sheetData>/,
    `<s:sheetData><s:row>${cell('이름')}${cell('값')}</s:row><s:row>${cell('가')}${cell('1')}</s:row><s:row r="7">${cell('종류')}${cell('수')}</s:row><s:row>${cell('9', ' r="B8"')}</s:row></s:sheetData>`,
  );
  expect((await loadBytes(zipFiles(files))).pages[0]?.text).toBe('이름: 가 | 값: 1\n\n수: 9\n\n종류');
});

describe('hostile and broken workbooks', () => {
  const whole = makeXlsx({ sheets: [{ name: '표', rows: [['가', '나']] }] });
  const files = listXlsxParts({ sheets: [{ name: '표', rows: [['가', '나']] }] });

  test.each([
    ['cut short', whole.slice(0, whole.length - 40)],
    ['no workbook', zipFiles({ ...files, 'xl/workbook.xml': '<a/>' })],
    ['a sheet cut short', zipFiles({ ...files, 'xl/worksheets/sheet0.xml': '<a><b>' })],
    ['a document type', zipFiles({ ...files, 'xl/sharedStrings.xml': '<!DOCTYPE a><a/>' })],
  ])('%s: DOCUMENT_UNREADABLE', async (_what, bytes) => {
    await expect(loadBytes(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE' });
  });

  test('no text', async () => {
    const bytes = makeXlsx({ sheets: [{ name: '표', rows: [] }] });
    await expect(loadBytes(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_HAS_NO_TEXT' });
  });

  test('strings beyond the limit on text are refused while they are read', async () => {
    const strings = '<s:si><s:t>가나다라마바사아</s:t></s:si>'.repeat(50);
    const bytes = makeXlsx({ sheets: [{ name: '표', rows: [['x']] }], strings });
    await expect(loadBytes(bytes, { ...WIDE_LIMITS, maxTextBytes: 300 })).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining('300 bytes of text'),
    });
  });

  test('one string in many cells counts as often as it is shown', async () => {
    const strings = `<s:si><s:t>${'가'.repeat(100)}</s:t></s:si>`;
    const bytes = makeXlsx({
      sheets: [{ name: '표', rows: Array.from({ length: 50 }, () => [shared(0)]) }],
      strings,
    });
    await expect(loadBytes(bytes, { ...WIDE_LIMITS, maxTextBytes: 3_000 })).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
    });
  });

  test('more than 1,000,000 cells are refused by name', () => {
    const counter = new CellCounter();
    const row = Array.from({ length: 1_000 }, (_, column) => ({ column, text: '1' }));
    for (let count = 0; count < 1_000; count += 1) counter.addRow(row);
    expect(() => counter.addRow(row.slice(0, 1))).toThrow(
      expect.objectContaining({
        code: 'DOCUMENT_LIMIT_EXCEEDED',
        message: expect.stringContaining('1000000 filled cells'),
      }),
    );
  });
});

describe('charts', () => {
  const points = (texts: readonly (string | number)[]) =>
    texts.map((text, index) => `<c:pt idx="${index}"><c:v>${text}</c:v></c:pt>`).join('');
  const makeChart = (title: string, values: readonly number[]) =>
    `<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>${title}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:ser><c:tx><c:strRef><c:strCache>${points(['매출'])}</c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>${points(['1월', '2월'])}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>${points(values)}</c:numCache></c:numRef></c:val></c:ser></c:chart>`;
  const rows = [['머리말']];

  test('follow the rows of their sheet from top to bottom, hidden ones left out', async () => {
    const charts = [
      { row: 30, chart: makeChart('지점 매출', [3, 4]) },
      { row: 2, chart: makeChart('본점 매출', [1, 2]) },
      { row: 9, chart: makeChart('비밀 매출', [5, 6]), isHidden: true },
    ];
    const { pages } = await loadBytes(
      makeXlsx({
        sheets: [
          { name: '가', rows, charts },
          { name: '나', rows },
        ],
      }),
    );
    expect(pages.map(({ text }) => text)).toEqual([
      '머리말\n\n본점 매출\n\n1월 | 매출: 1\n2월 | 매출: 2\n\n지점 매출\n\n1월 | 매출: 3\n2월 | 매출: 4',
      '머리말',
    ]);
  });

  test('of a hidden sheet are left out with it', async () => {
    const hidden = {
      name: '비밀',
      rows,
      state: 'hidden',
      charts: [{ row: 1, chart: makeChart('비밀', [1, 2]) }],
    };
    const { pages } = await loadBytes(makeXlsx({ sheets: [{ name: '가', rows }, hidden] }));
    expect(pages.map(({ text }) => text)).toEqual(['머리말']);
  });

  test('that are a sheet of their own are a page', async () => {
    const parts = listXlsxParts({
      sheets: [{ name: '그림', rows: [], charts: [{ row: 0, chart: makeChart('실적', [7, 8]) }] }],
    });
    const links = 'xl/_rels/workbook.xml.rels';
    const bytes = zipFiles({
      ...parts,
      [links]: (parts[links] ?? '').replace('/worksheet"', '/chartsheet"'),
    });
    expect((await loadBytes(bytes)).pages).toMatchObject([
      { label: '그림', text: '실적\n\n1월 | 매출: 7\n2월 | 매출: 8' },
    ]);
  });
});

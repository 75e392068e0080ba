import { expect, test } from 'vitest';
import { loadOdf, p, table } from './make-odf.ts';

const load = (body: string, parts = {}) => loadOdf('spreadsheet', body, parts);
const cell = (attributes: string, content = '') =>
  `<table:table-cell ${attributes}>${content}</table:table-cell>`;

test('a sheet is a page, a row a line with the names of its columns', async () => {
  const rows = [
    [p('부서'), p('날짜'), p('인원')],
    [
      p('총무'),
      cell('office:value-type="date" office:date-value="2024-03-05"', p('2024년 3월 5일')),
      p('12'),
    ],
    [p('개발'), cell(''), p('30')],
  ];
  const { pages, texts, head } = await load(
    table(rows, 'table:name="인사"') + table([[p('A'), p('B')]], 'table:name="Two"'),
    { title: '현황표' },
  );
  expect(head).toEqual({ loader: 'ods 1', pageCount: null, title: '현황표' });
  expect(texts).toEqual(['부서: 총무 | 날짜: 2024년 3월 5일 | 인원: 12\n부서: 개발 | 인원: 30', 'A | B']);
  expect(pages.map(({ label }) => label)).toEqual(['인사', 'Two']);
});

test('a cell without a text shows its value', async () => {
  const rows = [
    [
      cell('office:value-type="float" office:value="1.5"'),
      cell('office:value-type="percentage" office:value="0.07"'),
      cell('office:value-type="date" office:date-value="2024-03-05"'),
      cell('office:value-type="string" office:string-value="글"'),
      cell('office:value-type="time" office:time-value="PT14H30M00S"'),
      cell('office:value-type="time" office:time-value="PT49H5M07.25S"'),
      cell('office:value-type="time" office:time-value="-PT1H"'),
    ],
  ];
  expect((await load(table(rows))).text).toBe('1.5 | 7% | 2024-03-05 | 글 | 14:30 | 49:05:07 | -PT1H');
});

test('columns and rows that fill the sheet cost nothing, repeated values are capped', async () => {
  const filler = cell('table:number-columns-repeated="16000"');
  const body = [
    '<table:table>',
    `<table:table-row>${cell('table:number-columns-repeated="3"', p('x'))}${filler}${cell('', p('far'))}</table:table-row>`,
    `<table:table-row table:number-rows-repeated="1000000">${filler}</table:table-row>`,
    `<table:table-row table:number-rows-repeated="1000000">${cell('', p('y'))}</table:table-row>`,
    '</table:table>',
  ].join('');
  const { texts, warnings } = await load(table([[p('first')]]) + body);
  const text = texts[1] ?? '';
  expect(text).toMatch(/^x \| x \| x \| far\n\ny\n\ny/);
  expect(text.match(/y/g)).toHaveLength(100);
  expect(warnings).toMatchObject([{ code: 'REPEATS_CUT', pages: [2] }]);
});

test('hidden sheets are left out with a warning; so are comments, drawings and what merged cells cover', async () => {
  const styles =
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>';
  const shown = [
    `<table:shapes><draw:frame><draw:text-box>${p('SHAPE')}</draw:text-box></draw:frame></table:shapes>`,
    `<table:table-row>${cell('', `<office:annotation>${p('COMMENT')}</office:annotation>${p('a')}${p('b')}`)}<table:covered-table-cell>${p('COVERED')}</table:covered-table-cell>${cell('', p('c'))}</table:table-row>`,
  ].join('');
  const body = `<table:table>${shown}</table:table>${table([[p('SECRET')]], 'table:style-name="ta2"')}`;
  const { texts, warnings } = await load(body, { styles });
  expect(texts).toEqual(['a b | c']);
  expect(warnings).toMatchObject([{ code: 'HIDDEN_TEXT_LEFT_OUT' }]);
});

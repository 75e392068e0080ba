import { describe, expect, test } from 'vitest';
import { WIDE_LIMITS } from './collect-load.ts';
import { loadBody, loadBytes } from './load-made-docx.ts';
import { makeDocx, PAGE_BREAK, paragraph, RENDERED_BREAK, run, table } from './make-docx.ts';

const section = (start?: string) =>
  `<w:sectPr>${start === undefined ? '' : `<w:type w:val="${start}"/>`}</w:sectPr>`;
const endOfSection = (text: string, start?: string) => paragraph(text, section(start));
const textsOf = async (body: string) => (await loadBody(body)).texts;

describe('pages of a Word document', () => {
  test.each([
    ['no break: one page', paragraph('가') + paragraph('나'), ['가\n\n나']],
    ["the author's break", paragraph('가') + paragraph(PAGE_BREAK) + paragraph('나'), ['가', '나']],
    ['where Word broke last', paragraph('가') + paragraph(RENDERED_BREAK + run('나')), ['가', '나']],
    [
      'both for the same break',
      paragraph('가') + paragraph(PAGE_BREAK) + paragraph(RENDERED_BREAK + run('나')),
      ['가', '나'],
    ],
    [
      'a page left blank',
      paragraph('가') +
        paragraph(PAGE_BREAK) +
        paragraph(RENDERED_BREAK + PAGE_BREAK) +
        paragraph(RENDERED_BREAK + run('나')),
      ['가', '', '나'],
    ],
    ['within a paragraph', paragraph(run('앞 ') + RENDERED_BREAK + run('뒤')), ['앞', '뒤']],
    [
      'before a paragraph, stored or not',
      paragraph('가') +
        paragraph('나', '<w:pageBreakBefore/>') +
        paragraph(RENDERED_BREAK + run('다'), '<w:pageBreakBefore/>') +
        paragraph('라', '<w:pageBreakBefore w:val="0"/>'),
      ['가', '나', '다\n\n라'],
    ],
    ['none before the first paragraph', paragraph('가', '<w:pageBreakBefore/>'), ['가']],
    ['none after the last', paragraph('가') + paragraph(PAGE_BREAK), ['가']],
    [
      'a section begins as its own end says',
      endOfSection('가', 'continuous') +
        endOfSection('나', 'nextPage') +
        paragraph('다') +
        section('continuous'),
      ['가', '나\n\n다'],
    ],
    [
      'odd, even and the default begin a page',
      endOfSection('가') +
        endOfSection('나', 'oddPage') +
        endOfSection('다', 'evenPage') +
        paragraph('라') +
        section(),
      ['가', '나', '다', '라'],
    ],
    [
      'a section and the break stored for it',
      endOfSection('가') + paragraph(RENDERED_BREAK + run('나')) + section('nextPage'),
      ['가', '나'],
    ],
    [
      'a continuous section with breaks inside',
      endOfSection('가') + paragraph('나') + paragraph(PAGE_BREAK) + paragraph('다') + section('continuous'),
      ['가\n\n나', '다'],
    ],
    [
      'a section without text',
      endOfSection('가') + endOfSection('', 'nextPage') + paragraph('다') + section('continuous'),
      ['가', '다'],
    ],
  ])('%s', async (_what, body, expected) => {
    expect(await textsOf(body)).toEqual(expected);
  });

  test('a row that Word broke stays whole, and its break counts once', async () => {
    const cell = (text: string, before = '') => paragraph(`${before}${run(text)}`);
    const broken = [cell('가') + cell('나', RENDERED_BREAK), cell('다') + cell('라', RENDERED_BREAK)];
    const moved = [cell('바', RENDERED_BREAK), cell('사')];
    expect(await textsOf(table([broken, [cell('마'), cell('마')], moved]))).toEqual([
      '가 나 | 다 라',
      '마 | 마',
      '바 | 사',
    ]);
  });

  test('a document in a frame has the pages of its breaks, within words too, and none behind them', async () => {
    const framed = table([
      [
        paragraph('첫 쪽의 글이다.') +
          paragraph(`${RENDERED_BREAK}${run('둘째 쪽의 예산은 50')}${RENDERED_BREAK}${run('억원이다.')}`) +
          paragraph(PAGE_BREAK) +
          paragraph(RENDERED_BREAK + run('넷째 쪽의 인원은 20명이다.')),
      ],
    ]);
    const pages = [
      '첫 쪽의 글이다.',
      '둘째 쪽의 예산은 50',
      '억원이다.',
      '넷째 쪽의 인원은 20명이다.\n\n표 뒤의 글.',
    ];
    expect(await textsOf(framed + paragraph('표 뒤의 글.'))).toEqual(pages);
    expect(await textsOf(table([[framed]]) + paragraph('표 뒤의 글.'))).toEqual(pages);
  });

  test('a paragraph of a row is whole where Word broke it', async () => {
    const broken = (left: string, right: string) => paragraph(run(left) + RENDERED_BREAK + run(right));
    expect(await textsOf(table([[broken('50', '억원'), broken('두 ', '낱말')]]))).toEqual([
      '50억원 | 두 낱말',
    ]);
  });

  test('pages count from 1 without labels; one with more than 50,000 characters is cut', async () => {
    const long =
      paragraph('문장이다. '.repeat(10_000)) + paragraph('끝') + paragraph(PAGE_BREAK) + paragraph('뒤');
    const { pages } = await loadBody(long);
    expect(pages.map(({ number, label }) => [number, label])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ]);
    expect(pages[2]?.text).toBe('뒤');
  });

  test('the limit on pages is met before the pages are made', async () => {
    const body = paragraph(PAGE_BREAK.repeat(100_000)) + paragraph('끝');
    await expect(loadBytes(makeDocx({ body }), { ...WIDE_LIMITS, maxPages: 50 })).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining('50 pages'),
    });
  });

  test('no text at all: DOCUMENT_HAS_NO_TEXT', async () => {
    await expect(loadBody(paragraph(' '))).rejects.toMatchObject({
      code: 'DOCUMENT_HAS_NO_TEXT',
      hint: expect.not.stringContaining('text layer'),
    });
  });
});

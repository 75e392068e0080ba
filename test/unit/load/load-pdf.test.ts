import { beforeAll, describe, expect, test } from 'vitest';
import type { Box, Page } from '../../../src/domain/page.ts';
import { loadPdf } from '../../../src/load/load-pdf.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { makePdf, readExamplePdf } from './make-pdf.ts';

const load = (bytes: Uint8Array, limits = WIDE_LIMITS, password: string | null = null) =>
  collectLoad(
    loadPdf(bytes, { mediaType: 'application/pdf', bytes: bytes.length, charset: null, password }, limits),
  );

/** The line that holds the words, and its box. */
function findLine(page: Page | undefined, words: string): { text: string; box: Box } {
  const line = page?.lines.find(({ start, end }) => page.text.slice(start, end).includes(words));
  if (!page || !line) throw new Error(`no line with ${words}`);
  return { text: page.text.slice(line.start, line.end), box: line.box };
}

describe('the Korean example', () => {
  let loaded: Awaited<ReturnType<typeof load>>;
  beforeAll(async () => {
    loaded = await load(readExamplePdf());
  });

  test('pages, title and no warnings', () => {
    expect(loaded.head).toEqual({
      loader: 'pdfium 2.15.1',
      pageCount: 3,
      title: '한빛나루 재택근무 및 휴가 안내서',
    });
    expect(loaded.pages.map((page) => page.number)).toEqual([1, 2, 3]);
    expect(loaded.warnings).toEqual([]);
  });

  test('Korean words keep their spaces, paragraphs are apart', () => {
    expect(loaded.pages[0]?.text).toContain('일주일에 최대 3일까지 재택근무를 할 수 있습니다.');
    const paragraphs = loaded.pages[1]?.text.split('\n\n') ?? [];
    expect(paragraphs.find((paragraph) => paragraph.startsWith('병가'))).toBe(
      '병가는 1년에 30일까지 쓸 수 있습니다. 처음 10일은 유급이고 나머지는 무급이며, 이틀을 넘게 쉬면 진단\n서가 필요합니다.',
    );
    expect(loaded.pages[1]?.text).toContain('배우자 출산 | 20일 | 30만 원');
  });

  test('lines tile the text in order, each in a box on the page', () => {
    for (const page of loaded.pages) {
      const lines = page.lines.map(({ start, end }) => page.text.slice(start, end));
      expect(lines.join('\n')).toBe(page.text.replaceAll('\n\n', '\n'));
      for (const { box } of page.lines) {
        const [x, y, width, height] = box;
        expect(x).toBeGreaterThan(0);
        expect(y).toBeGreaterThan(0);
        expect(x + width).toBeLessThan(page.width ?? 0);
        expect(y + height).toBeLessThan(page.height ?? 0);
        expect(height).toBeGreaterThan(3);
      }
    }
  });

  test('headings from the bookmarks begin at their line', () => {
    const headings = loaded.pages.flatMap((page) =>
      page.headings.map(({ start, title }) => [title, page.text.slice(start).split('\n')[0]]),
    );
    expect(headings).toEqual([
      ['이 안내서의 목적', '1. 이 안내서의 목적'],
      ['재택근무', '2. 재택근무'],
      ['휴가', '3. 휴가'],
      ['정보 보안', '4. 정보 보안'],
      ['문의처', '5. 문의처'],
    ]);
  });
});

describe('geometry', () => {
  test('boxes count from the top left in points', async () => {
    const bytes = await makePdf((pdf) => pdf.fontSize(20).text('Harbour', 100, 200, { lineBreak: false }));
    const { pages } = await load(bytes);
    const [x, y, width, height] = findLine(pages[0], 'Harbour').box;
    expect(x).toBeGreaterThan(99);
    expect(x).toBeLessThan(104);
    expect(y).toBeGreaterThan(199);
    expect(y).toBeLessThan(206);
    expect(width).toBeGreaterThan(60);
    expect(height).toBeGreaterThan(12);
    expect(height).toBeLessThan(21);
    expect([pages[0]?.width, pages[0]?.height]).toEqual([595.3, 841.9]);
  });

  test('a rotated page is measured as it is shown', async () => {
    const bytes = await makePdf((pdf) => {
      (pdf.page.dictionary.data as Record<string, unknown>).Rotate = 90;
      pdf.fontSize(20).text('Harbour', 100, 200, { lineBreak: false });
    });
    const page = (await load(bytes)).pages[0];
    expect([page?.width, page?.height]).toEqual([841.9, 595.3]);
    const [x, y, width, height] = findLine(page, 'Harbour').box;
    // Turned clockwise: down the page becomes to the left.
    expect(x + width).toBeCloseTo(841.9 - 200, -1);
    expect(y).toBeCloseTo(100, -1);
    expect(height).toBeGreaterThan(width);
  });

  test('overprinted text stands once, a hyphen at the line end keeps its line', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.fontSize(12).text('Bold by overprint', 72, 72).text('Bold by overprint', 72.3, 72);
      pdf.text('The harbour was recom-', 72, 120).text('mended to all captains.', 72, 134);
    });
    const { pages } = await load(bytes);
    expect(pages[0]?.text).toBe('Bold by overprint\n\nThe harbour was recom-\nmended to all captains.');
  });
});

describe('what cannot be read', () => {
  const text = (pdf: PDFKit.PDFDocument) => pdf.text('secret harbour');

  test('a user password is needed: DOCUMENT_ENCRYPTED', async () => {
    const bytes = await makePdf(text, { userPassword: 'u', ownerPassword: 'o' });
    await expect(load(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_ENCRYPTED', retryable: false });
  });

  test('an owner password alone does not matter, nor does a wrong one then', async () => {
    const bytes = await makePdf(text, { ownerPassword: 'o' });
    expect((await load(bytes)).pages[0]?.text).toBe('secret harbour');
    expect((await load(bytes, WIDE_LIMITS, 'wrong')).pages[0]?.text).toBe('secret harbour');
  });

  test.each([
    ['1.3', 'RC4 of 40 bits', 'Überfahrt'],
    ['1.4', 'RC4 of 128 bits', 'Überfahrt'],
    ['1.7', 'AES of 128 bits', 'Überfahrt'],
    ['1.7ext3', 'AES of 256 bits', '선장의 비밀'],
    ['1.7ext3', 'AES of 256 bits', 'ｗｉｄｅ'],
  ] as const)(
    'PDF %s, %s: opened by "%s", by the owner, by nothing else',
    async (pdfVersion, _name, word) => {
      const bytes = await makePdf(text, { pdfVersion, userPassword: word, ownerPassword: 'o' });
      for (const password of [word, word.normalize('NFKC'), 'o'])
        expect((await load(bytes, WIDE_LIMITS, password)).pages[0]?.text).toBe('secret harbour');
      await expect(load(bytes)).rejects.toMatchObject({
        code: 'DOCUMENT_ENCRYPTED',
        message: 'The PDF opens with a password only.',
        hint: expect.stringContaining('`password`'),
      });
      await expect(load(bytes, WIDE_LIMITS, `${word}!`)).rejects.toMatchObject({
        code: 'DOCUMENT_ENCRYPTED',
        message: 'The password does not open the PDF.',
      });
    },
  );

  test.each([
    ['empty', new Uint8Array()],
    ['header only', Buffer.from('%PDF-1.7\n')],
    ['noise', Buffer.from(`%PDF-1.7\n${'\x9c\x00garbage'.repeat(500)}`, 'latin1')],
  ])('%s: DOCUMENT_UNREADABLE', async (_what, bytes) => {
    await expect(load(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE' });
  });

  test('a document cut short never ends in success without text', async () => {
    const whole = readExamplePdf();
    for (const share of [0.2, 0.5, 0.9, 0.999]) {
      const outcome = await load(whole.slice(0, whole.length * share)).catch(
        (error: { code: string }) => error,
      );
      if ('code' in outcome) expect(outcome.code).toMatch(/^DOCUMENT_(UNREADABLE|HAS_NO_TEXT)$/);
      else expect(outcome.pages.some((page) => page.text !== '')).toBe(true);
    }
  });

  test('no text at all: DOCUMENT_HAS_NO_TEXT; some pages without: a warning', async () => {
    const drawing = await makePdf((pdf) => pdf.rect(10, 10, 50, 50).fill('#336699'));
    await expect(load(drawing)).rejects.toMatchObject({ code: 'DOCUMENT_HAS_NO_TEXT' });
    const mixed = await makePdf((pdf) => text(pdf).addPage().addPage().text('again'));
    const { pages, warnings } = await load(mixed);
    expect(pages.map((page) => page.text)).toEqual(['secret harbour', '', 'again']);
    expect(warnings).toMatchObject([{ code: 'PAGE_WITHOUT_TEXT', pages: [2] }]);
  });

  test('the page limit is checked before the first page and named', async () => {
    const events = loadPdf(
      readExamplePdf(),
      { mediaType: 'application/pdf', bytes: 0, charset: null },
      { ...WIDE_LIMITS, maxPages: 2 },
    );
    await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining('2 pages'),
    });
  });
});

test.each([
  ['Microsoft Word - 보고서.hwp', null],
  ['untitled', null],
  ['제목 없음', null],
  ['report.docx', null],
  ['¹®¼­ Á¦¸ñ', null],
  ['Harbour rules 2026', 'Harbour rules 2026'],
])('the metadata title %j gives %j', async (Title, title) => {
  const bytes = await makePdf((pdf) => pdf.text('x'), { info: { Title } });
  expect((await load(bytes)).head.title).toBe(title);
});

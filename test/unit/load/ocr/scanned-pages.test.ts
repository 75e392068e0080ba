import { afterAll, expect, test } from 'vitest';
import { loadPdf } from '../../../../src/load/load-pdf.ts';
import { createParsePool } from '../../../../src/workers/parse-pool.ts';
import { collectLoad, WIDE_LIMITS } from '../collect-load.ts';
import { makePdf, readExamplePdf } from '../make-pdf.ts';
import { makePng, turnPicture } from '../make-png.ts';
import { pictureOfPage } from './picture-of-page.ts';

const pool = createParsePool({ size: 1, maxMemoryBytes: 512 * 2 ** 20 });
afterAll(() => pool.close());

const sourceOf = (bytes: Uint8Array, mediaType: string) => ({
  mediaType,
  bytes: bytes.length,
  charset: null,
});

test('a scan among pages with text: Korean is read, its lines lie where they are printed', async () => {
  // Title, heading and three lines of the example, where they stand on its first page.
  const [from, to] = [55, 193];
  const scan = Buffer.from(makePng(await pictureOfPage(readExamplePdf(), from, to)));
  const bytes = await makePdf((pdf) => {
    pdf.text('A page with text.');
    pdf.addPage({ margin: 0 }).image(scan, 0, from, { width: 595.28 });
    pdf.addPage();
  });
  const { pages, warnings } = await collectLoad(
    loadPdf(bytes, sourceOf(bytes, 'application/pdf'), WIDE_LIMITS),
  );
  expect(warnings.map(({ code, pages: numbers }) => [code, numbers])).toEqual([
    ['PAGE_WITHOUT_TEXT', [3]],
    ['PAGE_BY_OCR', [2]],
  ]);
  const page = pages[1];
  for (const words of ['한빛나루', '휴가 안내서', '재택근무와 휴가', '2026년 1월 5일부터'])
    expect(page?.text).toContain(words);
  const printed = (await collectLoad(loadPdf(readExamplePdf(), sourceOf(bytes, ''), WIDE_LIMITS))).pages[0];
  expect(page?.lines.length).toBe(5);
  for (const [index, { box }] of (page?.lines ?? []).entries())
    for (const [edge, value] of box.entries())
      expect(Math.abs(value - (printed?.lines[index]?.box[edge] ?? Number.NaN))).toBeLessThan(4);
});

test('an image that lies on its side, in a process of its own', async () => {
  const made = await makePdf((pdf) => {
    pdf
      .fontSize(16)
      .text('The harbour master opens the northern gate at sunrise.', 72, 72, { lineBreak: false });
    pdf.text('Every captain reports before entering.', 72, 96, { lineBreak: false });
  });
  const bytes = makePng(turnPicture(turnPicture(turnPicture(await pictureOfPage(made, 50, 150)))));
  const session = await pool.open(new AbortController().signal);
  async function* send() {
    yield bytes;
  }
  const { head, pages, warnings } = await collectLoad(
    session.load(sourceOf(bytes, 'image/png'), () => send(), WIDE_LIMITS),
  );
  await session.close();
  expect(head).toEqual({ loader: 'tesseract 7.0.0', pageCount: 1, title: null });
  expect(warnings.map(({ code }) => code)).toEqual(['PAGE_BY_OCR']);
  const [page] = pages;
  expect(page?.text).toBe(
    'The harbour master opens the northern gate at sunrise.\nEvery captain reports before entering.',
  );
  expect([page?.width, page?.height]).toEqual([100.1, 595.1]);
  // Turned anticlockwise: lines run upwards from 72 points above the bottom edge, the first 22 from the left.
  const [x = 0, y = 0, width = 0, height = 0] = page?.lines[0]?.box ?? [];
  expect(x).toBeGreaterThan(20);
  expect(x + width).toBeLessThan(46);
  expect(y + height).toBeCloseTo(595.1 - 72, -1);
  expect(height).toBeGreaterThan(300);
});

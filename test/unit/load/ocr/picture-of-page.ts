import { renderPdfPage } from '../../../../src/load/ocr/render-pdf-page.ts';
import { openPdf, startPdfium } from '../../../../src/load/pdfium.ts';
import type { GrayPicture } from '../make-png.ts';

/** Rows of a page at 200 dpi, `from` and `to` in points from its top. */
export async function pictureOfPage(bytes: Uint8Array, from: number, to: number): Promise<GrayPicture> {
  const pdfium = await startPdfium();
  const { document, close } = openPdf(pdfium, bytes, null);
  try {
    const picture = Buffer.from(renderPdfPage(pdfium, document, 0, 0)?.bytes ?? []);
    const [, size = ''] = picture.toString('latin1', 0, 30).split('\n');
    const [width = 0, height = 0] = size.split(' ').map(Number);
    const pixels = picture.subarray(picture.length - width * height);
    const [first, last] = [from, to].map((points) => Math.round((points * 200) / 72)) as [number, number];
    return { width, height: last - first, pixels: pixels.subarray(first * width, last * width) };
  } finally {
    close();
  }
}

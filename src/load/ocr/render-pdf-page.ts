import { type Pdfium, rawOf } from '../pdfium.ts';
import type { ImageSource } from './recognise-image.ts';
import type { QuarterTurns } from './turn-box.ts';

/** Recognition reads each line at a height of its own: 300 dpi found no more than 200. */
const DPI = 200;
/** A4 at 200 dpi has 3.9 million; a poster gets fewer dots per inch. In all the picture stands in memory four times. */
const MAX_PIXELS = 12_000_000;
const MAX_SIDE_PIXELS = 20_000;
const POINTS_PER_INCH = 72;
const GRAY = 1;
const WHITE = 0xffffffff;
const WITH_ANNOTATIONS = 0x01;
const IN_GRAY = 0x08;

/** A page as a gray picture (PGM), turned clockwise. Null when the engine cannot draw it. */
export function renderPdfPage(
  pdfium: Pdfium,
  document: number,
  index: number,
  turns: QuarterTurns,
): ImageSource | null {
  const page = pdfium.FPDF_LoadPage(document, index);
  if (page === 0) return null;
  try {
    const [across, down] = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)];
    const dpi = chooseDpi(across, down);
    const [pageWidth, pageHeight] = turns % 2 === 1 ? [down, across] : [across, down];
    const width = Math.max(1, Math.floor((pageWidth * dpi) / POINTS_PER_INCH));
    const height = Math.max(1, Math.floor((pageHeight * dpi) / POINTS_PER_INCH));
    const pixels = draw(pdfium, page, width, height, turns);
    if (pixels === null) return null;
    return { bytes: Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]), dpi };
  } finally {
    pdfium.FPDF_ClosePage(page);
  }
}

function chooseDpi(width: number, height: number): number {
  const inches = {
    area: (width * height) / POINTS_PER_INCH ** 2,
    side: Math.max(width, height) / POINTS_PER_INCH,
  };
  return Math.min(DPI, Math.sqrt(MAX_PIXELS / inches.area), MAX_SIDE_PIXELS / inches.side);
}

function draw(
  pdfium: Pdfium,
  page: number,
  width: number,
  height: number,
  turns: QuarterTurns,
): Uint8Array | null {
  const { malloc, free } = pdfium.pdfium.wasmExports;
  const memory = malloc(width * height);
  if (memory === 0) return null;
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, GRAY, memory, width);
  try {
    if (bitmap === 0) return null;
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turns, WITH_ANNOTATIONS | IN_GRAY);
    return rawOf(pdfium).HEAPU8.slice(memory, memory + width * height);
  } finally {
    if (bitmap !== 0) pdfium.FPDFBitmap_Destroy(bitmap);
    free(memory);
  }
}

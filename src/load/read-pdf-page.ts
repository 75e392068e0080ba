import { inspectPdfPage, type PageTraits } from './inspect-pdf-page.ts';
import { type Pdfium, rawOf, withMemory } from './pdfium.ts';

/** A printed line as the engine gives it; box edges in points from the top left of the page as it is shown. */
export interface PrintedLine {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly baseline: number;
}

export interface PrintedPage {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly PrintedLine[];
}

export interface ReadPdfPage extends PrintedPage {
  readonly traits: PageTraits;
}

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const MAX_CODE_POINT = 0x10ffff;
/** PDFium's mark for a hyphen at a line end, put in the place of hyphen and line end. (`FPDFText_GetText` has U+FFFE.) */
const LINE_END_HYPHEN = 0x02;
const SOFT_HYPHEN = 0xad;
/** PDFium converts to whole pixels; a pixel here is a hundredth of a point. */
const PIXELS_PER_POINT = 100;

/**
 * Lines of a page in the engine's reading order, each with the box of its ink, turned the way the page is shown. Null when the engine cannot open the page.
 */
export function readPdfPage(pdfium: Pdfium, document: number, index: number): ReadPdfPage | null {
  const page = pdfium.FPDF_LoadPage(document, index);
  if (page === 0) return null;
  const textPage = pdfium.FPDFText_LoadPage(page);
  try {
    const width = pdfium.FPDF_GetPageWidthF(page);
    const height = pdfium.FPDF_GetPageHeightF(page);
    const lines = textPage === 0 ? [] : readLines(pdfium, page, textPage, width, height);
    return { width, height, lines, traits: inspectPdfPage(pdfium, page, textPage) };
  } finally {
    if (textPage !== 0) pdfium.FPDFText_ClosePage(textPage);
    pdfium.FPDF_ClosePage(page);
  }
}

function readLines(
  pdfium: Pdfium,
  page: number,
  textPage: number,
  width: number,
  height: number,
): PrintedLine[] {
  const lines: PrintedLine[] = [];
  const toShown = createConverter(pdfium, page, width, height);
  withMemory(pdfium, 4 * Float64Array.BYTES_PER_ELEMENT, (address) => {
    let text = '';
    let visible: number[] = [];
    const endLine = (): void => {
      if (visible.length > 0)
        lines.push({ text, ...measureLine(pdfium, textPage, visible, address, toShown) });
      text = '';
      visible = [];
    };
    const { FPDFText_GetUnicode: getUnicode } = rawOf(pdfium).wasmExports;
    const count = pdfium.FPDFText_CountChars(textPage);
    for (let index = 0; index < count; index += 1) {
      const code = getUnicode(textPage, index);
      if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        endLine();
        continue;
      }
      const hyphen = code === LINE_END_HYPHEN || code === SOFT_HYPHEN;
      text += hyphen ? '-' : String.fromCodePoint(code > MAX_CODE_POINT ? 0 : code);
      // Spaces that the engine invents have no box worth knowing.
      if (code > SPACE) visible.push(index);
      if (code === LINE_END_HYPHEN) endLine();
    }
    endLine();
  });
  return lines;
}

type Point = readonly [x: number, y: number];
type Converter = (x: number, y: number) => Point;

/** Union of the ink boxes of the line's visible characters, and the baseline of the one in the middle. */
function measureLine(
  pdfium: Pdfium,
  textPage: number,
  visible: readonly number[],
  address: number,
  toShown: Converter,
): Omit<PrintedLine, 'text'> {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  const at = address / Float64Array.BYTES_PER_ELEMENT;
  for (const index of visible) {
    if (!pdfium.FPDFText_GetCharBox(textPage, index, address, address + 8, address + 16, address + 24))
      continue;
    const doubles = rawOf(pdfium).HEAPF64;
    left = Math.min(left, doubles[at] ?? left);
    right = Math.max(right, doubles[at + 1] ?? right);
    bottom = Math.min(bottom, doubles[at + 2] ?? bottom);
    top = Math.max(top, doubles[at + 3] ?? top);
  }
  if (left > right) return { left: 0, top: 0, right: 0, bottom: 0, baseline: 0 };
  const middle = visible[visible.length >> 1] ?? 0;
  pdfium.FPDFText_GetCharOrigin(textPage, middle, address, address + 8);
  const doubles = rawOf(pdfium).HEAPF64;
  const [, baseline] = toShown(doubles[at] ?? left, doubles[at + 1] ?? bottom);
  const [x1, y1] = toShown(left, top);
  const [x2, y2] = toShown(right, bottom);
  return {
    left: Math.min(x1, x2),
    top: Math.min(y1, y2),
    right: Math.max(x1, x2),
    bottom: Math.max(y1, y2),
    baseline,
  };
}

/** From the page's own space, y upwards, to the page as shown: crop box and rotation applied, y downwards. */
function createConverter(pdfium: Pdfium, page: number, width: number, height: number): Converter {
  const sizeX = Math.round(width * PIXELS_PER_POINT);
  const sizeY = Math.round(height * PIXELS_PER_POINT);
  return (x, y) =>
    withMemory(pdfium, 8, (address) => {
      pdfium.FPDF_PageToDevice(page, 0, 0, sizeX, sizeY, 0, x, y, address, address + 4);
      const pixels = rawOf(pdfium).HEAP32;
      return [
        (pixels[address >> 2] ?? 0) / PIXELS_PER_POINT,
        (pixels[(address >> 2) + 1] ?? 0) / PIXELS_PER_POINT,
      ];
    });
}

import { inspectPdfPage, type PageTraits } from './inspect-pdf-page.ts';
import { arrangeLines } from './pdf/arrange-lines.ts';
import { type CharBoxes, cutRow } from './pdf/cut-row.ts';
import type { PrintedRow } from './pdf/printed-row.ts';
import { readLooseBoxes } from './pdf/read-loose-boxes.ts';
import { repairLigatures } from './pdf/repair-ligatures.ts';
import { type Point, turnBoxes, turnPoint } from './pdf/turn-point.ts';
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
/** Points between the places that the engine is asked to convert: as far as a page, so that rounding does not add up. */
const REACH = 1000;
/** In quarter turns: writing that runs more aslant than 4.5 degrees is a stamp or a watermark. */
const MAX_SLANT = 0.05;
/** A box flatter than this has no ink; that of a dash is about 0.05 as high as it is wide. */
const MIN_INK = 0.01;

/**
 * Lines of a page in the order of reading, each with the box of its ink, turned the way the page is shown. Null when the
 * engine cannot open the page.
 */
export function readPdfPage(pdfium: Pdfium, document: number, index: number): ReadPdfPage | null {
  const page = pdfium.FPDF_LoadPage(document, index);
  if (page === 0) return null;
  const textPage = pdfium.FPDFText_LoadPage(page);
  try {
    const width = pdfium.FPDF_GetPageWidthF(page);
    const height = pdfium.FPDF_GetPageHeightF(page);
    const traits = inspectPdfPage(pdfium, page, textPage);
    if (textPage === 0) return { width, height, lines: [], traits };
    const rows = readRows(pdfium, textPage);
    const quarters = findDirection(rows);
    const toShown = createConverter(pdfium, page, width, height);
    const lines = arrangeLines(rows.map((row) => measureRow(row, quarters))).map((line) =>
      showLine(line, quarters, toShown),
    );
    return { width, height, lines, traits };
  } finally {
    if (textPage !== 0) pdfium.FPDFText_ClosePage(textPage);
    pdfium.FPDF_ClosePage(page);
  }
}

/** What the engine gives as one line. Of the characters that have ink: offset in the text, and box. */
interface RawRow {
  readonly text: string;
  readonly places: readonly number[];
  /** Four numbers a character, in the page's own space: left, right, bottom, top. */
  readonly boxes: readonly number[];
  /** Where the character in the middle stands on its line. */
  readonly origin: Point;
  /** Quarter turns anticlockwise that the writing is turned by; a fraction where it runs aslant. */
  readonly turns: number;
}

function readRows(pdfium: Pdfium, textPage: number): RawRow[] {
  const rows: RawRow[] = [];
  withMemory(pdfium, 4 * Float64Array.BYTES_PER_ELEMENT, (address) => {
    const raw = rawOf(pdfium).wasmExports;
    const { FPDFText_GetUnicode: getUnicode, FPDFText_GetCharBox: getBox } = raw;
    const at = address / Float64Array.BYTES_PER_ELEMENT;
    let text = '';
    let [indices, places, boxes]: [number[], number[], number[]] = [[], [], []];
    const endRow = (): void => {
      const middle = indices[indices.length >> 1];
      if (middle !== undefined) {
        raw.FPDFText_GetCharOrigin(textPage, middle, address, address + 8);
        const { HEAPF64: doubles } = rawOf(pdfium);
        const origin = [doubles[at] ?? 0, doubles[at + 1] ?? 0] as const;
        // The engine counts clockwise.
        const turns = -raw.FPDFText_GetCharAngle(textPage, middle) / (Math.PI / 2);
        const measured = isFlat(boxes) ? readLooseBoxes(pdfium, textPage, indices) : boxes;
        rows.push({ text, places, boxes: measured, origin, turns });
      }
      text = '';
      [indices, places, boxes] = [[], [], []];
    };
    const count = pdfium.FPDFText_CountChars(textPage);
    for (let index = 0; index < count; index += 1) {
      const code = getUnicode(textPage, index);
      if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        endRow();
        continue;
      }
      // Spaces that the engine invents have no box worth knowing.
      if (code > SPACE && getBox(textPage, index, address, address + 8, address + 16, address + 24) !== 0) {
        const { HEAPF64: doubles } = rawOf(pdfium);
        indices.push(index);
        places.push(text.length);
        boxes.push(doubles[at] ?? 0, doubles[at + 1] ?? 0, doubles[at + 2] ?? 0, doubles[at + 3] ?? 0);
      }
      const hyphen = code === LINE_END_HYPHEN || code === SOFT_HYPHEN;
      text += hyphen ? '-' : String.fromCodePoint(code > MAX_CODE_POINT ? 0 : code);
      if (code === LINE_END_HYPHEN) endRow();
    }
    endRow();
  });
  return rows;
}

/** Whether half of the boxes are hardly more than a line: 1/1000 of its size where the engine has no glyphs of a font. */
function isFlat(boxes: readonly number[]): boolean {
  let flat = 0;
  for (let at = 0; at < boxes.length; at += 4) {
    const width = (boxes[at + 1] ?? 0) - (boxes[at] ?? 0);
    const height = (boxes[at + 3] ?? 0) - (boxes[at + 2] ?? 0);
    if (Math.min(width, height) < MIN_INK * Math.max(width, height)) flat += 1;
  }
  return flat * 8 >= boxes.length;
}

/** The quarter turns that most characters of the page are turned by: a page may be shown, or written, sideways. */
function findDirection(rows: readonly RawRow[]): number {
  const counts = [0, 0, 0, 0];
  for (const { turns, places } of rows) {
    const quarters = Math.round(turns) & 3;
    counts[quarters] = (counts[quarters] ?? 0) + places.length;
  }
  return counts.indexOf(Math.max(...counts));
}

function measureRow({ text: source, places, boxes, origin, turns }: RawRow, quarters: number): PrintedRow {
  const text = repairLigatures(source, places, boxes);
  const turned = Math.abs(Math.round(turns) - turns) > MAX_SLANT || (Math.round(turns) & 3) !== quarters;
  const [, baseline] = turnPoint(quarters, ...origin);
  const along = turnBoxes(quarters, boxes);
  const cuts = turned ? [{ from: 0, to: places.length }] : cutRow(text, places, along);
  // Upside down the engine gives the end of a row first.
  const isInOrder = cuts.every(
    ({ from }, at) => at === 0 || (along[from * 4] ?? 0) > (along[(cuts[at - 1]?.from ?? 0) * 4] ?? 0),
  );
  const pieces = cuts.map(({ from, to }) => ({
    // Pieces may change places: each brings its space.
    text: `${text.slice(from === 0 ? 0 : places[from], places[to] ?? text.length)}${isInOrder ? '' : ' '}`,
    baseline,
    ...uniteBoxes(along, from, to),
  }));
  return { pieces: isInOrder ? pieces : pieces.sort((one, other) => one.left - other.left), turned };
}

function uniteBoxes(boxes: CharBoxes, from: number, to: number): Omit<PrintedLine, 'text' | 'baseline'> {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = from * 4; at < to * 4; at += 4) {
    left = Math.min(left, boxes[at] ?? left);
    right = Math.max(right, boxes[at + 1] ?? right);
    top = Math.min(top, boxes[at + 2] ?? top);
    bottom = Math.max(bottom, boxes[at + 3] ?? bottom);
  }
  return { left, right, top, bottom };
}

function showLine(line: PrintedLine, quarters: number, toShown: Converter): PrintedLine {
  const show = (x: number, y: number): Point => toShown(...turnPoint(quarters, x, y));
  const [, baseline] = show(line.left, line.baseline);
  const [x1, y1] = show(line.left, line.top);
  const [x2, y2] = show(line.right, line.bottom);
  return {
    text: line.text,
    left: Math.min(x1, x2),
    top: Math.min(y1, y2),
    right: Math.max(x1, x2),
    bottom: Math.max(y1, y2),
    baseline,
  };
}

type Converter = (x: number, y: number) => Point;

/** From the page's own space, y upwards, to the page as shown: crop box and rotation applied, y downwards. */
function createConverter(pdfium: Pdfium, page: number, width: number, height: number): Converter {
  const sizeX = Math.round(width * PIXELS_PER_POINT);
  const sizeY = Math.round(height * PIXELS_PER_POINT);
  const convert = (x: number, y: number): Point =>
    withMemory(pdfium, 8, (address) => {
      pdfium.FPDF_PageToDevice(page, 0, 0, sizeX, sizeY, 0, x, y, address, address + 4);
      const pixels = rawOf(pdfium).HEAP32;
      return [
        (pixels[address >> 2] ?? 0) / PIXELS_PER_POINT,
        (pixels[(address >> 2) + 1] ?? 0) / PIXELS_PER_POINT,
      ];
    });
  // It is linear: three points tell all, and a call for each corner of each line took a tenth of the reading.
  const [x0, y0] = convert(0, 0);
  const [xAcross, yAcross] = convert(REACH, 0);
  const [xUp, yUp] = convert(0, REACH);
  const [ax, ay, ux, uy] = [xAcross - x0, yAcross - y0, xUp - x0, yUp - y0].map((span) => span / REACH);
  return (x, y) => [x0 + x * (ax ?? 0) + y * (ux ?? 0), y0 + x * (ay ?? 0) + y * (uy ?? 0)];
}

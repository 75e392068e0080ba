import { type Pdfium, rawOf, withMemory } from './pdfium.ts';

/** What tells whether the text layer of a page can be believed. Characters are those that show: no spaces. */
export interface PageTraits {
  readonly characters: number;
  /** The font does not say which characters these are; the engine guessed. */
  readonly unmapped: number;
  /** Control, private use, unassigned and replacement characters. */
  readonly undecoded: number;
  /** Unmapped, and in a script that is not in wide use: what numbers of glyphs look like when taken for characters. */
  readonly rare: number;
  /** About how many are not to be seen: invisible and no layer over a scan, white on white, below 1.5 points. */
  readonly hidden: number;
  /** Some are drawn invisibly, as the text layer of a scan is. */
  readonly hasInvisible: boolean;
  /** Whether anything is drawn on it. */
  readonly isDrawn: boolean;
  /** Of the page's area, taken by its largest picture or form; 0 to 1. */
  readonly pictureShare: number;
}

/** Text is hidden by the phrase: one in eight characters tells, at least two must agree. */
const SAMPLE_EVERY = 8;
const MIN_SAMPLES = 2;
const MIN_POINTS = 1.5;
const WHITE_FROM = 250;
/** Where a picture takes half of the page, invisible text is its text layer. */
const SCAN_SHARE = 0.5;
const MAX_OBJECTS = 2000;

const SPACE = 0x20;
const LINE_END_HYPHEN = 0x02;
const MAX_CODE_POINT = 0x10ffff;
const INVISIBLE = 3;
const [TEXT, IMAGE, FORM] = [1, 3, 5];
const UNASSIGNED = /\p{Cn}/u;
const COMMON_SCRIPTS =
  /[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\u4E00-\u9FFF]/u;

/** Looks at an open page; about 0.1 ms for 3,000 characters. */
export function inspectPdfPage(pdfium: Pdfium, page: number, textPage: number): PageTraits {
  const shapes = readShapes(pdfium, page);
  const area = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page);
  const pictures = shapes.filter(({ type }) => type === IMAGE || type === FORM).map(areaOf);
  const pictureShare = area > 0 ? Math.min(1, Math.max(0, ...pictures) / area) : 0;
  const { counts, samples } = readCharacters(pdfium, textPage);
  const invisible = samples.filter((index) => isInvisible(pdfium, textPage, index)).length;
  const faint = samples.filter((index) => isFaint(pdfium, textPage, index, shapes)).length;
  const unseen = (pictureShare < SCAN_SHARE ? invisible : 0) + faint;
  return {
    ...counts,
    hidden: unseen >= MIN_SAMPLES ? Math.min(unseen * SAMPLE_EVERY, counts.characters) : 0,
    hasInvisible: invisible > 0,
    isDrawn: pdfium.FPDFPage_CountObjects(page) > 0,
    pictureShare,
  };
}

function readCharacters(pdfium: Pdfium, textPage: number) {
  const { FPDFText_GetUnicode: getUnicode, FPDFText_HasUnicodeMapError: hasMapError } =
    rawOf(pdfium).wasmExports;
  const samples: number[] = [];
  let [characters, unmapped, undecoded, rare] = [0, 0, 0, 0];
  const count = textPage === 0 ? 0 : pdfium.FPDFText_CountChars(textPage);
  for (let index = 0; index < count; index += 1) {
    const code = getUnicode(textPage, index);
    if (isBlank(code)) continue;
    if (characters % SAMPLE_EVERY === 0) samples.push(index);
    characters += 1;
    const isUnmapped = hasMapError(textPage, index) === 1;
    if (isUnmapped) unmapped += 1;
    if (isUndecoded(code)) undecoded += 1;
    else if (isUnmapped) {
      const character = String.fromCodePoint(code);
      if (UNASSIGNED.test(character)) undecoded += 1;
      else if (!COMMON_SCRIPTS.test(character)) rare += 1;
    }
  }
  return { counts: { characters, unmapped, undecoded, rare }, samples };
}

function isBlank(code: number): boolean {
  return code === SPACE || (code >= 0x09 && code <= 0x0d) || code === LINE_END_HYPHEN || code === 0xa0;
}

function isUndecoded(code: number): boolean {
  return (
    code < SPACE ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0xe000 && code <= 0xf8ff) ||
    code === 0xfffd ||
    (code >= 0xf0000 && code <= MAX_CODE_POINT) ||
    code > MAX_CODE_POINT
  );
}

function isInvisible(pdfium: Pdfium, textPage: number, index: number): boolean {
  const object = pdfium.FPDFText_GetTextObject(textPage, index);
  return object !== 0 && pdfium.FPDFTextObj_GetTextRenderMode(object) === INVISIBLE;
}

interface Shape {
  readonly type: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** White or see-through with nothing behind it, or too small to be read. */
function isFaint(pdfium: Pdfium, textPage: number, index: number, shapes: readonly Shape[]): boolean {
  return withMemory(pdfium, 4 * Float32Array.BYTES_PER_ELEMENT, (address) => {
    if (!pdfium.FPDFText_GetLooseCharBox(textPage, index, address)) return false;
    const [left = 0, top = 0, right = 0, bottom = 0] = rawOf(pdfium).HEAPF32.subarray(address >> 2);
    if (Math.max(top - bottom, right - left) < MIN_POINTS) return true;
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const at = (offset: number): number => address + offset * Uint32Array.BYTES_PER_ELEMENT;
    if (!pdfium.FPDFText_GetFillColor(textPage, index, at(0), at(1), at(2), at(3))) return false;
    const [red = 0, green = 0, blue = 0, alpha = 255] = rawOf(pdfium).HEAP32.subarray(address >> 2);
    const isWhite = Math.min(red, green, blue) >= WHITE_FROM || alpha === 0;
    return isWhite && !shapes.some((shape) => shape.type !== TEXT && covers(shape, x, y));
  });
}

function covers({ left, bottom, right, top }: Shape, x: number, y: number): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

function areaOf({ left, bottom, right, top }: Shape): number {
  return Math.max(0, right - left) * Math.max(0, top - bottom);
}

/** All that is drawn but text, in the page's own space. */
function readShapes(pdfium: Pdfium, page: number): Shape[] {
  const shapes: Shape[] = [];
  const count = Math.min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS);
  withMemory(pdfium, 4 * Float32Array.BYTES_PER_ELEMENT, (address) => {
    for (let index = 0; index < count; index += 1) {
      const object = pdfium.FPDFPage_GetObject(page, index);
      const type = pdfium.FPDFPageObj_GetType(object);
      if (type === TEXT) continue;
      if (!pdfium.FPDFPageObj_GetBounds(object, address, address + 4, address + 8, address + 12)) continue;
      const [left = 0, bottom = 0, right = 0, top = 0] = rawOf(pdfium).HEAPF32.subarray(address >> 2);
      shapes.push({ type, left, bottom, right, top });
    }
  });
  return shapes;
}

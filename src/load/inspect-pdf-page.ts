import { type Pdfium, rawOf, withMemory } from './pdfium.ts';

/** What tells whether the text layer of a page can be believed. Characters are those that show: no spaces. */
export interface PageTraits {
  readonly characters: number;
  /** Control, private use and replacement characters. */
  readonly undecoded: number;
  /** Share of characters whose font does not say which they are; the engine guessed. */
  readonly unmappedShare: number;
  /**
   * Share of those that are no letters of a script in wide use either, but undecoded, unassigned or rare: what numbers
   * of glyphs look like when taken for characters.
   */
  readonly impossibleShare: number;
  /** About how many are not to be seen: invisible and no layer over a scan, white on white, below 1.5 points. */
  readonly hidden: number;
  /** Some are drawn invisibly, as the text layer of a scan is. */
  readonly hasInvisible: boolean;
  /** Whether anything is drawn on it. */
  readonly isDrawn: boolean;
  /** Of the page's area, taken by its largest picture or form; 0 to 1. */
  readonly pictureShare: number;
}

/** What is asked of one character in eight, since asking all took 15 % of the time; two at least must agree. */
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

/** Looks at an open page: 0.1 ms for 3,000 characters. */
export function inspectPdfPage(pdfium: Pdfium, page: number, textPage: number): PageTraits {
  const shapes = readShapes(pdfium, page);
  const area = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page);
  const pictures = shapes.filter(({ type }) => type === IMAGE || type === FORM).map(areaOf);
  const pictureShare = area > 0 ? Math.min(1, Math.max(0, ...pictures) / area) : 0;
  const { characters, undecoded, samples } = readCharacters(pdfium, textPage);
  const { FPDFText_HasUnicodeMapError: hasMapError } = rawOf(pdfium).wasmExports;
  const unmapped = samples.filter(({ index }) => hasMapError(textPage, index) === 1);
  const impossible = unmapped.filter(({ code }) => isImpossible(code)).length;
  const { invisible, faint } = countUnseen(pdfium, textPage, samples, shapes);
  const unseen = (pictureShare < SCAN_SHARE ? invisible : 0) + faint;
  return {
    characters,
    undecoded,
    unmappedShare: unmapped.length / Math.max(1, samples.length),
    impossibleShare: impossible / Math.max(1, samples.length),
    hidden: unseen >= MIN_SAMPLES ? Math.min(unseen * SAMPLE_EVERY, characters) : 0,
    hasInvisible: invisible > 0,
    isDrawn: pdfium.FPDFPage_CountObjects(page) > 0,
    pictureShare,
  };
}

interface Sample {
  readonly index: number;
  readonly code: number;
}

function readCharacters(pdfium: Pdfium, textPage: number) {
  const { FPDFText_GetUnicode: getUnicode } = rawOf(pdfium).wasmExports;
  const samples: Sample[] = [];
  let [characters, undecoded] = [0, 0];
  const count = textPage === 0 ? 0 : pdfium.FPDFText_CountChars(textPage);
  for (let index = 0; index < count; index += 1) {
    const code = getUnicode(textPage, index);
    if (isBlank(code)) continue;
    if (characters % SAMPLE_EVERY === 0) samples.push({ index, code });
    characters += 1;
    if (isUndecoded(code)) undecoded += 1;
  }
  return { characters, undecoded, samples };
}

function isImpossible(code: number): boolean {
  if (isUndecoded(code)) return true;
  const character = String.fromCodePoint(code);
  return UNASSIGNED.test(character) || !COMMON_SCRIPTS.test(character);
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

interface Shape {
  readonly type: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** Characters of one text object look alike, so each object is asked once. */
function countUnseen(
  pdfium: Pdfium,
  textPage: number,
  samples: readonly Sample[],
  shapes: readonly Shape[],
): { invisible: number; faint: number } {
  let [invisible, faint] = [0, 0];
  let last = { object: 0, isInvisible: false, isFaint: false };
  const raw = rawOf(pdfium).wasmExports;
  withMemory(pdfium, 4 * Float32Array.BYTES_PER_ELEMENT, (address) => {
    for (const { index } of samples) {
      const object = raw.FPDFText_GetTextObject(textPage, index);
      if (object === 0) continue;
      if (object !== last.object) {
        const isInvisible = raw.FPDFTextObj_GetTextRenderMode(object) === INVISIBLE;
        last = { object, isInvisible, isFaint: isFaintAt(pdfium, textPage, index, shapes, address) };
      }
      if (last.isInvisible) invisible += 1;
      else if (last.isFaint) faint += 1;
    }
  });
  return { invisible, faint };
}

/** White or see-through with nothing behind it, or too small to be read. `address` lends 16 bytes. */
function isFaintAt(
  pdfium: Pdfium,
  textPage: number,
  index: number,
  shapes: readonly Shape[],
  address: number,
): boolean {
  const raw = rawOf(pdfium).wasmExports;
  if (!raw.FPDFText_GetLooseCharBox(textPage, index, address)) return false;
  const [left = 0, top = 0, right = 0, bottom = 0] = readFloats(pdfium, address);
  if (Math.max(top - bottom, right - left) < MIN_POINTS) return true;
  if (!raw.FPDFText_GetFillColor(textPage, index, address, address + 4, address + 8, address + 12))
    return false;
  const at = address >> 2;
  const [red = 0, green = 0, blue = 0, alpha = 255] = rawOf(pdfium).HEAP32.subarray(at, at + 4);
  const isWhite = Math.min(red, green, blue) >= WHITE_FROM || alpha === 0;
  if (!isWhite) return false;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return !shapes.some((shape) => covers(shape, x, y));
}

function readFloats(pdfium: Pdfium, address: number): Float32Array {
  return rawOf(pdfium).HEAPF32.subarray(address >> 2, (address >> 2) + 4);
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
  const raw = rawOf(pdfium).wasmExports;
  withMemory(pdfium, 4 * Float32Array.BYTES_PER_ELEMENT, (address) => {
    for (let index = 0; index < count; index += 1) {
      const object = raw.FPDFPage_GetObject(page, index);
      const type = raw.FPDFPageObj_GetType(object);
      if (type === TEXT) continue;
      if (!raw.FPDFPageObj_GetBounds(object, address, address + 4, address + 8, address + 12)) continue;
      const [left = 0, bottom = 0, right = 0, top = 0] = readFloats(pdfium, address);
      shapes.push({ type, left, bottom, right, top });
    }
  });
  return shapes;
}

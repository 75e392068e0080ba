import { type Pdfium, rawOf, withMemory } from '../pdfium.ts';

const RECT_FLOATS = 4;

/**
 * Boxes of characters by the ascent and descent of their font, in the page's own space: left, right, bottom, top. For
 * writing whose font is neither embedded nor known to the engine, so that the boxes of its ink are flat.
 */
export function readLooseBoxes(pdfium: Pdfium, textPage: number, indices: readonly number[]): number[] {
  const boxes: number[] = [];
  withMemory(pdfium, RECT_FLOATS * Float32Array.BYTES_PER_ELEMENT, (address) => {
    const at = address / Float32Array.BYTES_PER_ELEMENT;
    for (const index of indices) {
      pdfium.FPDFText_GetLooseCharBox(textPage, index, address);
      // FS_RECTF: left, top, right, bottom.
      const [left = 0, top = 0, right = 0, bottom = 0] = rawOf(pdfium).HEAPF32.subarray(at, at + RECT_FLOATS);
      boxes.push(left, right, bottom, top);
    }
  });
  return boxes;
}

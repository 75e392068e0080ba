import { dpiOfMetre, type ImageFrame, UPRIGHT } from './image-header.ts';

const FIRST_CHUNK_AT = 8;
const PER_METRE = 1;

/** PNG 1.2, sections 11.2.2 (IHDR) and 11.3.5.3 (pHYs). Throws RangeError where the file is cut. */
export function readPngHeader(bytes: Buffer): ImageFrame {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  let dpi: number | null = null;
  for (let at = FIRST_CHUNK_AT; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') break;
    if (type === 'pHYs' && bytes.readUInt8(at + 16) === PER_METRE)
      dpi = dpiOfMetre(bytes.readUInt32BE(at + 8));
  }
  return { width, height, orientation: UPRIGHT, dpi };
}

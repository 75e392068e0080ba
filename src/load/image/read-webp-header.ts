import { type ImageFrame, UPRIGHT } from './image-header.ts';

const FOURTEEN_BITS = 0x3fff;

/** The three kinds of WebP: lossy, lossless, extended. Null for others; throws RangeError where the file is cut. */
export function readWebpHeader(bytes: Buffer): ImageFrame | null {
  const kind = bytes.toString('latin1', 12, 16);
  const frame = (width: number, height: number): ImageFrame => ({
    width,
    height,
    orientation: UPRIGHT,
    dpi: null,
  });
  if (kind === 'VP8 ')
    return frame(bytes.readUInt16LE(26) & FOURTEEN_BITS, bytes.readUInt16LE(28) & FOURTEEN_BITS);
  if (kind === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return frame((bits & FOURTEEN_BITS) + 1, ((bits >>> 14) & FOURTEEN_BITS) + 1);
  }
  return kind === 'VP8X' ? frame(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1) : null;
}

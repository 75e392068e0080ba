import { dpiOfMetre, type ImageFrame, UPRIGHT } from './image-header.ts';

const INFO_HEADER_BYTES = 40;

/** Windows bitmaps; a negative height counts from the top. Throws RangeError where the file is cut. */
export function readBmpHeader(bytes: Buffer): ImageFrame {
  if (bytes.readUInt32LE(14) < INFO_HEADER_BYTES)
    return { width: bytes.readUInt16LE(18), height: bytes.readUInt16LE(20), orientation: UPRIGHT, dpi: null };
  const [width, height] = [bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))];
  return { width, height, orientation: UPRIGHT, dpi: dpiOfMetre(bytes.readInt32LE(38)) };
}

import { checkDpi, checkOrientation, dpiOfCentimetre, type ImageFrame, UPRIGHT } from './image-header.ts';
import { readTiffFrames } from './read-tiff-frames.ts';

const START_OF_IMAGE_BYTES = 2;
const JFIF_PER_INCH = 1;
const JFIF_PER_CENTIMETRE = 2;

/** JPEG: the frame header, the density of JFIF, the orientation of EXIF. Null where there is no frame; throws RangeError where the file is cut. */
export function readJpegHeader(bytes: Buffer): ImageFrame | null {
  let [dpi, orientation]: [number | null, number] = [null, UPRIGHT];
  for (let at = START_OF_IMAGE_BYTES; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const segment = bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2));
    if (isFrame(marker))
      return { height: segment.readUInt16BE(1), width: segment.readUInt16BE(3), orientation, dpi };
    if (marker === 0xe0 && segment.toString('latin1', 0, 4) === 'JFIF') dpi = readDensity(segment) ?? dpi;
    if (marker === 0xe1 && segment.toString('latin1', 0, 4) === 'Exif')
      orientation = readOrientation(segment);
    at += 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  }
  return null;
}

/** SOF0 to SOF15, among which stand DHT (C4), JPG (C8) and DAC (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readDensity(segment: Buffer): number | null {
  if (segment.length < 10) return null;
  const [unit, density] = [segment.readUInt8(7), segment.readUInt16BE(8)];
  if (unit === JFIF_PER_INCH) return checkDpi(density);
  return unit === JFIF_PER_CENTIMETRE ? dpiOfCentimetre(density) : null;
}

/** EXIF is a TIFF file after `Exif\0\0`. */
function readOrientation(segment: Buffer): number {
  try {
    return checkOrientation(readTiffFrames(segment.subarray(6), 1)[0]?.orientation ?? UPRIGHT);
  } catch {
    return UPRIGHT;
  }
}

import { checkDpi, checkOrientation, dpiOfCentimetre, type ImageFrame, UPRIGHT } from './image-header.ts';

export interface TiffFrame extends ImageFrame {
  /** Of its directory in the file. */
  readonly offset: number;
  readonly compression: number;
}

const [WIDTH, HEIGHT, COMPRESSION, ORIENTATION, RESOLUTION, RESOLUTION_UNIT] = [256, 257, 259, 274, 282, 296];
const ENTRY_BYTES = 12;
const SHORT = 3;
const PER_CENTIMETRE = 3;
/** Where the header tells the offset of the first directory. */
export const FIRST_OFFSET_AT = 4;

/** The directories of a TIFF 6.0 file in order, at most `maxFrames`. Throws RangeError where the file is cut. */
export function readTiffFrames(bytes: Buffer, maxFrames: number): TiffFrame[] {
  const isLittle = isLittleEndian(bytes);
  const short = (at: number): number => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number): number => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const frames: TiffFrame[] = [];
  const seen = new Set<number>();
  for (let offset = long(FIRST_OFFSET_AT); offset !== 0 && !seen.has(offset); ) {
    if (frames.length === maxFrames) break;
    seen.add(offset);
    const count = short(offset);
    const values = new Map<number, number>();
    for (let index = 0; index < count; index += 1) {
      const at = offset + 2 + index * ENTRY_BYTES;
      const [tag, type] = [short(at), short(at + 2)];
      if (tag === RESOLUTION) values.set(tag, long(long(at + 8)) / long(long(at + 8) + 4));
      else values.set(tag, type === SHORT ? short(at + 8) : long(at + 8));
    }
    frames.push(toFrame(values, offset));
    offset = long(offset + 2 + count * ENTRY_BYTES);
  }
  return frames;
}

/** Writes the offset of a directory where the first one is looked for: readers that know one frame then read that one. */
export function chooseTiffFrame(bytes: Buffer, frame: TiffFrame): void {
  if (isLittleEndian(bytes)) bytes.writeUInt32LE(frame.offset, FIRST_OFFSET_AT);
  else bytes.writeUInt32BE(frame.offset, FIRST_OFFSET_AT);
}

function isLittleEndian(bytes: Buffer): boolean {
  return bytes[0] === 'I'.charCodeAt(0);
}

function toFrame(values: ReadonlyMap<number, number>, offset: number): TiffFrame {
  const density = values.get(RESOLUTION) ?? 0;
  return {
    offset,
    compression: values.get(COMPRESSION) ?? 1,
    width: values.get(WIDTH) ?? 0,
    height: values.get(HEIGHT) ?? 0,
    orientation: checkOrientation(values.get(ORIENTATION) ?? UPRIGHT),
    dpi: values.get(RESOLUTION_UNIT) === PER_CENTIMETRE ? dpiOfCentimetre(density) : checkDpi(density),
  };
}

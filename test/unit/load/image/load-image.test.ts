import { expect, test } from 'vitest';
import { readImageFrames } from '../../../../src/load/image/read-image-frames.ts';
import { chooseTiffFrame, readTiffFrames } from '../../../../src/load/image/read-tiff-frames.ts';
import { loadImage } from '../../../../src/load/load-image.ts';
import { collectLoad, WIDE_LIMITS } from '../collect-load.ts';
import { makePng, makePngHead } from '../make-png.ts';

const load = (bytes: Uint8Array, mediaType = 'image/png', limits = WIDE_LIMITS) =>
  collectLoad(loadImage(bytes, { mediaType, bytes: bytes.length, charset: null }, limits));

const blank = makePng({ width: 40, height: 30, pixels: new Uint8Array(1200).fill(255) });

/** Directories of four entries: width, height, compression, resolution per inch; `next` points to the one behind. */
function makeTiff(
  frames: readonly (readonly [width: number, height: number, compression: number])[],
): Buffer {
  const bytes = Buffer.alloc(16 + frames.length * 54);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(16, 4);
  bytes.writeUInt32LE(300, 8);
  bytes.writeUInt32LE(1, 12);
  for (const [index, [width, height, compression]] of frames.entries()) {
    const at = 16 + index * 54;
    bytes.writeUInt16LE(4, at);
    const entries = [
      [256, 3, width],
      [257, 4, height],
      [259, 3, compression],
      [282, 5, 8],
    ] as const;
    for (const [entry, [tag, type, value]] of entries.entries()) {
      bytes.writeUInt16LE(tag, at + 2 + entry * 12);
      bytes.writeUInt16LE(type, at + 4 + entry * 12);
      bytes.writeUInt32LE(1, at + 6 + entry * 12);
      bytes.writeUInt32LE(value, at + 10 + entry * 12);
    }
    bytes.writeUInt32LE(index === frames.length - 1 ? 0 : at + 54, at + 50);
  }
  return bytes;
}

test('a picture of 50,000 by 50,000 pixels is refused by its header, the limit named', async () => {
  await expect(load(makePngHead(50_000, 50_000))).rejects.toMatchObject({
    code: 'DOCUMENT_TOO_COMPLEX',
    message: expect.stringContaining('50000 x 50000 pixels; the limit is 24 million'),
  });
});

test.each([
  ['cut short', blank.subarray(0, 70), 'image/png', 'DOCUMENT_UNREADABLE'],
  ['without a size', makePngHead(0, 10), 'image/png', 'DOCUMENT_UNREADABLE'],
  ['header only', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 'image/jpeg', 'DOCUMENT_UNREADABLE'],
  ['TIFF with JPEG inside', makeTiff([[10, 10, 7]]), 'image/tiff', 'DOCUMENT_UNREADABLE'],
  ['nothing to read', blank, 'image/png', 'DOCUMENT_HAS_NO_TEXT'],
])('%s', async (_what, bytes, mediaType, code) => {
  await expect(load(bytes, mediaType)).rejects.toMatchObject({ code });
});

test('with recognition off the hint says how to turn it on', async () => {
  await expect(load(blank, 'image/png', { ...WIDE_LIMITS, ocr: false })).rejects.toMatchObject({
    code: 'DOCUMENT_HAS_NO_TEXT',
    hint: expect.stringContaining('OCR=on'),
  });
});

test('sizes, resolution and orientation come from the headers', () => {
  const frame = (bytes: Buffer | Uint8Array, mediaType: string) =>
    readImageFrames(Buffer.from(bytes), mediaType, 10)[0];
  expect(frame(blank, 'image/png')).toMatchObject({ width: 40, height: 30, orientation: 1 });
  expect(frame(blank, 'image/png')?.dpi).toBeCloseTo(200, 1);
  const exif = 'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0';
  const jpeg = Buffer.from(
    `\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\x01\x2c\x01\x2c\0\0\xff\xe1\0\x22${exif}\xff\xc0\0\x0b\x08\0\x14\0\x1e\x01\0\0\0`,
    'latin1',
  );
  expect(frame(jpeg, 'image/jpeg')).toEqual({ width: 30, height: 20, orientation: 6, dpi: 300 });
  const webp = Buffer.from('RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x0f\0\0\x1f\0\0', 'latin1');
  expect(frame(webp, 'image/webp')).toMatchObject({ width: 16, height: 32 });
  const bmp = Buffer.alloc(54);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(7, 18);
  bmp.writeInt32LE(-9, 22);
  expect(frame(bmp, 'image/bmp')).toEqual({ width: 7, height: 9, orientation: 1, dpi: null });
});

test('the pictures of a TIFF file are found in order, each can be made the first; a ring of them ends', () => {
  const tiff = makeTiff([
    [10, 20, 1],
    [30, 40, 4],
  ]);
  expect(readTiffFrames(tiff, 10)).toMatchObject([
    { width: 10, height: 20, dpi: 300, compression: 1 },
    { width: 30, height: 40, dpi: 300, compression: 4 },
  ]);
  const second = readTiffFrames(tiff, 10)[1];
  if (!second) throw new Error('no second picture');
  const turned = Buffer.from(tiff);
  chooseTiffFrame(turned, second);
  expect(readTiffFrames(turned, 10)).toMatchObject([{ width: 30 }]);
  tiff.writeUInt32LE(16, 16 + 54 + 50);
  expect(readTiffFrames(tiff, 10)).toHaveLength(2);
});

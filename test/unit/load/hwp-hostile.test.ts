import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { WIDE_LIMITS } from './collect-load.ts';
import { loadBody, loadBytes } from './load-made-hwp.ts';
import { listHwpStreams, makeHwp, paragraph, record, table, textTable } from './make-hwp.ts';
import { makeOle } from './make-ole.ts';

const MEGABYTE = 2 ** 20;
const SECTOR_BYTES = 512;
const sections = [Buffer.concat(Array.from({ length: 400 }, (_, index) => paragraph(`비밀 항구 ${index}`)))];
const whole = makeHwp({ sections, isPlain: true });

/** A copy with 32 bits changed. */
function poke(at: number, value: number): Buffer {
  const copy = Buffer.from(whole);
  copy.writeUInt32LE(value, at);
  return copy;
}
const sectorAt = (index: number) => (index + 1) * SECTOR_BYTES;
const fatStart = sectorAt(whole.readUInt32LE(76));
const directoryStart = sectorAt(whole.readUInt32LE(48));
const directorySector = whole.readUInt32LE(48);

const withSection = (section: Buffer, isPlain = true) =>
  makeOle({ ...listHwpStreams({ sections: [], isPlain }), 'BodyText/Section0': section });

describe('DOCUMENT_UNREADABLE', () => {
  test.each([
    ['a chain that is a circle', poke(fatStart + 4 * directorySector, directorySector)],
    ['a chain that leads outside', poke(fatStart + 4 * directorySector, 0x00ffffff)],
    ['a directory outside of the file', poke(48, 0x00ffffff)],
    ['sectors of an unknown size', poke(30, 0xffff)],
    ['a stream that is larger than the file', pokeSize('Section0', 0xfffffff0)],
    ['a stream that is longer than its chain', pokeSize('Section0', whole.length - 1)],
    ['no root in the directory', poke(directoryStart + 64, 0)],
    ['no Hangul document', makeOle({ WordDocument: Buffer.alloc(10) })],
    ['another signature', makeOle({ ...listHwpStreams({ sections }), FileHeader: Buffer.alloc(256, 'x') })],
    ['no sections', makeHwp({ sections: [] })],
    ['a version to come', makeHwp({ sections, version: 0x06_00_00_00 })],
    ['a record beyond the end', withSection(record(0x43, 1, Buffer.from('가'), 100))],
    ['a record of almost 4 GB', withSection(record(0x43, 1, Buffer.from('가'), 0xfffffff0))],
    ['half a record header', withSection(Buffer.concat([paragraph('가'), Buffer.from([0x42, 0])]))],
    ['a section that is not packed', withSection(Buffer.alloc(300, 0xff), false)],
    [
      'a section that is packed halfway',
      withSection(deflateRawSync(Buffer.concat(sections)).subarray(0, 200), false),
    ],
    [
      'a distribution document without its key',
      makeHwp({ sections: [], flags: 4, streams: { 'ViewText/Section0': Buffer.alloc(99) } }),
    ],
  ])('%s', async (_what, bytes) => {
    await expect(loadBytes(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE', retryable: false });
  });

  test('a document cut short anywhere', async () => {
    for (const share of [0, 0.01, 0.3, 0.6, 0.95])
      await expect(loadBytes(whole.subarray(0, whole.length * share))).rejects.toMatchObject({
        code: 'DOCUMENT_UNREADABLE',
      });
  });

  test('a circle among the directory’s entries ends', async () => {
    // The right sibling of the first entry below the root is itself.
    expect((await loadBytes(whole)).pages[0]?.text).toContain('비밀 항구 0');
    await expect(loadBytes(poke(directoryStart + 128 + 72, 1))).rejects.toMatchObject({
      code: 'DOCUMENT_UNREADABLE',
    });
  });
});

function pokeSize(name: string, size: number): Buffer {
  const at = whole.indexOf(Buffer.from(`${name}\0`, 'utf16le'), directoryStart);
  return poke(at + 120, size);
}

test.each([
  [2, 'password'],
  [0x10, 'DRM'],
  [0x100, 'certificate'],
  [0x400, 'DRM'],
])('the flag %i: DOCUMENT_ENCRYPTED', async (flags, what) => {
  await expect(loadBytes(makeHwp({ sections, flags }))).rejects.toMatchObject({
    code: 'DOCUMENT_ENCRYPTED',
    message: expect.stringContaining(what),
  });
});

describe('limits', () => {
  test.each([
    [
      'as one record',
      record(0x43, 1, Buffer.alloc(0), 2 ** 30),
      'DOCUMENT_LIMIT_EXCEEDED',
      '100 times its packed size',
    ],
    ['as empty records', Buffer.alloc(0), 'DOCUMENT_TOO_COMPLEX', '2000000 records'],
  ])('a gigabyte of zeros %s is refused while it is unpacked', async (_how, start, code, message) => {
    const pack = (bytes: Buffer) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
    const megabyte = pack(Buffer.alloc(MEGABYTE));
    const bomb = withSection(
      Buffer.concat([pack(start), ...Array.from({ length: 1024 }, () => megabyte)]),
      false,
    );
    expect(bomb.length).toBeLessThan(2 * MEGABYTE);
    await expect(loadBytes(bomb)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test('on what is unpacked holds for all streams together', async () => {
    const many = Array.from({ length: 5 }, () => sections[0] ?? Buffer.alloc(0));
    const maxExpandedBytes = 4 * (many[0]?.length ?? 0);
    await expect(
      loadBytes(makeHwp({ sections: many }), { ...WIDE_LIMITS, maxExpandedBytes }),
    ).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining(`${maxExpandedBytes} bytes when unpacked`),
    });
  });

  test('on text counts before the first page ends', async () => {
    const limits = { ...WIDE_LIMITS, maxTextBytes: 300 };
    await expect(loadBytes(whole, limits)).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining('300 bytes of text'),
    });
  });

  test('on pages', async () => {
    const pages = Buffer.concat(Array.from({ length: 11 }, () => paragraph('', { divide: 4 })));
    await expect(
      loadBytes(makeHwp({ sections: [pages, paragraph('끝')] }), { ...WIDE_LIMITS, maxPages: 10 }),
    ).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining('10 pages'),
    });
  });
});

describe('nesting', () => {
  test('200,000 records each below the one before: their text is nobody’s', async () => {
    const nested = Array.from({ length: 200_000 }, (_, index) => record(0x4c, Math.min(index + 1, 1023)));
    const { text } = await loadBody([paragraph('가'), ...nested, paragraph('나')]);
    expect(text).toBe('가\n\n나');
  });

  test('tables in tables without end: DOCUMENT_TOO_COMPLEX', async () => {
    const nest =
      (depth: number) =>
      (level: number): Buffer => {
        const inner = depth === 0 ? '끝' : [table([[{ row: 0, column: 0 }, nest(depth - 1)]])];
        return paragraph(inner, {}, level);
      };
    expect((await loadBody([nest(20)(0)])).text).toBe('끝');
    await expect(loadBody([nest(100)(0)])).rejects.toMatchObject({ code: 'DOCUMENT_TOO_COMPLEX' });
  });

  test('cells that claim to span all rows', async () => {
    const cells = Array.from(
      { length: 1_500 },
      (_, row) =>
        [{ row, column: 0, rowSpan: 0xffff }, (level: number) => paragraph(`칸 ${row}`, {}, level)] as const,
    );
    const { text } = await loadBody([paragraph([table(cells)])]);
    expect(text).toContain('칸 0\n');
    expect(text).toContain('칸 1499');
  });

  test('a control without its record is passed over', async () => {
    const bytes = paragraph([textTable([['가', '나']]), '본문']);
    const textStart = record(0x42, 0, Buffer.alloc(24)).length;
    const textEnd = textStart + 4 + (bytes.readUInt32LE(textStart) >>> 20);
    const { text } = await loadBody([bytes.subarray(0, textEnd)]);
    expect(text).toBe('본문');
  });
});

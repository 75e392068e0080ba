import { describe, expect, test } from 'vitest';
import { detectMediaType, needsTail } from '../../../src/load/detect-media-type.ts';
import { makeHwp, paragraph } from './make-hwp.ts';
import { makeHwpx, paragraph as paragraphOfHwpx } from './make-hwpx.ts';
import { makeOle } from './make-ole.ts';

const HEAD_BYTES = 8 * 1024;
const TAIL_BYTES = 512 * 1024;

/** As an upload does: from the head, and from the tail where that is asked for. */
function detect(bytes: Buffer, filename: string | null = null, declared: string | null = null) {
  const head = bytes.subarray(0, HEAD_BYTES);
  const tail = needsTail(head) ? bytes.subarray(-TAIL_BYTES) : undefined;
  return detectMediaType({ head, tail, filename, declared });
}

const section = paragraph('비밀 항구');
const small = makeHwp({ sections: [section] });
/** The directory lies behind all streams, far from the head. */
const middle = makeHwp({ sections: [section], streams: { Scripts: Buffer.alloc(100_000) } });
const large = makeHwp({ sections: [section], streams: { Scripts: Buffer.alloc(1_000_000) } });

describe('HWP', () => {
  test.each([
    ['whose directory is in the head', small, null],
    ['whose directory is in the tail', middle, null],
    ['whose directory is nowhere seen, by its name', large, '보고서.hwp'],
  ])('%s', (_where, bytes, filename) => {
    expect(detect(bytes, filename)).toEqual({ mediaType: 'application/x-hwp', warnings: [] });
  });

  test.each(['application/x-hwp', 'application/haansofthwp', 'application/vnd.hancom.hwp'])(
    'declared %s',
    (declared) => {
      expect(detect(small, 'a.hwp', declared)).toEqual({ mediaType: 'application/x-hwp', warnings: [] });
      expect(detect(large, null, declared).mediaType).toBe('application/x-hwp');
    },
  );

  test('under another name it is HWP, with a warning', () => {
    expect(detect(small, 'a.doc', 'application/msword')).toMatchObject({
      mediaType: 'application/x-hwp',
      warnings: [{ code: 'MEDIA_TYPE_MISMATCH' }],
    });
  });

  test('the head tells it when the directory is there', () => {
    expect(needsTail(small.subarray(0, HEAD_BYTES))).toBe(false);
    expect(needsTail(middle.subarray(0, HEAD_BYTES))).toBe(true);
  });
});

describe('HWPX', () => {
  const bytes = Buffer.from(makeHwpx({ sections: [paragraphOfHwpx('비밀')] }));
  test.each([null, 'application/hwp+zip', 'application/vnd.hancom.hwpx', 'application/haansofthwpx'])(
    'declared %s',
    (declared) => {
      expect(detect(bytes, 'a.hwpx', declared)).toEqual({ mediaType: 'application/hwp+zip', warnings: [] });
    },
  );

  test('under another name it is HWPX, with a warning', () => {
    expect(detect(bytes, 'a.zip')).toMatchObject({
      mediaType: 'application/hwp+zip',
      warnings: [{ code: 'MEDIA_TYPE_MISMATCH' }],
    });
  });
});

describe('other OLE files are refused with what to do', () => {
  const stream = Buffer.alloc(5_000);
  test.each([
    [{ WordDocument: stream, '1Table': stream }, /old Word document.*\.docx/],
    [{ Workbook: stream }, /old Excel workbook.*\.xlsx/],
    [{ 'PowerPoint Document': stream }, /old PowerPoint presentation.*\.pptx/],
    [{ '__properties_version1.0': stream }, /Outlook message/],
    [{ EncryptionInfo: stream, EncryptedPackage: stream }, /password.*save it without/],
    [{ Other: stream }, /OLE document \(DOC, XLS, PPT: save it as \.docx/],
    // Storages are no streams: a document in another one does not decide.
    [{ WordDocument: stream, 'ObjectPool/FileHeader': stream }, /old Word document/],
  ])('%#', (streams, message) => {
    const refusal = expect.objectContaining({
      code: 'MEDIA_TYPE_UNSUPPORTED',
      message: expect.stringMatching(message),
    });
    expect(() => detect(makeOle(streams), 'a.bin')).toThrow(refusal);
    const far = makeOle({ Filling: Buffer.alloc(100_000), ...streams });
    expect(() => detect(far, 'a.bin')).toThrow(refusal);
  });

  test('HWP 3: save it as HWPX', () => {
    expect(() => detect(Buffer.from('HWP Document File V3.00 \x1a\x01\x02', 'latin1'), 'a.hwp')).toThrow(
      /version 3.*save it as HWPX/,
    );
  });
});

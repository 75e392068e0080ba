import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText, isKnownCharset } from '../../../src/load/decode-text.ts';

const KOREAN =
  '재택근무는 하루 전까지 신청하고 팀장의 승인을 받아야 합니다. 똠방각하와 펲시콜라, 뷁, 햏, 힣.';

describe('decodeText', () => {
  test.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
    '%s by its byte order mark',
    (charset) => {
      const bytes = iconv.encode(KOREAN, charset, { addBOM: true });
      expect(decodeText(bytes, null)).toEqual({ text: KOREAN, charset, warnings: [] });
      // The mark is surer than a label.
      expect(decodeText(bytes, 'cp949').text).toBe(KOREAN);
    },
  );

  test('UTF-8 without a mark', () => {
    expect(decodeText(Buffer.from(KOREAN), null)).toMatchObject({ text: KOREAN, charset: 'utf-8' });
  });

  test('CP949 with the syllables that EUC-KR lacks', () => {
    expect(decodeText(iconv.encode(KOREAN, 'cp949'), null)).toMatchObject({ text: KOREAN, charset: 'cp949' });
  });

  test('short CP949', () => {
    expect(decodeText(iconv.encode('홍길동', 'cp949'), null).text).toBe('홍길동');
  });

  test.each([
    ['Latin-1', iconv.encode('Le café est fermé à Noël, désolé.', 'latin1')],
    ['Shift_JIS', iconv.encode('日本語の文章です。これは試験のための文です。', 'shift_jis')],
    ['EUC-JP', iconv.encode('日本語の文章です。これは試験のための文です。', 'euc-jp')],
    ['GBK', iconv.encode('在家工作需要提前一天申请并得到主管的批准，公司提供电脑和显示器。', 'gbk')],
    ['noise', Uint8Array.from({ length: 200 }, (_, index) => (index * 73 + 131) % 256)],
  ])('%s without a label is refused with a hint, not misread', (_what, bytes) => {
    expect(() => decodeText(bytes, null)).toThrow(
      expect.objectContaining({ code: 'CHARSET_UNKNOWN', hint: expect.stringContaining('charset') }),
    );
  });

  test('a label decides', () => {
    const text = '日本語の文章です。';
    expect(decodeText(iconv.encode(text, 'shift_jis'), 'Shift_JIS').text).toBe(text);
    expect(decodeText(iconv.encode(KOREAN, 'cp949'), 'EUC-KR')).toMatchObject({
      text: KOREAN,
      charset: 'cp949',
    });
  });

  test('ISO-2022-JP, which looks like ASCII, by its label and by its escapes; colours of a terminal are text', () => {
    const bytes = Buffer.from('\x1b$BF|K\\8l\x1b(B.', 'latin1');
    expect(decodeText(bytes, 'ISO-2022-JP').text).toBe('日本語.');
    expect(decodeText(bytes, null).text).toBe('日本語.');
    expect(decodeText(Buffer.from('\x1b[31m$B\x1b[0m'), null).charset).toBe('utf-8');
  });

  test('a label that does not fit is warned about', () => {
    const { warnings } = decodeText(iconv.encode(KOREAN, 'cp949'), 'utf-8');
    expect(warnings.map((warning) => warning.code)).toEqual(['CHARSET_LOSSY']);
  });

  test('an unknown label is refused', () => {
    expect(() => decodeText(Buffer.from('a'), 'klingon')).toThrow(
      expect.objectContaining({ code: 'CHARSET_UNKNOWN' }),
    );
  });
});

test.each([
  ['euc-kr', true],
  ['KS_C_5601-1987', true],
  ['ms949', true],
  ['uhc', true],
  ['UTF-8', true],
  ['shift_jis', true],
  ['windows-1252', true],
  ['klingon', false],
  ['base64', false],
  ['hex', false],
  ['', false],
  ['utf-8; drop table', false],
  ['ISO-2022-JP', true],
  ['iso-2022-kr', false],
])('isKnownCharset(%j) is %s', (label, known) => {
  expect(isKnownCharset(label)).toBe(known);
});

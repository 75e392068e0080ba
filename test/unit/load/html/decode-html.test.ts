import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeHtml } from '../../../../src/load/html/decode-html.ts';
import { findHtmlCharset } from '../../../../src/load/html/find-html-charset.ts';

const KOREAN = '재택근무는 하루 전까지 신청하고 팀장의 승인을 받아야 합니다. 똠방각하와 펲시콜라.';
const page = (head: string, text = KOREAN) =>
  `<html><head>${head}<title>x</title></head><p>${text}</p></html>`;
const META = (charset: string) => `<meta http-equiv="Content-Type" content="text/html; charset=${charset}">`;

describe('findHtmlCharset', () => {
  test.each<[string, string | null]>([
    ['<meta charset="euc-kr">', 'euc-kr'],
    ['<META CHARSET=EUC-KR>', 'euc-kr'],
    [META('ks_c_5601-1987'), 'ks_c_5601-1987'],
    [`<meta content='text/html; charset = "utf-8"' http-equiv=content-type>`, 'utf-8'],
    ['<?xml version="1.0" encoding="EUC-KR"?><html>', 'euc-kr'],
    ['<!-- <meta charset=a> --><meta name=b content="charset=c"><meta charset=d>', 'd'],
    ['<p title="<meta charset=a>"><meta charset=b>', 'b'],
    ['<script>"<meta charset=a>"</script>', null],
    ['<meta charset=iso-8859-1>', 'windows-1252'],
    ['<meta charset=utf-16>', 'utf-8'],
    [`${' '.repeat(1010)}<meta charset=euc-kr>`, null],
    ['<p>charset=euc-kr', null],
  ])('%j: %s', (head, label) => {
    expect(findHtmlCharset(Buffer.from(head, 'latin1'))).toBe(label);
  });
});

describe('decodeHtml', () => {
  test.each(['euc-kr', 'ks_c_5601-1987', 'EUC-KR', 'x-unknown'])('CP949 labelled %s', (label) => {
    const source = page(META(label));
    expect(decodeHtml(iconv.encode(source, 'cp949'), null)).toEqual({
      text: source,
      charset: 'cp949',
      warnings: [],
    });
  });

  test('a label decides where the bytes do not tell', () => {
    const source = page('<meta charset="iso-8859-1">', 'Café für 3,50 €');
    expect(decodeHtml(iconv.encode(source, 'windows-1252'), null).text).toBe(source);
    const japanese = page('<meta charset="shift_jis">', '日本語の文章です。');
    expect(decodeHtml(iconv.encode(japanese, 'shift_jis'), null).text).toBe(japanese);
  });

  test('a label that lies loses against the bytes', () => {
    const utf8 = page('<meta charset="euc-kr">');
    expect(decodeHtml(Buffer.from(utf8), null)).toMatchObject({ text: utf8, charset: 'utf-8' });
    const cp949 = page('<meta charset="utf-8">');
    expect(decodeHtml(iconv.encode(cp949, 'cp949'), null)).toMatchObject({ text: cp949, charset: 'cp949' });
  });

  test('UTF-8 with a damaged character is still UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from(page('<meta charset="utf-8">')), Buffer.from([0xff])]);
    const { text, warnings } = decodeHtml(bytes, null);
    expect(text).toContain(KOREAN);
    expect(warnings.map(({ code }) => code)).toEqual(['CHARSET_LOSSY']);
  });

  test('the caller knows better than the page, a byte order mark better than both', () => {
    const source = page('<meta charset="utf-8">');
    expect(decodeHtml(iconv.encode(source, 'cp949'), 'euc-kr').text).toBe(source);
    expect(decodeHtml(iconv.encode(source, 'utf-16le', { addBOM: true }), 'euc-kr').text).toBe(source);
  });

  const JAPANESE = '\x1b$BF|K\\8l\x1b(B';
  test.each(['<meta charset="iso-2022-jp">', META('ISO-2022-JP'), '', '<meta charset="utf-8">'])(
    'ISO-2022-JP under %j',
    (head) => {
      const decoded = decodeHtml(Buffer.from(page(head, JAPANESE), 'latin1'), null);
      expect(decoded).toEqual({ text: page(head, '日本語'), charset: 'iso-2022-jp', warnings: [] });
    },
  );

  test.each([
    ['iso-2022-kr', '\x1b$)C\x0e0!'],
    ['iso-2022-cn', '\x1b$)A\x0e0!'],
    ['hz-gb-2312', '~{VPND~}'],
    ['x-none', '\x1b$)C\x0e0!'],
  ])('%s is not taken for text', (label, text) => {
    const bytes = Buffer.from(page(`<meta charset="${label}">`, text), 'latin1');
    expect(() => decodeHtml(bytes, null)).toThrow(expect.objectContaining({ code: 'CHARSET_UNKNOWN' }));
  });

  test('a label alone does no harm to a page in ASCII', () => {
    const source = page('<meta charset="hz-gb-2312">', 'plain');
    expect(decodeHtml(Buffer.from(source), null).text).toBe(source);
  });

  test('without a label, letters with accents between others are windows-1252, with a warning', () => {
    const source = page('', 'Café, déjà vu, où – “für 3,50 €”');
    const decoded = decodeHtml(iconv.encode(source, 'windows-1252'), null);
    expect(decoded).toMatchObject({ text: source, charset: 'windows-1252' });
    expect(decoded.warnings.map(({ code }) => code)).toEqual(['CHARSET_GUESSED']);
  });

  test('CP949 without a label is Korean, without a warning', () => {
    const bytes = iconv.encode(page(''), 'cp949');
    expect(decodeHtml(bytes, null)).toEqual({ text: page(''), charset: 'cp949', warnings: [] });
  });

  test.each([
    // One byte is damaged, so that it is no CP949 either.
    ['Korean', Buffer.concat([iconv.encode(page(''), 'cp949'), Buffer.from([0xff])])],
    ['Japanese', iconv.encode(page('', '日本語の文章です。これは試験の文です。'), 'shift_jis')],
    ['Chinese', iconv.encode(page('', '在家工作需要提前一天申请并得到批准。'), 'gbk')],
    ['Russian', iconv.encode(page('', 'Правила внутреннего распорядка'), 'windows-1251')],
  ])('%s without a label is not taken for windows-1252', (_what, bytes) => {
    expect(() => decodeHtml(bytes, null)).toThrow(expect.objectContaining({ code: 'CHARSET_UNKNOWN' }));
  });
});

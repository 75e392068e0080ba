import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { detectMediaType, needsTail } from '../../../src/load/detect-media-type.ts';
import { DOCX_MEDIA_TYPE, PPTX_MEDIA_TYPE, XLSX_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { listDocxParts, makeDocx, paragraph, zipFiles } from './make-docx.ts';

const detect = (head: string | Uint8Array, filename: string | null, declared: string | null = null) =>
  detectMediaType({
    head: typeof head === 'string' ? Buffer.from(head, 'latin1') : head,
    filename,
    declared,
  });

describe('binary formats go by their content', () => {
  test('a PDF is a PDF under any name', () => {
    expect(detect('%PDF-1.7\n%\xe2\xe3', 'a.pdf', 'application/pdf')).toEqual({
      mediaType: 'application/pdf',
      warnings: [],
    });
    expect(detect('%PDF-1.7\n', null)).toEqual({ mediaType: 'application/pdf', warnings: [] });
    const renamed = detect('%PDF-1.7\n', 'notes.txt', 'text/plain');
    expect(renamed.mediaType).toBe('application/pdf');
    expect(renamed.warnings.map((warning) => warning.code)).toEqual(['MEDIA_TYPE_MISMATCH']);
  });

  test('the PDF header may stand anywhere in the first 1024 bytes, not behind them', () => {
    expect(detect(`${'\xff'.repeat(1019)}%PDF-1.4`, 'a.pdf').mediaType).toBe('application/pdf');
    expect(detect(`${'x'.repeat(1100)}%PDF-1.4`, null).mediaType).toBe('text/plain');
  });

  test('Markdown that speaks about PDF headers stays Markdown', () => {
    expect(detect('# PDF\n\nA file begins with %PDF-1.7.\n', 'pdf.md').mediaType).toBe('text/markdown');
  });

  test.each([
    ['ZIP', 'PK\x03\x04\x14\0', 'a.txt'],
    ['ZIP as PDF', 'PK\x03\x04\x14\0', 'a.pdf'],
    ['OLE cut short', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a.doc'],
    ['HWP 3', 'HWP Document File V3.00 \x1a\x01\x02', 'a.hwp'],
    ['GIF', 'GIF89a\x01\0', 'a.txt'],
    ['unknown binary', 'abc\0\x01\x02', 'a.txt'],
  ])('%s is refused under the name it has', (_what, head, filename) => {
    expect(() => detect(head, filename, 'text/plain')).toThrow(
      expect.objectContaining({ code: 'MEDIA_TYPE_UNSUPPORTED', status: 415 }),
    );
  });

  test('the refusal lists what is supported', () => {
    expect(() => detect('PK\x03\x04', 'a.xlsx')).toThrow(
      /PDF.*Word.*Excel.*PowerPoint.*text\/csv.*HTML.*Markdown.*plain text/,
    );
  });
});

describe('images go by their first bytes', () => {
  test.each([
    ['image/png', '\x89PNG\r\n\x1a\n', 'a.png'],
    ['image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF', 'a.jpeg'],
    ['image/tiff', 'II*\0\x08\0\0\0', 'a.tif'],
    ['image/tiff', 'MM\0*\0\0\0\x08', 'a.tiff'],
    ['image/webp', 'RIFF\x10\0\0\0WEBPVP8L', 'a.webp'],
    ['image/bmp', `BM\x10\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0`, 'a.bmp'],
  ])('%s', (mediaType, head, filename) => {
    expect(detect(head, filename, mediaType)).toEqual({ mediaType, warnings: [] });
    const renamed = detect(head, 'a.txt', 'text/plain');
    expect(renamed.mediaType).toBe(mediaType);
    expect(renamed.warnings.map((warning) => warning.code)).toEqual(['MEDIA_TYPE_MISMATCH']);
  });

  test('words that begin like one stay text', () => {
    expect(detect('BM is short for bench mark', 'a.txt').mediaType).toBe('text/plain');
    expect(detect('RIFFRAFF was here', 'a.txt').mediaType).toBe('text/plain');
  });
});

describe('a ZIP archive goes by what is in it', () => {
  const parts = listDocxParts({ body: paragraph('가') });
  const contentTypes = '[Content_Types].xml';
  const typesOf = (type: string) =>
    `<Types><Override PartName="/a.xml" ContentType="application/vnd.${type}"/></Types>`;
  const { [contentTypes]: types = '', ...others } = parts;
  const docx = { mediaType: DOCX_MEDIA_TYPE, warnings: [] };
  const WORD = 'openxmlformats-officedocument.wordprocessingml';

  test.each([
    `${WORD}.document.main+xml`,
    `${WORD}.template.main+xml`,
    'ms-word.document.macroEnabled.main+xml',
    'ms-word.template.macroEnabledTemplate.main+xml',
  ])('%s is a Word document', (type) => {
    const bytes = makeDocx({ body: '', mainType: `application/vnd.${type}`, mainPart: 'any.xml' });
    expect(needsTail(bytes)).toBe(false);
    expect(detect(bytes, '보고서.docx', DOCX_MEDIA_TYPE)).toEqual(docx);
  });

  test('the list of content types may stand last, and the directory out of sight of the head', () => {
    const noise = Array.from({ length: 9_000 }, (_, index) => (index * 2_654_435_761) % 1e9).join();
    const bytes = zipFiles({ 'media/noise': noise, ...others, [contentTypes]: types });
    const head = bytes.subarray(0, 8 * 1024);
    expect(bytes.length).toBeGreaterThan(2 * head.length);
    expect(needsTail(head)).toBe(true);
    const tail = bytes.subarray(-8 * 1024);
    expect(detectMediaType({ head, tail, filename: null, declared: null })).toEqual(docx);
  });

  test('a wrong name or type is accepted with a warning, the ones of templates and macros without', () => {
    const bytes = makeDocx({ body: '' });
    for (const [name, declared] of [
      ['a.pdf', null],
      ['a.xlsx', null],
      ['a.docx', 'text/plain'],
    ] as const)
      expect(detect(bytes, name, declared)).toMatchObject({
        mediaType: DOCX_MEDIA_TYPE,
        warnings: [{ code: 'MEDIA_TYPE_MISMATCH' }],
      });
    expect(detect(bytes, 'a.DOTM', 'application/vnd.ms-word.template.macroEnabled.12')).toEqual(docx);
    expect(detect(bytes, null, 'application/octet-stream')).toEqual(docx);
  });

  test.each([
    ['XLSB', { [contentTypes]: typesOf('ms-excel.sheet.binary.macroEnabled.main') }],
    ['XLSB', { 'xl/workbook.bin': '', [contentTypes]: '' }],
    ['OpenDocument', { mimetype: 'application/vnd.oasis.opendocument.graphics' }],
    ['a ZIP archive', { 'word/notes.txt': 'a folder named word' }],
    ['a ZIP archive', { [contentTypes]: typesOf('something.else+xml') }],
  ] as const)('%s is refused by its name', (name, files) => {
    expect(() => detect(zipFiles(files as Record<string, string>), 'a.docx', DOCX_MEDIA_TYPE)).toThrow(
      expect.objectContaining({
        code: 'MEDIA_TYPE_UNSUPPORTED',
        message: expect.stringContaining(name),
      }),
    );
  });

  const SHEET = 'openxmlformats-officedocument.spreadsheetml';
  const SLIDES = 'openxmlformats-officedocument.presentationml';
  test.each([
    [XLSX_MEDIA_TYPE, 'a.xlsx', `${SHEET}.sheet`],
    [XLSX_MEDIA_TYPE, 'a.xltx', `${SHEET}.template`],
    [XLSX_MEDIA_TYPE, 'a.xlsm', 'ms-excel.sheet.macroEnabled'],
    [PPTX_MEDIA_TYPE, 'a.pptx', `${SLIDES}.presentation`],
    [PPTX_MEDIA_TYPE, 'a.potx', `${SLIDES}.template`],
    [PPTX_MEDIA_TYPE, 'a.ppsx', `${SLIDES}.slideshow`],
    [PPTX_MEDIA_TYPE, 'a.pptm', 'ms-powerpoint.presentation.macroEnabled'],
  ])('%s of %s', (mediaType, filename, type) => {
    const bytes = zipFiles({ [contentTypes]: typesOf(`${type}.main+xml`) });
    expect(detect(bytes, filename, `application/vnd.${type}`)).toEqual({ mediaType, warnings: [] });
    expect(detect(bytes, 'a.docx').warnings).toMatchObject([{ code: 'MEDIA_TYPE_MISMATCH' }]);
  });

  test.each([
    [XLSX_MEDIA_TYPE, 'xl/workbook.xml'],
    [PPTX_MEDIA_TYPE, 'ppt/presentation.xml'],
  ])('%s by its parts', (mediaType, part) => {
    const bytes = zipFiles({ [part]: '<a/>', [contentTypes]: '' });
    expect(detect(bytes, null)).toEqual({ mediaType, warnings: [] });
  });

  test('an office document with a password is told how to come back', () => {
    expect(() => detect('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a.docx')).toThrow(/password: save it without/);
  });
});

describe('the text family goes by declared type, then extension, then plain text', () => {
  test.each([
    ['text/markdown', 'a.txt', 'text/markdown'],
    ['text/plain; charset=utf-8', 'a.md', 'text/plain'],
    ['application/octet-stream', 'a.MD', 'text/markdown'],
    [null, 'a.markdown', 'text/markdown'],
    [null, '보고서.txt', 'text/plain'],
    [null, 'README', 'text/plain'],
    [null, null, 'text/plain'],
    ['text/markdown', 'data.json', 'text/markdown'],
    ['text/html; charset=euc-kr', 'a.txt', 'text/html'],
    ['application/xhtml+xml', null, 'text/html'],
    [null, 'page.HTM', 'text/html'],
    ['application/octet-stream', 'page.xhtml', 'text/html'],
    ['text/csv; header=present', 'a.txt', 'text/csv'],
    ['application/csv', null, 'text/csv'],
    ['application/vnd.ms-excel', '표.CSV', 'text/csv'],
    [null, 'table.csv', 'text/csv'],
    ['text/tab-separated-values', 'a.csv', 'text/tab-separated-values'],
    [null, 'table.tsv', 'text/tab-separated-values'],
    ['application/octet-stream', 'mail.eml', 'message/rfc822'],
    ['message/rfc822', null, 'message/rfc822'],
  ])('declared %s, name %s: %s', (declared, filename, mediaType) => {
    expect(detect('hello\n', filename, declared)).toEqual({ mediaType, warnings: [] });
  });

  test.each([
    ['application/json', 'a.txt'],
    [null, 'page.mht'],
    [null, 'data.json'],
    [null, 'page.mhtml'],
    ['application/xml', null],
    [null, 'data.xml'],
    ['application/octet-stream', 'data.json'],
  ])('declared %s, name %s has no loader', (declared, filename) => {
    expect(() => detect('hello\n', filename, declared)).toThrow(
      expect.objectContaining({ code: 'MEDIA_TYPE_UNSUPPORTED' }),
    );
  });

  test.each([
    ['<!DOCTYPE html>\n<html>', null, null, 'text/html'],
    ['\xef\xbb\xbf \n<html lang=ko>', 'page', 'application/octet-stream', 'text/html'],
    ['\xff\xfe<\0h\0t\0m\0l\0>\0', null, null, 'text/html'],
    ['<?xml version="1.0"?><!doctype HTML PUBLIC "x">', null, null, 'text/html'],
    ['<!-- saved from url=(0014)about:internet -->\n<!-- a --><html>', null, null, 'text/html'],
    ['<!doctype html>', 'view.do', null, 'text/html'],
    ['<html>', 'index.php', 'application/octet-stream', 'text/html'],
    ['<html xmlns:o="urn:x">', 'report.doc', 'application/msword', 'text/html'],
    ['<?xml version="1.0"?><html xmlns="x">', null, 'application/xml', 'text/html'],
    ['<?xml version="1.0"?><!-- b --><html xmlns="x">', 'page.xml', null, 'text/html'],
    ['<!-- <html> --> text', 'view.do', null, 'text/plain'],
    ['<html>', 'page.txt', null, 'text/plain'],
    ['<html>', null, 'text/plain', 'text/plain'],
    ['<html>', 'a.md', null, 'text/markdown'],
    ['The tag <html> begins a page.', null, null, 'text/plain'],
    ['<htmlx>', null, null, 'text/plain'],
    ['<p>a', null, null, 'text/plain'],
  ])('%j named %s, declared %s: %s', (head, filename, declared, mediaType) => {
    expect(detect(head, filename, declared).mediaType).toBe(mediaType);
    if (head.startsWith('\xff')) return;
    const asText = { head: Buffer.from(head, 'latin1'), filename, declared, isText: true };
    expect(detectMediaType(asText).mediaType).toBe(mediaType);
  });

  test('comments without number are read once', () => {
    expect(detect(`${'<!---->'.repeat(1100)}x`, null).mediaType).toBe('text/plain');
  });

  test('text under the name or type of a binary format is text, with a warning', () => {
    expect(detect('hello\n', 'a.pdf', 'application/pdf')).toMatchObject({
      mediaType: 'text/plain',
      warnings: [{ code: 'MEDIA_TYPE_MISMATCH' }],
    });
  });

  test.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
    '%s with a byte order mark is text',
    (charset) => {
      const head = iconv.encode('한글', charset, { addBOM: true });
      expect(detect(head, 'a.txt').mediaType).toBe('text/plain');
    },
  );
});

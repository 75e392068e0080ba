import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { detectMediaType } from '../../../src/load/detect-media-type.ts';

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
    ['PNG', '\x89PNG\r\n\x1a\n', 'a.md'],
    ['JPEG', '\xff\xd8\xff\xe0', 'a.txt'],
    ['GIF', 'GIF89a\x01\0', 'a.txt'],
    ['unknown binary', 'abc\0\x01\x02', 'a.txt'],
    ['RTF', '{\\rtf1\\ansi hello}', 'a.txt'],
  ])('%s is refused under the name it has', (_what, head, filename) => {
    expect(() => detect(head, filename, 'text/plain')).toThrow(
      expect.objectContaining({ code: 'MEDIA_TYPE_UNSUPPORTED', status: 415 }),
    );
  });

  test('the refusal lists what is supported', () => {
    expect(() => detect('PK\x03\x04', 'a.docx')).toThrow(/PDF.*Markdown.*plain text/);
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
  ])('declared %s, name %s: %s', (declared, filename, mediaType) => {
    expect(detect('hello\n', filename, declared)).toEqual({ mediaType, warnings: [] });
  });

  test.each([
    ['text/html', 'a.txt'],
    ['application/json', null],
    [null, 'page.html'],
    [null, 'table.csv'],
    ['application/octet-stream', 'mail.eml'],
  ])('declared %s, name %s has no loader', (declared, filename) => {
    expect(() => detect('hello\n', filename, declared)).toThrow(
      expect.objectContaining({ code: 'MEDIA_TYPE_UNSUPPORTED' }),
    );
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

import { type Zippable, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { PageBuilder } from '../../../src/load/docx/page-builder.ts';
import { openArchive } from '../../../src/load/zip/open-archive.ts';
import { WIDE_LIMITS } from './collect-load.ts';
import { loadBody, loadBytes } from './load-made-docx.ts';
import { listDocxParts, makeDocx, paragraph, run, zipFiles } from './make-docx.ts';

const MEGABYTE = 2 ** 20;
const DIRECTORY = Buffer.from('PK\x01\x02', 'latin1');
const whole = makeDocx({ body: paragraph('비밀 항구') });
/** Offsets in the directory's record of an entry. */
const FLAGS = 8;
const UNPACKED_SIZE = 24;
const OFFSET_OF_LOCAL = 42;

/** A copy with the central directory's record of `name` changed. */
function changeRecord(bytes: Uint8Array, name: string, change: (record: Buffer) => void): Uint8Array {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(DIRECTORY); at !== -1; at = copy.indexOf(DIRECTORY, at + 1)) {
    if (copy.toString('utf8', at + 46, at + 46 + copy.readUInt16LE(at + 28)) === name)
      change(copy.subarray(at));
  }
  expect(copy.equals(bytes)).toBe(false);
  return copy;
}

test('a bomb of 120 MB in less than 400 kB is refused while it is unpacked', async () => {
  const [start, end] = makeParts();
  const filler = Buffer.alloc(120 * MEGABYTE, `<w:p w:rsidR="${'0'.repeat(1_007)}"/>`);
  const entries: Zippable = {};
  for (const [name, content] of Object.entries(listDocxParts({ body: '' })))
    entries[name] = Buffer.from(content);
  entries['word/document.xml'] = Buffer.concat([Buffer.from(start), filler, Buffer.from(end)]);
  const bomb = zipSync(entries);
  expect(bomb.length).toBeLessThan(400_000);
  await expect(loadBytes(bomb)).rejects.toMatchObject({
    code: 'DOCUMENT_LIMIT_EXCEEDED',
    message: expect.stringContaining('100 times its packed size'),
  });
});

test('a monotonous table is none: a hundred and fifty times its packed size, and read', async () => {
  const cell =
    '<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="864"/></w:tcPr><w:p><w:r><w:t>0</w:t></w:r></w:p></w:tc>';
  const rows = `<w:tr>${cell.repeat(10)}</w:tr>`.repeat(6_000);
  const body = `<w:tbl>${rows}</w:tbl>`;
  const bytes = makeDocx({ body });
  expect(body.length / bytes.length).toBeGreaterThan(150);
  const { pages } = await loadBytes(bytes);
  expect(pages.flatMap((page) => page.text.split('\n'))).toHaveLength(6_000);
});

function makeParts(): [start: string, end: string] {
  const [start = '', end = ''] = (listDocxParts({ body: paragraph('|') })['word/document.xml'] ?? '').split(
    '|',
  );
  return [start, end];
}

test('the limit on what is unpacked holds for all parts together and is named', async () => {
  const names = Array.from({ length: 4 }, (_, index) => `part${index}`);
  const archive = await openArchive(
    zipFiles(Object.fromEntries(names.map((name) => [name, name.repeat(100)]))),
    1_200,
  );
  const readAll = async () => {
    for (const name of names) for await (const _ of archive.read(name));
  };
  await expect(readAll()).rejects.toMatchObject({
    code: 'DOCUMENT_LIMIT_EXCEEDED',
    message: expect.stringContaining('1200 bytes when unpacked'),
  });
});

test('more than 5,000 parts are refused', async () => {
  const names = Array.from({ length: 5_001 }, (_, index) => [`p${index}`, ''] as const);
  await expect(openArchive(zipFiles(Object.fromEntries(names)), MEGABYTE)).rejects.toMatchObject({
    code: 'DOCUMENT_LIMIT_EXCEEDED',
    message: expect.stringContaining('5000 parts'),
  });
});

test.each([
  [
    'a size that is too small',
    changeRecord(whole, 'word/document.xml', (record) => record.writeUInt32LE(10, UNPACKED_SIZE)),
  ],
  [
    'a size that is too large',
    changeRecord(whole, 'word/document.xml', (record) => record.writeUInt32LE(10 ** 9, UNPACKED_SIZE)),
  ],
  ['another checksum', changeRecord(whole, 'word/document.xml', (record) => record.writeUInt32LE(1, 16))],
  ['an unknown method', changeRecord(whole, 'word/document.xml', (record) => record.writeUInt16LE(14, 10))],
  [
    'entries on each other',
    changeRecord(whole, '_rels/.rels', (record) => record.writeUInt32LE(0, OFFSET_OF_LOCAL)),
  ],
  [
    'two entries of one name',
    zipFiles({ ...listDocxParts({ body: paragraph('가') }), 'WORD/document.xml': 'x' }),
  ],
  ['a name that leads outside', zipFiles({ ...listDocxParts({ body: paragraph('가') }), '../up.xml': 'x' })],
  ['no main part', zipFiles({ '[Content_Types].xml': '<Types/>' })],
  [
    'a main part that is no document',
    zipFiles({ ...listDocxParts({ body: '' }), 'word/document.xml': '<a/>' }),
  ],
  ['an empty main part', zipFiles({ ...listDocxParts({ body: '' }), 'word/document.xml': '' })],
  ['XML cut short', zipFiles({ ...listDocxParts({ body: '' }), 'word/document.xml': '<a><b>' })],
  ['an unknown entity', makeDocx({ body: paragraph('<w:r><w:t>&nbsp;</w:t></w:r>') })],
  ['no XML at all', zipFiles({ ...listDocxParts({ body: '' }), 'word/document.xml': ' '.repeat(10 ** 6) })],
])('%s: DOCUMENT_UNREADABLE', async (_what, bytes) => {
  await expect(loadBytes(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE', retryable: false });
});

test('a document cut short anywhere is unreadable', async () => {
  for (const share of [0, 0.3, 0.6, 0.95, 0.999])
    await expect(loadBytes(whole.slice(0, whole.length * share))).rejects.toMatchObject({
      code: 'DOCUMENT_UNREADABLE',
    });
});

test.each([
  ['a line end', '\r\n'],
  ['64 kB', 'x'.repeat(64 * 1024)],
])('%s behind the archive is ignored', async (_what, trailing) => {
  const { pages } = await loadBytes(Buffer.concat([whole, Buffer.from(trailing)]));
  expect(pages[0]?.text).toBe('비밀 항구');
});

test.each([
  ['more than 64 kB', Buffer.alloc(64 * 1024 + 1, 'x')],
  ['another end of an archive', Buffer.from('PK\x05\x06'.padEnd(40, '\0'), 'latin1')],
])('%s behind the archive: DOCUMENT_UNREADABLE', async (_what, trailing) => {
  const bytes = Buffer.concat([whole, trailing]);
  await expect(loadBytes(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE' });
});

test('an encrypted part: DOCUMENT_ENCRYPTED', async () => {
  const encrypted = changeRecord(whole, 'word/document.xml', (record) => {
    record.writeUInt16LE(record.readUInt16LE(FLAGS) | 1, FLAGS);
  });
  await expect(loadBytes(encrypted)).rejects.toMatchObject({ code: 'DOCUMENT_ENCRYPTED' });
});

test('200,000 nested elements: DOCUMENT_TOO_COMPLEX', async () => {
  // Some noise keeps the file below the ratio of a bomb.
  const nested = Array.from(
    { length: 200_000 },
    (_, index) => `<w:sdt a="${(index * 2_654_435_761) % 1e9}">`,
  );
  const body = nested.join('') + '</w:sdt>'.repeat(nested.length);
  await expect(loadBody(body)).rejects.toMatchObject({ code: 'DOCUMENT_TOO_COMPLEX' });
});

test.each([
  ['an external entity', '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>', '&x;'],
  ['entities that grow', '<!DOCTYPE w [<!ENTITY a "aa"><!ENTITY x "&a;&a;&a;">]>', '&x;'],
  ['a document type alone', '<!DOCTYPE w>', '가'],
])('%s: refused with its document type', async (_what, doctype, text) => {
  await expect(loadBody(paragraph(run(text)), { doctype })).rejects.toMatchObject({
    code: 'DOCUMENT_UNREADABLE',
    message: expect.stringContaining('document type'),
  });
});

test('the limit on text counts before the first page ends', async () => {
  const bytes = makeDocx({ body: paragraph('가나다라').repeat(100) });
  await expect(loadBytes(bytes, { ...WIDE_LIMITS, maxTextBytes: 300 })).rejects.toMatchObject({
    code: 'DOCUMENT_LIMIT_EXCEEDED',
    message: expect.stringContaining('300 bytes of text'),
  });
});

test('the limit on text counts a note as often as it is shown, before a page is written', () => {
  const builder = new PageBuilder({ ...WIDE_LIMITS, maxTextBytes: 3_000 });
  const notes = Array.from({ length: 50 }, () => '주'.repeat(100));
  const block = {
    text: '글',
    kind: 'paragraph',
    headingLevel: null,
    isTitle: false,
    joint: null,
    notes,
    table: null,
  } as const;
  expect(() => builder.addBlock(block)).toThrow('3000 bytes of text');
});

test('parts in UTF-16 are read', async () => {
  const files = listDocxParts({ body: paragraph('한글') });
  const entries: Zippable = {};
  for (const [name, text] of Object.entries(files))
    entries[name] = name.endsWith('document.xml')
      ? Buffer.from(`\uFEFF${text.replace('UTF-8', 'UTF-16')}`, 'utf16le')
      : Buffer.from(text);
  expect((await loadBytes(zipSync(entries))).pages[0]?.text).toBe('한글');
});

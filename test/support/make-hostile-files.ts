import { deflateSync } from 'node:zlib';
import { type Zippable, zipSync } from 'fflate';
import { listDocxParts, makeDocx, paragraph, zipFiles } from '../unit/load/make-docx.ts';
import { listXlsxParts } from '../unit/load/make-xlsx.ts';

const MEGABYTE = 2 ** 20;
const DIRECTORY = Buffer.from('PK\x01\x02', 'latin1');
/** Offsets in the directory's record of an entry. */
const UNPACKED_SIZE = 24;
const OFFSET_OF_LOCAL = 42;

/** Files that try to take memory or time, by name; small themselves. Made one by one: some take 100 MB to make. */
export function* makeHostileFiles(): Generator<readonly [name: string, bytes: Uint8Array]> {
  yield ['nested-flate.pdf', makePagePdf(deflateTimes(repeat('q Q\n', 25_000_000), 3), 3)];
  yield ['paths-3m.pdf', makePagePdf(deflateTimes(repeat('0 0 m 9 9 l S\n', 1_000_000), 1), 1)];
  yield ['texts-3m.pdf', makePagePdf(deflateTimes(drawTexts(3_000_000), 1), 1)];
  const filler = Buffer.alloc(100 * MEGABYTE, `<w:p w:rsidR="${'0'.repeat(1_007)}"/>`);
  yield ['bomb.docx', zipPart(listDocxParts({ body: '|' }), 'word/document.xml', filler)];
  yield ['deep.docx', makeDocx({ body: nestElements(200_000) })];
  yield ['deep.html', Buffer.from('<div>'.repeat(200_000))];
  const document = makeDocx({ body: paragraph('harbour') });
  yield ['lying-sizes.docx', changeRecords(document, (record) => record.writeUInt32LE(10, UNPACKED_SIZE))];
  yield ['overlapping.docx', changeRecords(document, (record) => record.writeUInt32LE(0, OFFSET_OF_LOCAL))];
  yield [
    'entries-65k.docx',
    zipFiles({ ...listDocxParts({ body: paragraph('harbour') }), ...listEmpty(65_000) }),
  ];
  yield ['nested.zip', nestArchives(Buffer.alloc(10 * MEGABYTE), 6)];
  const strings = Buffer.alloc(100 * MEGABYTE, '<s:si><s:t>harbour</s:t></s:si>');
  const sheets = [{ name: 'a', rows: [['<s:c t="s"><s:v>0</s:v></s:c>']] }];
  yield [
    'shared-strings.xlsx',
    zipPart(listXlsxParts({ sheets, strings: '|' }), 'xl/sharedStrings.xml', strings),
  ];
}

/** A PDF of one page with this content, packed `times` times. */
function makePagePdf(content: Uint8Array, times: number): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${content.length}/Filter[${'/FlateDecode'.repeat(times)}]>>stream\n`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const pieces: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  for (const [index, object] of objects.entries()) {
    pieces.push(Buffer.from(`${index + 1} 0 obj\n${object}`, 'latin1'));
    if (object.endsWith('stream\n')) pieces.push(Buffer.from(content), Buffer.from('\nendstream'));
    pieces.push(Buffer.from('\nendobj\n'));
  }
  pieces.push(Buffer.from('trailer<</Root 1 0 R/Size 6>>\n%%EOF\n'));
  return Buffer.concat(pieces);
}

function deflateTimes(content: Uint8Array, times: number): Uint8Array {
  let packed = content;
  for (let round = 0; round < times; round += 1) packed = deflateSync(packed, { level: 9 });
  return packed;
}

function drawTexts(times: number): Buffer {
  return Buffer.concat([Buffer.from('BT /F 9 Tf 9 9 Td\n'), repeat('(a)Tj\n', times), Buffer.from('ET\n')]);
}

function repeat(text: string, times: number): Buffer {
  return Buffer.alloc(text.length * times, text, 'latin1');
}

/** Elements with some noise, which keeps the file below the ratio of a bomb. */
function nestElements(depth: number): string {
  const noise = (index: number): number => (index * 2_654_435_761) % 1e9;
  const open = Array.from({ length: depth }, (_, index) => `<w:sdt a="${noise(index)}">`);
  return open.join('') + '</w:sdt>'.repeat(depth);
}

/** An archive of these parts in which the `|` of the part `name` is replaced by `content`. */
function zipPart(parts: Readonly<Record<string, string>>, name: string, content: Uint8Array): Uint8Array {
  const entries: Zippable = {};
  for (const [part, text] of Object.entries(parts)) entries[part] = Buffer.from(text);
  const [start = '', end = ''] = (parts[name] ?? '').split('|');
  entries[name] = Buffer.concat([Buffer.from(start), content, Buffer.from(end)]);
  return zipSync(entries);
}

function changeRecords(bytes: Uint8Array, change: (record: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(DIRECTORY); at !== -1; at = copy.indexOf(DIRECTORY, at + 1))
    change(copy.subarray(at));
  return copy;
}

function listEmpty(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, '']));
}

function nestArchives(content: Uint8Array, depth: number): Uint8Array {
  let inner = content;
  for (let level = 0; level < depth; level += 1) {
    const entries = Array.from({ length: 8 }, (_, index) => [`${level}-${index}.zip`, inner] as const);
    inner = zipSync(Object.fromEntries(entries));
  }
  return inner;
}

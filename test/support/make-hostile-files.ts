import { type Zippable, zipSync } from 'fflate';
import { listDocxParts, makeDocx, paragraph, zipFiles } from '../unit/load/make-docx.ts';
import { listXlsxParts } from '../unit/load/make-xlsx.ts';
import { makeRawPdf } from '../unit/workers/hostile-pdf.ts';

const MEGABYTE = 2 ** 20;
const DIRECTORY = Buffer.from('PK\x01\x02', 'latin1');
/** Offsets in the directory's record of an entry. */
const UNPACKED_SIZE = 24;
const OFFSET_OF_LOCAL = 42;

export interface HostileFile {
  readonly name: string;
  /** Takes up to some seconds and 100 MB: to be called when the file is wanted. */
  readonly make: () => Uint8Array;
  /** It holds a text after all, only not where one expects it: no error is asked for. */
  readonly mayBePublished?: true;
}

/** Files that try to take memory or time, or lie about what they hold; small themselves. */
export function listHostileFiles(): HostileFile[] {
  const harbour = () => makeDocx({ body: paragraph('harbour') });
  const strings = () => Buffer.alloc(100 * MEGABYTE, '<s:si><s:t>harbour</s:t></s:si>');
  const sheets = [{ name: 'a', rows: [['<s:c t="s"><s:v>0</s:v></s:c>']] }];
  return [
    { name: 'nested-flate.pdf', make: () => makeRawPdf(repeat('q Q\n', 25_000_000), 3) },
    { name: 'paths-3m.pdf', make: () => makeRawPdf(repeat('0 0 m 9 9 l S\n', 1_000_000), 1) },
    { name: 'texts-3m.pdf', make: () => makeRawPdf(drawTexts(3_000_000), 1) },
    { name: 'bomb.docx', make: makeBombDocx },
    { name: 'deep.docx', make: () => makeDocx({ body: nestElements(200_000) }) },
    { name: 'deep.html', make: () => Buffer.from('<div>'.repeat(200_000)) },
    {
      name: 'lying-sizes.docx',
      make: () => changeRecords(makeBombDocx(), (record) => record.writeUInt32LE(10, UNPACKED_SIZE)),
    },
    {
      name: 'overlapping.docx',
      make: () => changeRecords(harbour(), (record) => record.writeUInt32LE(0, OFFSET_OF_LOCAL)),
    },
    {
      name: 'entries-65k.docx',
      make: () => zipFiles({ ...listDocxParts({ body: paragraph('harbour') }), ...listEmpty(65_000) }),
    },
    { name: 'nested.zip', make: () => nestArchives(Buffer.alloc(10 * MEGABYTE), 6) },
    {
      name: 'shared-strings.xlsx',
      make: () => zipPart(listXlsxParts({ sheets, strings: '|' }), 'xl/sharedStrings.xml', strings()),
    },
    {
      name: 'all-title.md',
      make: () =>
        Buffer.from(`---\ntitle: ${listWords(100_000)}\n---\n\n${'A paragraph.\n\n'.repeat(20_000)}`),
      mayBePublished: true,
    },
    {
      name: 'all-heading.md',
      make: () => Buffer.from(`## ${listWords(20_000)}\n\n${'A paragraph.\n\n'.repeat(30_000)}`),
      mayBePublished: true,
    },
  ];
}

/** 100 MB of empty paragraphs, of a ratio of about 100 to 1. */
function makeBombDocx(): Uint8Array {
  const filler = Buffer.alloc(100 * MEGABYTE, `<w:p w:rsidR="${'0'.repeat(1_007)}"/>`);
  return zipPart(listDocxParts({ body: '|' }), 'word/document.xml', filler);
}

function drawTexts(times: number): Buffer {
  return Buffer.concat([Buffer.from('BT /F 9 Tf 9 9 Td\n'), repeat('(a)Tj\n', times), Buffer.from('ET\n')]);
}

function listWords(count: number): string {
  return Array.from({ length: count }, (_, index) => `word${index.toString(36)}`).join(' ');
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

import { zipSync } from 'fflate';
import { listDocxParts, makeDocx, paragraph, zipFiles } from '../../unit/load/make-docx.ts';
import { listXlsxParts } from '../../unit/load/make-xlsx.ts';
import { makeBombPdf, makeSlowPdf } from '../../unit/workers/hostile-pdf.ts';

export interface Bomb {
  readonly name: string;
  /** Takes up to a second. */
  readonly make: () => Uint8Array;
}

const MEGABYTE = 2 ** 20;
const DIRECTORY = Buffer.from('PK\x01\x02', 'latin1');
/** In a record of the directory. */
const UNPACKED_SIZE = 24;
const OFFSET_OF_LOCAL = 42;

/** Small files that unfold, take very long, or lie about what they hold. */
export function listBombs(): Bomb[] {
  const cell = (column: string) => `<s:c r="${column}" t="s"><s:v>0</s:v></s:c>`;
  const strings = `<s:si><s:t>${'가'.repeat(30_000)}</s:t></s:si>`;
  const rows = [Array.from({ length: 2_000 }, () => cell('A1'))];
  return [
    { name: 'nested-flate.pdf', make: () => makeBombPdf(1_000) },
    { name: 'many-operators.pdf', make: () => makeSlowPdf(750_000) },
    { name: 'hundred-megabytes.docx', make: () => padDocx(100 * MEGABYTE) },
    { name: 'deep-xml.docx', make: () => makeDocx({ body: '<w:sdt>'.repeat(200_000) }) },
    { name: 'lying-sizes.docx', make: () => changeRecords(padDocx(100 * MEGABYTE), lieAboutSize) },
    { name: 'overlapping.docx', make: () => overlap(makeDocx({ body: paragraph('겹친 항구') })) },
    { name: 'many-entries.docx', make: () => makeManyEntries(65_000) },
    { name: 'nested-zip.docx', make: () => nestZip(2) },
    {
      name: 'shared-strings.xlsx',
      make: () => zipFiles(listXlsxParts({ sheets: [{ name: '표', rows }], strings })),
    },
  ];
}

/** A Word document whose main part holds so many bytes of blanks between two paragraphs. */
function padDocx(bytes: number): Uint8Array {
  const parts = listDocxParts({ body: `${paragraph('시작')}|${paragraph('끝')}` });
  const [start = '', end = ''] = (parts['word/document.xml'] ?? '').split('|');
  const entries = Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)] as const);
  const padded = Buffer.concat([Buffer.from(start), Buffer.alloc(bytes, ' '), Buffer.from(end)]);
  return zipSync({ ...Object.fromEntries(entries), 'word/document.xml': padded });
}

function changeRecords(bytes: Uint8Array, change: (record: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(DIRECTORY); at !== -1; at = copy.indexOf(DIRECTORY, at + 1))
    change(copy.subarray(at));
  return copy;
}

function lieAboutSize(record: Buffer): void {
  record.writeUInt32LE(100, UNPACKED_SIZE);
}

/** All entries of the directory point to the same bytes. */
function overlap(bytes: Uint8Array): Buffer {
  return changeRecords(bytes, (record) => record.writeUInt32LE(0, OFFSET_OF_LOCAL));
}

function makeManyEntries(count: number): Uint8Array {
  const files = Array.from({ length: count }, (_, index) => [`word/media/${index}.xml`, ''] as const);
  return zipFiles({ ...listDocxParts({ body: paragraph('항구') }), ...Object.fromEntries(files) });
}

/** Ten archives in an archive, `depth` times; each of the innermost holds 10 MB of zeros. */
function nestZip(depth: number): Uint8Array {
  let inner: Uint8Array = new Uint8Array(10 * MEGABYTE);
  for (let level = 0; level < depth; level++)
    inner = zipSync(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`${index}.zip`, inner])));
  return inner;
}

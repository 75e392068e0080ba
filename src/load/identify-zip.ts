import { constants, inflateRawSync } from 'node:zlib';

/** Formats that are a ZIP archive. */
export type ZipFormat =
  | 'DOCX'
  | 'XLSX'
  | 'XLSB'
  | 'PPTX'
  | 'HWPX'
  | 'EPUB'
  | 'ODT'
  | 'ODS'
  | 'ODP'
  | 'an OpenDocument';

const LOCAL_HEADER = 'PK\x03\x04';
const DIRECTORY_HEADER = 'PK\x01\x02';
const LOCAL_HEADER_BYTES = 30;
const DIRECTORY_HEADER_BYTES = 46;
const DEFLATED = 8;
const MAX_TYPES_BYTES = 256 * 1024;

/** Content types of main parts (ISO/IEC 29500-1, annex A), those of templates and with macros among them. */
const MAIN_PARTS: readonly (readonly [type: RegExp, format: ZipFormat])[] = [
  [
    /(?:wordprocessingml|ms-word)\.(?:document|template)[a-z.]*\.main\+xml|ms-word\.template[a-z.]*main\+xml/i,
    'DOCX',
  ],
  [/ms-excel\.sheet\.binary/i, 'XLSB'],
  [/(?:spreadsheetml|ms-excel)\.[a-z.]*main\+xml/i, 'XLSX'],
  [/(?:presentationml|ms-powerpoint)\.[a-z.]*main\+xml/i, 'PPTX'],
];
/** Contents of `mimetype`, which stands first in these. */
const MIME_TYPES: readonly (readonly [start: string, format: ZipFormat])[] = [
  ['application/epub+zip', 'EPUB'],
  ['application/hwp+zip', 'HWPX'],
  ['application/vnd.oasis.opendocument.text', 'ODT'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ODS'],
  ['application/vnd.oasis.opendocument.presentation', 'ODP'],
  ['application/vnd.oasis.opendocument', 'an OpenDocument'],
];
/** Folders or names of the parts, as all known programs name them. */
const FOLDERS: readonly (readonly [folder: string, format: ZipFormat])[] = [
  ['word/', 'DOCX'],
  ['xl/workbook.bin', 'XLSB'],
  ['xl/', 'XLSX'],
  ['ppt/', 'PPTX'],
];

export function isZip(head: Uint8Array): boolean {
  return toBuffer(head).subarray(0, 4).equals(Buffer.from(LOCAL_HEADER, 'latin1'));
}

/**
 * The format of a ZIP archive: by its first entry, where that is the list of content types or `mimetype`, else by the
 * names in the central directory, which lies in `tail`, the last bytes of the file. Null where neither tells.
 */
export function identifyZip(head: Uint8Array, tail: Uint8Array | null): ZipFormat | null {
  const first = readFirstEntry(toBuffer(head));
  if (first?.name === 'mimetype')
    return MIME_TYPES.find(([start]) => first.text.startsWith(start))?.[1] ?? null;
  if (first?.name === '[Content_Types].xml') {
    const format = MAIN_PARTS.find(([type]) => type.test(first.text))?.[1];
    if (format) return format;
  }
  if (tail === null) return null;
  const names = readDirectoryNames(toBuffer(tail));
  // Some programs pack `mimetype` like any other part.
  if (names.includes('META-INF/container.xml') && names.some((name) => name.endsWith('.opf'))) return 'EPUB';
  if (!names.includes('[Content_Types].xml')) return null;
  return FOLDERS.find(([folder]) => names.some((name) => name.startsWith(folder)))?.[1] ?? null;
}

/** As much of the first entry as stands in the head. */
function readFirstEntry(head: Buffer): { name: string; text: string } | null {
  if (head.length < LOCAL_HEADER_BYTES) return null;
  const [method, size] = [head.readUInt16LE(8), head.readUInt32LE(18)];
  const nameEnd = LOCAL_HEADER_BYTES + head.readUInt16LE(26);
  const start = nameEnd + head.readUInt16LE(28);
  const name = head.toString('utf8', LOCAL_HEADER_BYTES, nameEnd);
  // A size of 0 follows behind the data.
  const data = head.subarray(start, size === 0 ? head.length : start + size);
  return { name, text: method === DEFLATED ? inflateStart(data) : data.toString('latin1') };
}

/** What the first bytes of deflated data say; '' where they are none, or say too much. */
function inflateStart(data: Buffer): string {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_TYPES_BYTES };
    return inflateRawSync(data, options).toString('latin1');
  } catch {
    return '';
  }
}

/** Names of the central directory's entries; what else looks like one does no harm: the loader reads the true ones. */
function readDirectoryNames(tail: Buffer): string[] {
  const names: string[] = [];
  const mark = Buffer.from(DIRECTORY_HEADER, 'latin1');
  for (let at = tail.indexOf(mark); at !== -1; at = tail.indexOf(mark, at + DIRECTORY_HEADER_BYTES)) {
    if (at + DIRECTORY_HEADER_BYTES > tail.length) break;
    const nameStart = at + DIRECTORY_HEADER_BYTES;
    names.push(tail.toString('utf8', nameStart, nameStart + tail.readUInt16LE(at + 28)));
  }
  return names;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import { IngestError } from '../errors.ts';
import { isOle, openOle } from './hwp/open-ole.ts';

/** Formats that are an OLE compound file. */
export type OleFormat = 'HWP' | 'DOC' | 'XLS' | 'PPT' | 'MSG' | 'ENCRYPTED_OFFICE';

const ENTRY_BYTES = 128;
/** Streams that each format has in the root of its file. */
const STREAMS: ReadonlyMap<string, OleFormat> = new Map([
  ['FileHeader', 'HWP'],
  ['WordDocument', 'DOC'],
  ['Workbook', 'XLS'],
  ['Book', 'XLS'],
  ['PowerPoint Document', 'PPT'],
  ['__properties_version1.0', 'MSG'],
  ['EncryptedPackage', 'ENCRYPTED_OFFICE'],
]);

/**
 * The format of an OLE file by the names in its directory: from the whole file where `tail`, the last bytes, is that,
 * else from the directory's first sector where it lies in the head, as Hangul writes it. Null where neither tells.
 */
export function identifyOle(head: Uint8Array, tail: Uint8Array | null): OleFormat | null {
  const names = tail !== null && isOle(tail) ? listRootStreams(tail) : readFirstNames(toBuffer(head));
  return names.map((name) => STREAMS.get(name)).find((format) => format !== undefined) ?? null;
}

/** None where the file is damaged. */
function listRootStreams(file: Uint8Array): readonly string[] {
  try {
    return openOle(file).paths;
  } catch (error) {
    if (error instanceof IngestError) return [];
    throw error;
  }
}

function readFirstNames(head: Buffer): string[] {
  if (head.length < 512) return [];
  const sectorBytes = 1 << Math.min(head.readUInt16LE(30), 12);
  const start = (head.readUInt32LE(48) + 1) * sectorBytes;
  const names: string[] = [];
  for (let at = start; at + ENTRY_BYTES <= Math.min(head.length, start + sectorBytes); at += ENTRY_BYTES)
    names.push(head.toString('utf16le', at, at + Math.max(0, Math.min(head.readUInt16LE(at + 64), 64) - 2)));
  return names;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

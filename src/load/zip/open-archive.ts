import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { encryptedArchive, swollenArchive, unreadableArchive } from './archive-errors.ts';
import { type ExpandedCounter, inflateEntry } from './inflate-entry.ts';

const MAX_ENTRIES = 5_000;
const LOCAL_HEADER_BYTES = 30;
/** The record at the end of an archive: its signature, its size without a comment, and where the comment's is told. */
const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
const END_BYTES = 22;
const COMMENT_SIZE_OFFSET = 20;
/** What mail gateways and scripts add behind a file is a line end or a line. */
const MAX_TRAILING_BYTES = 64 * 1024;

/** A ZIP archive in memory. Names are compared without case, as OPC and Windows do. */
export interface Archive {
  has(name: string): boolean;
  /**
   * The entry's bytes in pieces of at most 64 kB, inflated as they are asked for. Throws `IngestError`
   * DOCUMENT_UNREADABLE (no such entry, damaged) and DOCUMENT_LIMIT_EXCEEDED.
   */
  read(name: string): AsyncGenerator<Uint8Array>;
}

/**
 * Opens an archive by its central directory. `maxExpandedBytes` bounds what is inflated in all. Up to 64 kB behind the
 * archive are ignored.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE (cut short, entries that overlap or share a name), DOCUMENT_ENCRYPTED and
 * DOCUMENT_LIMIT_EXCEEDED (more than 5,000 entries).
 */
export async function openArchive(bytes: Uint8Array, maxExpandedBytes: number): Promise<Archive> {
  const buffer = cutTrailingBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const expanded: ExpandedCounter = { bytes: 0, maxBytes: maxExpandedBytes };
  const { file, entries } = await readDirectory(buffer);
  return {
    has: (name) => entries.has(toKey(name)),
    async *read(name) {
      const entry = entries.get(toKey(name));
      if (!entry) throw unreadableArchive(`it has no part ${name}`);
      const start = await findData(file, entry);
      yield* inflateEntry(entry, buffer.subarray(start, start + entry.compressedSize), expanded);
    },
  };
}

/** The archive without what was added behind it. Where its end cannot be told for sure it is left as it is. */
function cutTrailingBytes(buffer: Buffer): Buffer {
  const at = buffer.lastIndexOf(END_SIGNATURE);
  if (at === -1 || at + END_BYTES > buffer.length) return buffer;
  const end = at + END_BYTES + buffer.readUInt16LE(at + COMMENT_SIZE_OFFSET);
  return end < buffer.length && buffer.length - end <= MAX_TRAILING_BYTES ? buffer.subarray(0, end) : buffer;
}

async function readDirectory(buffer: Buffer): Promise<{ file: ZipFile; entries: Map<string, Entry> }> {
  const entries = new Map<string, Entry>();
  try {
    const file = await fromBufferPromise(buffer);
    if (file.entryCount > MAX_ENTRIES) throw swollenArchive(`${MAX_ENTRIES} parts`);
    for await (const entry of file.eachEntry()) {
      if (entry.isEncrypted()) throw encryptedArchive();
      const key = toKey(entry.fileName);
      // Programs differ in which of the two they read: what one shows, another hides.
      if (entries.has(key)) throw unreadableArchive(`two parts have the name ${entry.fileName}`);
      entries.set(key, entry);
    }
    checkOverlap([...entries.values()]);
    return { file, entries };
  } catch (error) {
    throw translateError(error);
  }
}

/** Entries that lie on each other make a small file of endless size. Local names and extra fields are left out of the count. */
function checkOverlap(entries: readonly Entry[]): void {
  let end = 0;
  for (const entry of entries.toSorted(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  )) {
    if (entry.relativeOffsetOfLocalHeader < end) throw unreadableArchive('its parts overlap');
    end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize;
  }
}

async function findData(file: ZipFile, entry: Entry): Promise<number> {
  try {
    return (await file.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
  } catch (error) {
    throw translateError(error);
  }
}

/** The library's errors are plain and have no codes; all of them are about the file. */
function translateError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'IngestError') return error;
  if (error.message === 'strong encryption is not supported') return encryptedArchive();
  return unreadableArchive('it is not a whole ZIP archive', error);
}

function toKey(name: string): string {
  return name.toLowerCase();
}

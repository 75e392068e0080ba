import { crc32, createInflateRaw } from 'node:zlib';
import type { Entry } from 'yauzl';
import { swollenArchive, unreadableArchive } from './archive-errors.ts';

const PIECE_BYTES = 64 * 1024;
const STORED = 0;
const DEFLATED = 8;
/**
 * XML of documents shrinks to a tenth, of monotonous tables to a hundred and seventieth; deflate's own limit is 1,032 to
 * 1. So the ratio is asked only where an entry is larger than such tables are, and costs seconds to read.
 */
const MAX_RATIO = 100;
const RATIO_FLOOR_BYTES = 32 * 1024 * 1024;

/** What was inflated of one archive so far, whatever its headers say. */
export interface ExpandedCounter {
  bytes: number;
  readonly maxBytes: number;
}

/**
 * Inflates an entry piece by piece. Limits are measured on what comes out; at the end its size and CRC-32 must be
 * those of the directory.
 *
 * Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED and DOCUMENT_UNREADABLE.
 */
export async function* inflateEntry(
  entry: Entry,
  data: Buffer,
  expanded: ExpandedCounter,
): AsyncGenerator<Uint8Array> {
  const maxBytes = Math.max(RATIO_FLOOR_BYTES, data.length * MAX_RATIO);
  let size = 0;
  let checksum = 0;
  for await (const piece of readPieces(entry, data)) {
    size += piece.length;
    expanded.bytes += piece.length;
    if (size > maxBytes) throw swollenArchive(`${MAX_RATIO} times its packed size in ${entry.fileName}`);
    if (expanded.bytes > expanded.maxBytes) throw swollenArchive(`${expanded.maxBytes} bytes when unpacked`);
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (size !== entry.uncompressedSize)
    throw unreadableArchive(`the size of ${entry.fileName} is not as told`);
  if (checksum !== entry.crc32) throw unreadableArchive(`the checksum of ${entry.fileName} is wrong`);
}

async function* readPieces(entry: Entry, data: Buffer): AsyncGenerator<Buffer> {
  if (entry.compressionMethod === STORED) {
    for (let at = 0; at < data.length; at += PIECE_BYTES) yield data.subarray(at, at + PIECE_BYTES);
    return;
  }
  if (entry.compressionMethod !== DEFLATED)
    throw unreadableArchive(`${entry.fileName} is packed by method ${entry.compressionMethod}`);
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  inflate.end(data);
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) yield piece;
  } catch (error) {
    throw unreadableArchive(`${entry.fileName} cannot be unpacked`, error);
  }
}

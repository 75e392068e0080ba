import { createInflateRaw } from 'node:zlib';
import { swollenHangul, unreadableHangul } from '../hangul/hangul-errors.ts';

const PIECE_BYTES = 64 * 1024;
/** Sections shrink to a tenth, monotonous tables to a hundred and seventieth; deflate's own limit is 1,032 to 1. */
const MAX_RATIO = 100;
const RATIO_FLOOR_BYTES = 32 * 1024 * 1024;

/** What was unpacked of one file so far. */
export interface ExpandedCounter {
  bytes: number;
  readonly maxBytes: number;
}

/**
 * The bytes of a stream in pieces, inflated (raw deflate) where the file says so. Limits are measured on what comes
 * out. Bytes behind the end of the deflated data are padding and ignored.
 *
 * Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED and DOCUMENT_UNREADABLE.
 */
export async function* inflateStream(
  data: Buffer,
  isCompressed: boolean,
  expanded: ExpandedCounter,
): AsyncGenerator<Buffer> {
  const maxBytes = Math.max(RATIO_FLOOR_BYTES, data.length * MAX_RATIO);
  let size = 0;
  for await (const piece of isCompressed ? inflate(data) : [data]) {
    size += piece.length;
    expanded.bytes += piece.length;
    if (size > maxBytes) throw swollenHangul(`${MAX_RATIO} times its packed size`);
    if (expanded.bytes > expanded.maxBytes) throw swollenHangul(`${expanded.maxBytes} bytes when unpacked`);
    yield piece;
  }
}

async function* inflate(data: Buffer): AsyncGenerator<Buffer> {
  const stream = createInflateRaw({ chunkSize: PIECE_BYTES });
  stream.end(data);
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) yield piece;
  } catch (error) {
    throw unreadableHangul('a part of it cannot be unpacked', error);
  }
}

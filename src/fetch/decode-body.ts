import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ServiceError } from '../errors.ts';

/** What a request may say it accepts. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  // As RFC 9110 has it, with the zlib frame.
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Null for an encoding that is not known here. No decoder for `identity`. */
export function createDecoder(encoding: string): Transform | 'identity' | null {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return 'identity';
  return Object.hasOwn(DECODERS, name) ? (DECODERS[name]?.() ?? null) : null;
}

/**
 * The decoded bytes of a body, counted while they are inflated: a small reply can be a large document, and no header
 * tells. Throws UPLOAD_TOO_LARGE at the first byte too many; memory is bounded by what the decoder buffers.
 */
export async function* decodeBody(
  body: Readable,
  decoder: Transform | 'identity',
  maxBytes: number,
): AsyncGenerator<Buffer> {
  const decoded: Readable = decoder === 'identity' ? body : pipeline(body, decoder, () => {});
  let bytes = 0;
  for await (const piece of decoded as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield piece;
  }
}

export function tooLarge(maxBytes: number): ServiceError {
  return new ServiceError('UPLOAD_TOO_LARGE', `The page is larger than FETCH_MAX_BYTES, ${maxBytes} bytes.`);
}

import { Readable } from 'node:stream';
import { cleanFilename } from '../../domain/file-name.ts';
import { ServiceError } from '../../errors.ts';
import type { UploadInput } from '../../pipelines/pipelines.ts';

const PIECE_LENGTH = 64 * 1024;

export interface TextBody {
  readonly text: string;
  readonly mediaType?: string | undefined;
  readonly filename?: string | undefined;
}

/**
 * The text of a JSON request as the upload it stands for: UTF-8 bytes. Lone surrogates become U+FFFD; NUL, which would make
 * the bytes look like a binary format, is removed. Throws UPLOAD_TOO_LARGE.
 */
export function createTextUpload(body: TextBody, maxUploadBytes: number): UploadInput {
  const text = body.text.toWellFormed().replaceAll('\0', '');
  if (Buffer.byteLength(text) > maxUploadBytes) {
    throw new ServiceError('UPLOAD_TOO_LARGE', `The text is larger than ${maxUploadBytes} bytes.`);
  }
  return {
    body: Readable.from(encodePieces(text), { objectMode: false }),
    filename: cleanFilename(body.filename),
    declaredMediaType: body.mediaType ?? null,
    isText: true,
  };
}

/** Pieces end between characters, so that no pair is encoded as two halves. */
function* encodePieces(text: string): Generator<Buffer> {
  for (let start = 0; start < text.length; ) {
    const end = Math.min(start + PIECE_LENGTH, text.length);
    const cutsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && end < text.length;
    const cut = cutsPair ? end - 1 : end;
    yield Buffer.from(text.slice(start, cut));
    start = cut;
  }
}

import { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import { cleanFilename } from '../../domain/file-name.ts';
import { type ErrorCode, ServiceError } from '../../errors.ts';
import type { StoredUpload, UploadInput } from '../../pipelines/pipelines.ts';
import type { UploadGuard } from './upload-guard.ts';

export interface StoreOptions {
  readonly maxUploadBytes: number;
  readonly store: (input: UploadInput) => Promise<StoredUpload>;
}

/** Codes that refuse one file and leave the others alone. */
const FILE_CODES: ReadonlySet<ErrorCode> = new Set(['UPLOAD_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED']);

/**
 * Stores one file part. A file that is refused by itself is read to its end, so that the next part can follow, and its error
 * is returned. `alone`: no other file came before it, so its own error tells more than that the body is too long.
 */
export async function storePart(
  part: MultipartFile,
  guard: UploadGuard,
  options: StoreOptions,
  alone: boolean,
): Promise<StoredUpload | ServiceError> {
  const body = Readable.from(readPart(part, guard, options.maxUploadBytes), { objectMode: false });
  try {
    return await options.store({
      body,
      filename: cleanFilename(part.filename),
      declaredMediaType: part.mimetype || null,
    });
  } catch (error) {
    if (guard.failure !== undefined) throw guard.failure;
    if (!(error instanceof ServiceError && FILE_CODES.has(error.code))) throw error;
    body.destroy();
    const refusal = await readToEnd(part, guard);
    if (refusal !== undefined) throw alone && refusal.code === 'REQUEST_TOO_LARGE' ? error : refusal;
    return error;
  }
}

/** Reads what nobody wants; returns why the whole body is refused, if it is. */
async function readToEnd(part: MultipartFile, guard: UploadGuard): Promise<ServiceError | undefined> {
  try {
    for await (const _ of readPart(part, guard, Number.POSITIVE_INFINITY));
  } catch {
    return guard.failure;
  }
  return undefined;
}

/** The part's bytes. Leaving it early does not destroy the part: that would end the whole body for the parser. */
async function* readPart(part: MultipartFile, guard: UploadGuard, maxBytes: number): AsyncGenerator<Buffer> {
  const chunks = part.file.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  let bytes = 0;
  for (;;) {
    let next: IteratorResult<Buffer>;
    try {
      next = await guard.waitFor(chunks.next());
    } catch (cause) {
      throw guard.fail(
        new ServiceError('MULTIPART_INVALID', 'The multipart body ended within a file.', { cause }),
      );
    }
    if (next.done) return;
    bytes += next.value.length;
    if (bytes > maxBytes) {
      throw new ServiceError('UPLOAD_TOO_LARGE', `The file is larger than ${maxBytes} bytes.`);
    }
    guard.count(next.value.length);
    yield next.value;
  }
}

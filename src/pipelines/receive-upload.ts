import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Warning } from '../domain/document.ts';
import type { TenantId } from '../domain/ids.ts';
import type { UploadStore } from '../domain/store-ports.ts';
import { ServiceError } from '../errors.ts';
import type { StoredUpload, UploadInput } from './pipelines.ts';

/** Bytes in one stored piece; what an upload or a download holds in memory. */
const PIECE_BYTES = 512 * 1024;
/** The type is told from these first bytes. */
const HEAD_BYTES = 8 * 1024;

export interface ReceiveServices {
  readonly uploads: UploadStore;
  readonly maxUploadBytes: number;
  readonly detectMediaType: (input: {
    readonly head: Uint8Array;
    readonly filename: string | null;
    readonly declared: string | null;
    readonly isText: boolean | undefined;
  }) => { readonly mediaType: string; readonly warnings: readonly Warning[] };
}

/**
 * Stores the bytes of an upload in pieces, hashing on the way; memory is bounded by one piece. UPLOAD_TOO_LARGE,
 * MEDIA_TYPE_UNSUPPORTED (as soon as the first piece is there). Whatever goes wrong, nothing is left behind.
 */
export async function receiveUpload(
  { uploads, maxUploadBytes, detectMediaType }: ReceiveServices,
  tenantId: TenantId,
  { body, filename, declaredMediaType: declared, isText }: UploadInput,
  signal: AbortSignal,
): Promise<StoredUpload> {
  const uploadId = await uploads.create(tenantId);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    let ordinal = 0;
    let detected: ReturnType<typeof detectMediaType> | null = null;
    for await (const piece of cutPieces(body)) {
      signal.throwIfAborted();
      bytes += piece.length;
      if (bytes > maxUploadBytes)
        throw new ServiceError(
          'UPLOAD_TOO_LARGE',
          `The file is larger than MAX_UPLOAD_BYTES, ${maxUploadBytes} bytes.`,
        );
      detected ??= detectMediaType({ head: piece.subarray(0, HEAD_BYTES), filename, declared, isText });
      hash.update(piece);
      await uploads.append(tenantId, uploadId, ordinal, piece);
      ordinal += 1;
    }
    detected ??= detectMediaType({ head: new Uint8Array(), filename, declared, isText });
    return { uploadId, sha256: hash.digest('hex'), bytes, filename, ...detected };
  } catch (error) {
    await uploads.remove(tenantId, uploadId);
    throw error;
  }
}

/** Regroups a stream into pieces of PIECE_BYTES; the last is shorter. */
async function* cutPieces(body: Readable): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    let rest = chunk;
    while (size + rest.length >= PIECE_BYTES) {
      const part = rest.subarray(0, PIECE_BYTES - size);
      yield Buffer.concat([...pending, part]);
      rest = rest.subarray(part.length);
      pending = [];
      size = 0;
    }
    if (rest.length > 0) pending.push(rest);
    size += rest.length;
  }
  if (size > 0) yield Buffer.concat(pending);
}

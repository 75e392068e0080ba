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
/** And of some ZIP archives from these last: the names of 5,000 parts, as many as are loaded, take about 400 kB. */
const TAIL_BYTES = 512 * 1024;

export interface ReceiveServices {
  readonly uploads: UploadStore;
  readonly maxUploadBytes: number;
  /** Whether the type can be told only when the whole upload is there. */
  readonly needsTail: (head: Uint8Array) => boolean;
  readonly detectMediaType: (input: {
    readonly head: Uint8Array;
    readonly tail: Uint8Array | undefined;
    readonly filename: string | null;
    readonly declared: string | null;
    readonly isText: boolean | undefined;
  }) => { readonly mediaType: string; readonly warnings: readonly Warning[] };
}

/**
 * Stores the bytes of an upload in pieces, hashing on the way; memory is bounded by a few pieces. UPLOAD_TOO_LARGE,
 * MEDIA_TYPE_UNSUPPORTED (mostly as soon as the first piece is there). Whatever goes wrong, nothing is left behind.
 */
export async function receiveUpload(
  { uploads, maxUploadBytes, needsTail, detectMediaType }: ReceiveServices,
  tenantId: TenantId,
  { body, filename, declaredMediaType: declared, isText }: UploadInput,
  signal: AbortSignal,
): Promise<StoredUpload> {
  const uploadId = await uploads.create(tenantId);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    let ordinal = 0;
    let head: Uint8Array = new Uint8Array();
    let tail: Buffer = Buffer.alloc(0);
    let detected: ReturnType<typeof detectMediaType> | null = null;
    const detect = () => detectMediaType({ head, tail, filename, declared, isText });
    for await (const piece of cutPieces(body)) {
      signal.throwIfAborted();
      bytes += piece.length;
      if (bytes > maxUploadBytes)
        throw new ServiceError(
          'UPLOAD_TOO_LARGE',
          `The file is larger than MAX_UPLOAD_BYTES, ${maxUploadBytes} bytes.`,
        );
      if (ordinal === 0) head = piece.subarray(0, HEAD_BYTES);
      if (ordinal === 0 && !needsTail(head)) detected = detect();
      if (detected === null) tail = Buffer.concat([tail, piece]).subarray(-TAIL_BYTES);
      hash.update(piece);
      await uploads.append(tenantId, uploadId, ordinal, piece);
      ordinal += 1;
    }
    detected ??= detect();
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

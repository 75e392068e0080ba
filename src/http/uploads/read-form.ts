import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import type { DocumentFields, StoredUpload, UploadInput } from '../../pipelines/pipelines.ts';
import type { HttpLimits } from '../http-config.ts';
import { checkJsonValue, MAX_METADATA_BYTES, parseJsonText } from '../json-values.ts';
import { toServiceError } from '../map-error.ts';
import { storePart } from './store-part.ts';
import { UploadGuard } from './upload-guard.ts';

const MAX_FIELDS = 20;

export interface FormOptions {
  readonly limits: HttpLimits;
  readonly maxUploadBytes: number;
  /** Turns the fields into what they mean; throws REQUEST_INVALID. */
  readonly checkFields: (fields: unknown) => DocumentFields;
  /** How many files these fields may go with. */
  readonly maxFiles: (fields: DocumentFields) => number;
  /** Called once, when the fields are complete and before the first file is read. */
  readonly onFields: (fields: DocumentFields) => Promise<void>;
  readonly store: (input: UploadInput) => Promise<StoredUpload>;
  readonly discard: (upload: StoredUpload) => Promise<void>;
}

export interface Form {
  readonly fields: DocumentFields;
  /** In order; a file that was refused by itself (too large, of a type that is not supported) is its error. */
  readonly files: readonly (StoredUpload | ServiceError)[];
}

/**
 * Reads a multipart body: fields first, then files, each stored as it arrives. Whatever is wrong with the body as a whole
 * throws (MULTIPART_INVALID, REQUEST_INVALID, REQUEST_TOO_LARGE), and then no stored file is left behind.
 */
export async function readForm(request: FastifyRequest, options: FormOptions): Promise<Form> {
  const { limits } = options;
  const guard = new UploadGuard({
    idleTimeoutMs: limits.uploadIdleTimeoutMs,
    maxTotalBytes: limits.maxMultipartBytes,
  });
  const values: Record<string, unknown> = {};
  const files: (StoredUpload | ServiceError)[] = [];
  let fields: DocumentFields | undefined;
  try {
    refuseByLength(request, limits.maxMultipartBytes);
    const parts = request.parts({
      throwFileSizeLimit: false,
      limits: {
        fieldSize: MAX_METADATA_BYTES,
        fields: MAX_FIELDS + 1,
        files: limits.maxFiles + 1,
        parts: limits.maxFiles + MAX_FIELDS + 2,
        fileSize: limits.maxMultipartBytes + 1,
        headerPairs: 20,
      },
    } as Parameters<typeof request.parts>[0]);
    for (;;) {
      const next = await guard.waitFor(parts.next());
      if (next.done) break;
      const part = next.value;
      if (part.type === 'field') {
        if (fields !== undefined) refuse(`The field ${quote(part.fieldname)} comes after the first file.`);
        addField(values, part);
        continue;
      }
      fields ??= await openFiles(values, options);
      checkFile(part, files.length, options.maxFiles(fields), limits.maxFiles);
      files.push(await storePart(part, guard, options, files.length === 0));
    }
    if (fields === undefined) refuse('There is no part named "file".');
    return { fields, files };
  } catch (error) {
    for (const file of files) if (!(file instanceof ServiceError)) await options.discard(file);
    // The file's own error stands when it came alone, although the guard gave up on the rest of the body.
    throw error instanceof ServiceError ? error : (guard.failure ?? toMultipartError(error, request));
  }
}

function refuseByLength(request: FastifyRequest, maxBytes: number): void {
  // One more MiB for the fields and what lies between the parts.
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + 1024 * 1024) {
    throw new ServiceError('REQUEST_TOO_LARGE', `The files together are larger than ${maxBytes} bytes.`);
  }
}

async function openFiles(values: Record<string, unknown>, options: FormOptions): Promise<DocumentFields> {
  const fields = options.checkFields(values);
  await options.onFields(fields);
  return fields;
}

function addField(values: Record<string, unknown>, part: MultipartValue): void {
  const { fieldname: name, value } = part;
  if (part.fieldnameTruncated || part.valueTruncated) {
    refuse(`The field ${quote(name)} is longer than ${MAX_METADATA_BYTES} bytes.`);
  }
  if (Object.hasOwn(values, name)) refuse(`The field ${quote(name)} comes twice.`);
  if (Object.keys(values).length >= MAX_FIELDS) {
    throw new ServiceError('REQUEST_TOO_LARGE', `There are more than ${MAX_FIELDS} fields.`);
  }
  // The plugin has parsed a part that calls itself application/json.
  const isText = typeof value === 'string';
  values[name] = name === 'metadata' && isText ? parseJsonText(value, '/metadata') : value;
  if (name === 'metadata') checkJsonValue(values[name], '/metadata');
}

function checkFile(part: MultipartFile, fileIndex: number, allowed: number, maxFiles: number): void {
  if (part.fieldname !== 'file')
    refuse(`The file part is named ${quote(part.fieldname)}; it must be "file".`);
  if (fileIndex < allowed) return;
  if (allowed < maxFiles)
    refuse('Only one file can go with what was asked for (externalId, title or a new version).');
  throw new ServiceError('REQUEST_TOO_LARGE', `There are more than ${maxFiles} files.`);
}

/** The parser's own errors have no code: a missing boundary, an unexpected end. */
function toMultipartError(error: unknown, request: FastifyRequest): ServiceError {
  if (error instanceof ServiceError) return error;
  if (
    error instanceof Error &&
    /^(Multipart:|Unexpected end|Part terminated|Malformed)/.test(error.message)
  ) {
    return new ServiceError('MULTIPART_INVALID', `The multipart body is malformed: ${error.message}.`, {
      cause: error,
    });
  }
  return toServiceError(error, request);
}

function quote(name: string | undefined): string {
  return JSON.stringify((name ?? '').slice(0, 100));
}

function refuse(detail: string): never {
  throw new ServiceError('MULTIPART_INVALID', detail);
}

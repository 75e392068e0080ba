import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { showFilename } from '../../domain/file-name.ts';
import { ServiceError } from '../../errors.ts';
import type { DocumentFields, StoredUpload, UrlInput } from '../../pipelines/pipelines.ts';

export interface RequestContent {
  readonly fields: DocumentFields;
  readonly files?: readonly (StoredUpload | ServiceError)[];
  readonly input?: UrlInput;
}

/**
 * SHA-256 over what makes a request the same: method, path, fields, and the bytes themselves by their hash. Not `Prefer`,
 * and not how a body was spelled: order of keys, boundary. Not the password of a document: the hash outlives it.
 */
export function fingerprintRequest(
  request: FastifyRequest,
  { fields: { password: _secret, ...fields }, files = [], input }: RequestContent,
): string {
  const path = request.url.split('?', 1)[0];
  const parts = files.map((file) =>
    file instanceof ServiceError ? file.code : [file.sha256, showFilename(file.filename), file.mediaType],
  );
  const text = JSON.stringify([request.method, path, fields, parts, input ?? null], sortKeys);
  return createHash('sha256').update(text).digest('hex');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

import type { FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { cleanFilename } from '../../domain/file-name.ts';
import type { DocumentFields, UrlInput } from '../../pipelines/pipelines.ts';
import { checkJsonValue } from '../json-values.ts';
import type { ReplaceUrlSchema, UrlDocumentSchema } from '../schemas/document.ts';

type UrlBody = Static<typeof UrlDocumentSchema> | Static<typeof ReplaceUrlSchema>;

/** The document that a JSON request names by its URL; null when it brings one instead. Throws REQUEST_INVALID. */
export function readUrl(
  request: FastifyRequest,
  check: (body: unknown) => UrlBody,
): { input: UrlInput; fields: DocumentFields } | null {
  const { body } = request;
  if (request.isMultipart() || typeof body !== 'object' || body === null || !('url' in body)) return null;
  return splitUrlBody(check(body));
}

/** What says where the document is, and the fields that any document has. */
export function splitUrlBody({ url, mediaType, filename, ...fields }: UrlBody) {
  if (fields.metadata !== undefined) checkJsonValue(fields.metadata, '/metadata');
  const input: UrlInput = { url, mediaType, filename: cleanFilename(filename) ?? undefined };
  return { input, fields };
}

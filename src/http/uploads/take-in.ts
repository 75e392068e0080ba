import type { FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { DocumentFields, Pipelines, RequestContext, StoredUpload } from '../../pipelines/pipelines.ts';
import type { HttpLimits } from '../http-config.ts';
import { checkJsonValue } from '../json-values.ts';
import type { ReplaceTextSchema, TextDocumentSchema } from '../schemas/document.ts';
import { type Form, readForm } from './read-form.ts';
import { createTextUpload } from './read-text.ts';

export interface TakeInOptions {
  readonly pipelines: Pipelines;
  readonly context: RequestContext;
  readonly limits: HttpLimits;
  readonly maxUploadBytes: number;
  readonly checkFields: (fields: unknown) => DocumentFields;
  readonly checkText: (body: unknown) => Static<typeof TextDocumentSchema> | Static<typeof ReplaceTextSchema>;
  readonly maxFiles: (fields: DocumentFields) => number;
  readonly onFields: (fields: DocumentFields) => Promise<void>;
}

/** Stores what an upload brings, in either of its forms, and returns it with the fields. Nothing is accepted yet. */
export async function takeIn(request: FastifyRequest, options: TakeInOptions): Promise<Form> {
  const { pipelines, context, maxUploadBytes } = options;
  if (request.isMultipart()) {
    return readForm(request, {
      ...options,
      store: (input) => pipelines.documents.store(context, input),
      discard: (upload) => discardUpload(request, options, upload),
    });
  }
  const { text, mediaType, filename, ...fields } = options.checkText(request.body);
  if (fields.metadata !== undefined) checkJsonValue(fields.metadata, '/metadata');
  const input = createTextUpload({ text, mediaType, filename }, maxUploadBytes);
  await options.onFields(fields);
  const upload = await pipelines.documents.store(context, input);
  // The bytes were made here: whatever encoding the text once had, it is UTF-8 now.
  return { fields: { ...fields, charset: 'utf-8' }, files: [upload] };
}

/** Forgets an upload. A failure is only logged: the reason for forgetting matters more, and a sweep comes by. */
export async function discardUpload(
  request: FastifyRequest,
  { pipelines, context }: Pick<TakeInOptions, 'pipelines' | 'context'>,
  upload: StoredUpload,
): Promise<void> {
  try {
    await pipelines.documents.discard(context, upload);
  } catch (err) {
    request.log.warn({ err }, 'an upload could not be discarded');
  }
}

import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import type { Accepted, RequestContext, StoredUpload } from '../../pipelines/pipelines.ts';
import { answerOnce } from '../idempotency/answer-once.ts';
import { fingerprintRequest, type RequestContent } from '../idempotency/fingerprint.ts';
import { parseIdempotencyKey } from '../idempotency/parse-key.ts';
import { toServiceError } from '../map-error.ts';
import { parseIfMatch } from '../parse-preferences.ts';
import { createContext } from '../request-context.ts';
import { NoQuery } from '../schemas/common.ts';
import {
  DocumentFieldsSchema,
  DocumentParams,
  ReplaceFieldsSchema,
  ReplaceHeaders,
  ReplaceTextSchema,
  ReplaceUrlSchema,
  TextDocumentSchema,
  UploadHeaders,
  UrlDocumentSchema,
} from '../schemas/document.ts';
import { ETAG_HEADER, problems, type Responses, success } from '../schemas/responses.ts';
import { answerOne, answerSeveral } from '../uploads/answer.ts';
import type { Form } from '../uploads/read-form.ts';
import { readUrl } from '../uploads/read-url.ts';
import { discardUpload, takeIn } from '../uploads/take-in.ts';
import { createCheck } from '../validation.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';
import { describeUploadBody } from './upload-openapi.ts';

const ACCEPTS = ['multipart/form-data', 'application/json'];
const UPLOAD_CODES = [
  'MULTIPART_INVALID',
  'EMBEDDING_UNAVAILABLE',
  'UPLOAD_TOO_LARGE',
  'REQUEST_TOO_LARGE',
  'MEDIA_TYPE_UNSUPPORTED',
  'CHARSET_UNKNOWN',
  'IDEMPOTENCY_IN_FLIGHT',
  'IDEMPOTENCY_KEY_REUSED',
  'URL_REFUSED',
  'FETCH_FAILED',
] as const;
const HEADERS = {
  ...ETAG_HEADER,
  Location: { type: 'string', description: '`/documents/{id}`' },
  'Idempotency-Replayed': { type: 'string', description: '`true` when this answer was given before' },
  'Preference-Applied': { type: 'string', description: '`wait=SECONDS`, when it was asked for' },
};

/** How long accepting may take, and two fetches before it, until another request may take the key over. */
const ACCEPT_SECONDS = 20;
const FETCH_SECONDS = 90;

const checkTextDocument = createCheck(TextDocumentSchema);
const checkReplaceText = createCheck(ReplaceTextSchema);
const checkUrlDocument = createCheck(UrlDocumentSchema);
const checkReplaceUrl = createCheck(ReplaceUrlSchema);
const checkDocumentFields = createCheck(DocumentFieldsSchema);
const checkReplaceFields = createCheck(ReplaceFieldsSchema);

/** The two routes that take a document in. A scope of its own: only here is multipart understood. */
export async function registerUploadRoutes(app: TypedApp, options: RouteOptions): Promise<void> {
  const { pipelines, limits } = options;
  const { documents } = pipelines;
  await app.register(multipart);

  app.post(
    '/documents',
    {
      bodyLimit: limits.maxTextRequestBytes,
      config: {
        accepts: ACCEPTS,
        swaggerTransform: describeUploadBody(
          [TextDocumentSchema, UrlDocumentSchema],
          DocumentFieldsSchema,
          limits,
        ),
      },
      schema: {
        operationId: 'createDocuments',
        tags: ['documents'],
        summary: 'Take in one document or several',
        headers: UploadHeaders,
        querystring: NoQuery,
        response: {
          200: success('Nothing new was needed.', 'Document', HEADERS),
          201: success('Published or failed in time.', 'UploadResult', HEADERS),
          202: success('Being made.', 'UploadResult', HEADERS),
          ...problems('COLLECTION_NOT_FOUND', ...UPLOAD_CODES),
        } as Responses,
      },
    },
    async (request, reply) => {
      const context = createContext(reply);
      const key = parseIdempotencyKey(request.headers['idempotency-key']);
      const named = readUrl(request, checkUrlDocument);
      if (named !== null) {
        const once = { ...onceForUrl(request, named), pipelines, context, key };
        return answerOnce(reply, once, async (acceptOnce) => {
          const accepted = await acceptOnce(0, (own) => documents.acceptUrl(own, named.input, named.fields));
          return answerOne(reply, { pipelines, context }, accepted, 201);
        });
      }
      const form = await takeIn(request, {
        ...options,
        context,
        checkFields: checkDocumentFields,
        checkText: checkTextDocument,
        // These name one document; two files cannot both be it.
        maxFiles: ({ externalId, title }) =>
          externalId === undefined && title === undefined ? limits.maxFiles : 1,
        onFields: (fields) => documents.check(context, fields),
      });
      const once = { ...onceForFiles(request, context, form), pipelines, context, key };
      return answerOnce(reply, once, async (acceptOnce) => {
        const results: (Accepted | ServiceError)[] = [];
        for (const [ordinal, file] of form.files.entries()) {
          results.push(
            file instanceof ServiceError
              ? file
              : await accept(request, context, file, () =>
                  acceptOnce(ordinal, (own) => documents.accept(own, file, form.fields)),
                ),
          );
        }
        const [first] = results;
        if (results.length > 1 || first === undefined) {
          return answerSeveral(reply, { pipelines, context }, results);
        }
        if (first instanceof ServiceError) throw first;
        return answerOne(reply, { pipelines, context }, first, 201);
      });
    },
  );

  app.put(
    '/documents/:id/content',
    {
      bodyLimit: limits.maxTextRequestBytes,
      config: {
        accepts: ACCEPTS,
        swaggerTransform: describeUploadBody(
          [ReplaceTextSchema, ReplaceUrlSchema],
          ReplaceFieldsSchema,
          limits,
        ),
      },
      schema: {
        operationId: 'replaceDocumentContent',
        tags: ['documents'],
        summary: 'Give a document a new version',
        params: DocumentParams,
        headers: ReplaceHeaders,
        querystring: NoQuery,
        response: {
          200: success('The bytes are unchanged, or the version ended in time.', 'Document', HEADERS),
          202: success('Being made.', 'Document', HEADERS),
          ...problems('DOCUMENT_NOT_FOUND', 'VERSION_CONFLICT', ...UPLOAD_CODES),
        } as Responses,
      },
    },
    async (request, reply) => {
      const context = createContext(reply);
      const { id } = request.params;
      const ifMatch = parseIfMatch(request.headers['if-match']);
      const key = parseIdempotencyKey(request.headers['idempotency-key']);
      const named = readUrl(request, checkReplaceUrl);
      if (named !== null) {
        const { input, fields } = named;
        const once = { ...onceForUrl(request, named), pipelines, context, key };
        return answerOnce(reply, once, async (acceptOnce) => {
          const accepted = await acceptOnce(0, (own) =>
            documents.replaceByUrl(own, id, input, fields, ifMatch),
          );
          return answerOne(reply, { pipelines, context }, accepted, 200);
        });
      }
      const form = await takeIn(request, {
        ...options,
        context,
        checkFields: checkReplaceFields,
        checkText: checkReplaceText,
        maxFiles: () => 1,
        onFields: async (given) => {
          const { collection } = await documents.get(context, id);
          await documents.check(context, { ...given, collection });
        },
      });
      const [upload] = form.files;
      if (upload === undefined || upload instanceof ServiceError) throw upload;
      const once = { ...onceForFiles(request, context, form), pipelines, context, key };
      return answerOnce(reply, once, async (acceptOnce) => {
        const accepted = await accept(request, context, upload, () =>
          acceptOnce(0, (own) => documents.replace(own, id, upload, form.fields, ifMatch)),
        );
        if (accepted instanceof ServiceError) throw accepted;
        return answerOne(reply, { pipelines, context }, accepted, 200);
      });
    },
  );

  /** A failure is an answer of its own: what was accepted before it, of the same request, must not be lost. */
  async function accept(
    request: FastifyRequest,
    context: RequestContext,
    upload: StoredUpload,
    acceptUpload: () => Promise<Accepted>,
  ): Promise<Accepted | ServiceError> {
    try {
      return await acceptUpload();
    } catch (error) {
      await discardUpload(request, { pipelines, context }, upload);
      if (!(error instanceof ServiceError)) request.log.error({ err: error }, 'an upload was not accepted');
      return toServiceError(error, request);
    }
  }

  function onceForFiles(request: FastifyRequest, context: RequestContext, form: Form) {
    return {
      fingerprint: () => fingerprintRequest(request, form),
      leaseSeconds: ACCEPT_SECONDS,
      async onUnused() {
        for (const file of form.files)
          if (!(file instanceof ServiceError)) await discardUpload(request, { pipelines, context }, file);
      },
    };
  }

  function onceForUrl(request: FastifyRequest, content: RequestContent) {
    return {
      fingerprint: () => fingerprintRequest(request, content),
      leaseSeconds: FETCH_SECONDS,
      onUnused: async () => {},
    };
  }
}

import { checkFilterValue, checkJsonValue, parseJsonText } from '../json-values.ts';
import { parseIfMatch } from '../parse-preferences.ts';
import { presentDocument } from '../present.ts';
import { createContext } from '../request-context.ts';
import { NoQuery } from '../schemas/common.ts';
import {
  DocumentParams,
  IfMatchHeader,
  ListDocumentsQuery,
  RetrySchema,
  UpdateDocumentSchema,
} from '../schemas/document.ts';
import { BODY_CODES, ETAG_HEADER, problems, type Responses, success } from '../schemas/responses.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

/** Documents as such: list, read, change, delete, try again. */
export async function registerDocumentRoutes(app: TypedApp, { pipelines }: RouteOptions): Promise<void> {
  const { documents } = pipelines;

  app.get(
    '/documents',
    {
      schema: {
        operationId: 'listDocuments',
        tags: ['documents'],
        summary: 'List documents, newest first',
        querystring: ListDocumentsQuery,
        response: {
          200: success('A page of documents.', 'DocumentList'),
          ...problems('COLLECTION_NOT_FOUND', 'FILTER_INVALID'),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { filter: filterText, ...query } = request.query;
      const filter = filterText === undefined ? undefined : parseJsonText(filterText, '/filter');
      if (filter !== undefined) checkFilterValue(filter);
      const page = await documents.list(createContext(reply), { ...query, filter });
      return reply.send({ data: page.data.map(presentDocument), nextCursor: page.nextCursor });
    },
  );

  app.get(
    '/documents/:id',
    {
      schema: {
        operationId: 'getDocument',
        tags: ['documents'],
        summary: 'Read a document',
        params: DocumentParams,
        querystring: NoQuery,
        response: {
          200: success('The document.', 'Document', ETAG_HEADER),
          ...problems('DOCUMENT_NOT_FOUND'),
        } as Responses,
      },
    },
    async (request, reply) => {
      // No 304: the ETag stays the same while status and progress move on.
      const document = await documents.get(createContext(reply), request.params.id);
      return reply.header('etag', documents.etag(document)).send(presentDocument(document));
    },
  );

  app.patch(
    '/documents/:id',
    {
      schema: {
        operationId: 'updateDocument',
        tags: ['documents'],
        summary: 'Change title, metadata (as a whole) or externalId',
        params: DocumentParams,
        headers: IfMatchHeader,
        querystring: NoQuery,
        body: UpdateDocumentSchema,
        response: {
          200: success('The document.', 'Document', ETAG_HEADER),
          ...problems('DOCUMENT_NOT_FOUND', 'EXTERNAL_ID_TAKEN', 'VERSION_CONFLICT', ...BODY_CODES),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const ifMatch = parseIfMatch(request.headers['if-match']);
      if (request.body.metadata !== undefined) checkJsonValue(request.body.metadata, '/metadata');
      const document = await documents.update(createContext(reply), id, request.body, ifMatch);
      return reply.header('etag', documents.etag(document)).send(presentDocument(document));
    },
  );

  app.delete(
    '/documents/:id',
    {
      schema: {
        operationId: 'deleteDocument',
        tags: ['documents'],
        summary: 'Delete a document with all its versions',
        params: DocumentParams,
        headers: IfMatchHeader,
        querystring: NoQuery,
        response: {
          200: success('Nothing of it is left.', 'DeletedDocument'),
          ...problems('DOCUMENT_NOT_FOUND', 'VERSION_CONFLICT'),
        } as Responses,
      },
    },
    async (request, reply) => {
      const ifMatch = parseIfMatch(request.headers['if-match']);
      return reply.send(await documents.delete(createContext(reply), request.params.id, ifMatch));
    },
  );

  app.post(
    '/documents/:id/retry',
    {
      schema: {
        operationId: 'retryDocument',
        tags: ['documents'],
        summary: 'Try a failed version again',
        params: DocumentParams,
        querystring: NoQuery,
        body: RetrySchema,
        response: {
          202: success('Being made again.', 'Document', ETAG_HEADER),
          ...problems('DOCUMENT_NOT_FOUND', 'VERSION_NOT_FAILED', 'EMBEDDING_UNAVAILABLE', ...BODY_CODES),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const document = await documents.retry(createContext(reply), id, request.body?.password);
      return reply
        .code(202)
        .headers({ location: `/documents/${document.id}`, etag: documents.etag(document) })
        .send(presentDocument(document));
    },
  );
}

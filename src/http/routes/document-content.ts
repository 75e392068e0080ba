import { presentChunk, presentPage } from '../present.ts';
import { createContext } from '../request-context.ts';
import { ChunksQuery, DocumentParams, PageParams, VersionQuery } from '../schemas/document.ts';
import { problems, type Responses, success } from '../schemas/responses.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

/** What was read out of a version: its pages, its chunks. */
export async function registerDocumentContentRoutes(
  app: TypedApp,
  { pipelines }: RouteOptions,
): Promise<void> {
  const { documents } = pipelines;

  app.get(
    '/documents/:id/pages/:n',
    {
      schema: {
        operationId: 'getDocumentPage',
        tags: ['documents'],
        summary: 'Read the text of a page, with its lines',
        params: PageParams,
        querystring: VersionQuery,
        response: {
          200: success('The page.', 'Page'),
          ...problems('DOCUMENT_NOT_FOUND', 'PAGE_NOT_FOUND', 'VERSION_NOT_FOUND', 'DOCUMENT_NOT_READY'),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { id, n } = request.params;
      return reply.send(
        presentPage(await documents.page(createContext(reply), id, n, request.query.version)),
      );
    },
  );

  app.get(
    '/documents/:id/chunks',
    {
      schema: {
        operationId: 'listDocumentChunks',
        tags: ['documents'],
        summary: 'List the chunks of the published version',
        params: DocumentParams,
        querystring: ChunksQuery,
        response: {
          200: success('A page of chunks.', 'ChunkList'),
          ...problems(
            'DOCUMENT_NOT_FOUND',
            'VERSION_NOT_FOUND',
            'DOCUMENT_NOT_READY',
            'VERSION_NOT_PUBLISHED',
          ),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { version, limit, cursor } = request.query;
      const page = await documents.chunks(createContext(reply), request.params.id, {
        version,
        limit,
        cursor,
      });
      return reply.send({ data: page.data.map(presentChunk), nextCursor: page.nextCursor });
    },
  );
}

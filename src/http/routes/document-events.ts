import { EVENT_STREAM_TYPE } from '../event-stream.ts';
import { createContext } from '../request-context.ts';
import { NoQuery } from '../schemas/common.ts';
import { DocumentParams } from '../schemas/document.ts';
import { problems, type Responses } from '../schemas/responses.ts';
import { streamProgress } from '../stream-progress.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

const DESCRIPTION =
  'Server-sent events: `progress` with the document whenever it moved on, then one of `published`, `failed` (with the ' +
  'document) and `error` (the problem, when the document was deleted meanwhile).';

/** The making of a version, to watch. */
export async function registerDocumentEventsRoute(app: TypedApp, { pipelines }: RouteOptions): Promise<void> {
  app.get(
    '/documents/:id/events',
    {
      schema: {
        operationId: 'watchDocument',
        tags: ['documents'],
        summary: 'Watch a document being made',
        description: DESCRIPTION,
        params: DocumentParams,
        querystring: NoQuery,
        response: {
          200: {
            description: 'Events until the newest version is published or failed.',
            content: { [EVENT_STREAM_TYPE]: { schema: { type: 'string', description: DESCRIPTION } } },
          },
          ...problems('DOCUMENT_NOT_FOUND'),
        } as Responses,
      },
      // A HEAD would wait for the end.
      exposeHeadRoute: false,
    },
    (request, reply) =>
      streamProgress(request, reply, pipelines.documents.watch(createContext(reply), request.params.id)),
  );
}

import { checkFilterValue } from '../json-values.ts';
import { createContext } from '../request-context.ts';
import { SearchSchema } from '../schemas/ask.ts';
import { NoQuery } from '../schemas/common.ts';
import { BODY_CODES, problems, type Responses, success, UPSTREAM_CODES } from '../schemas/responses.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

export async function registerSearchRoutes(app: TypedApp, { pipelines }: RouteOptions): Promise<void> {
  app.post(
    '/search',
    {
      schema: {
        operationId: 'search',
        tags: ['search'],
        summary: 'Find the chunks that bear on a query',
        querystring: NoQuery,
        body: SearchSchema,
        response: {
          200: success('The hits, best first.', 'SearchResult'),
          ...problems(
            'COLLECTION_NOT_FOUND',
            'EMBEDDING_UNAVAILABLE',
            'FILTER_INVALID',
            'SELECTION_EMPTY',
            ...UPSTREAM_CODES,
            ...BODY_CODES,
          ),
        } as Responses,
      },
    },
    async (request, reply) => {
      if (request.body.filter !== undefined) checkFilterValue(request.body.filter);
      return reply.send(await pipelines.ask.search(createContext(reply), request.body));
    },
  );
}

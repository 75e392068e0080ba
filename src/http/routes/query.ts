import { checkFilterValue } from '../json-values.ts';
import { createContext } from '../request-context.ts';
import { QuerySchema } from '../schemas/ask.ts';
import { NoQuery } from '../schemas/common.ts';
import { BODY_CODES, problems, type Responses, success } from '../schemas/responses.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

export async function registerQueryRoutes(app: TypedApp, { pipelines }: RouteOptions): Promise<void> {
  app.post(
    '/query',
    {
      schema: {
        operationId: 'query',
        tags: ['query'],
        summary: 'Answer a question, with citations',
        querystring: NoQuery,
        body: QuerySchema,
        response: {
          200: success('The answer; `answerable` says whether there is one.', 'Answer'),
          ...problems('COLLECTION_NOT_FOUND', 'FILTER_INVALID', 'SELECTION_EMPTY', ...BODY_CODES),
        } as Responses,
      },
    },
    async (request, reply) => {
      if (request.body.filter !== undefined) checkFilterValue(request.body.filter);
      return reply.send(await pipelines.ask.ask(createContext(reply), request.body));
    },
  );
}

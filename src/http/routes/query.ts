import type { FastifyRequest } from 'fastify';
import { EVENT_STREAM_TYPE } from '../event-stream.ts';
import { checkFilterValue } from '../json-values.ts';
import { createContext } from '../request-context.ts';
import { StreamableQuerySchema } from '../schemas/ask.ts';
import { NoQuery } from '../schemas/common.ts';
import { BODY_CODES, problems, type Responses, success, UPSTREAM_CODES } from '../schemas/responses.ts';
import { streamAnswer } from '../stream-answer.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

const STREAM_DESCRIPTION =
  'With `stream: true` (or `Accept: text/event-stream`) server-sent events: `retrieval` {hits}; for each statement that ' +
  'was checked `delta` {text} and `statement` {start, end, citations, support, supported, newCitations}; at the end ' +
  'exactly one of `answer` (the answer whole) and `error` (the problem). The texts of the deltas together are the answer.';

export async function registerQueryRoutes(app: TypedApp, { pipelines }: RouteOptions): Promise<void> {
  app.post(
    '/query',
    {
      schema: {
        operationId: 'query',
        tags: ['query'],
        summary: 'Answer a question, with citations',
        description: STREAM_DESCRIPTION,
        querystring: NoQuery,
        body: StreamableQuerySchema,
        response: {
          200: withEventStream(success('The answer; `answerable` says whether there is one.', 'Answer')),
          ...problems(
            'COLLECTION_NOT_FOUND',
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
      const { stream = acceptsEvents(request), ...input } = request.body;
      if (stream) return streamAnswer(request, reply, pipelines.ask.ask, input);
      return reply.send(await pipelines.ask.ask(createContext(reply), input));
    },
  );
}

function acceptsEvents({ headers }: FastifyRequest): boolean {
  return headers.accept?.toLowerCase().includes(EVENT_STREAM_TYPE) ?? false;
}

function withEventStream(response: { content?: object }): object {
  const schema = { type: 'string', description: STREAM_DESCRIPTION };
  return { ...response, content: { ...response.content, [EVENT_STREAM_TYPE]: { schema } } };
}

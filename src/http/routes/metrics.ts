import { NoQuery } from '../schemas/common.ts';
import { problems, type Responses } from '../schemas/responses.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

/** What a Prometheus reads; with the key, as it tells of load and of failures. */
export async function registerMetricsRoutes(app: TypedApp, { metrics }: RouteOptions): Promise<void> {
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'getMetrics',
        tags: ['service'],
        summary: 'Metrics for Prometheus',
        querystring: NoQuery,
        response: {
          200: {
            description: 'The text format of Prometheus, 0.0.4.',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          ...problems(),
        } as Responses,
      },
    },
    async (_request, reply) => {
      const { contentType, text } = await metrics.read();
      return reply.type(contentType).send(text);
    },
  );
}

import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import type { Metrics } from '../../domain/metrics-port.ts';

/** nginx's status for a caller who left before the answer was written. */
const CALLER_LEFT = 499;

/** Counts requests by the route's pattern; a URL may be anything, so that of unknown routes is `unknown`. Registered first: it sees what the others refuse. */
async function requestMetrics(
  app: FastifyInstance,
  { metrics }: { readonly metrics: Metrics },
): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    const startedAt = performance.now();
    metrics.record({ kind: 'request-started' });
    // Fastify's `onResponse` never comes when the caller leaves.
    reply.raw.once('close', () => {
      metrics.record({
        kind: 'request-ended',
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.raw.writableFinished ? reply.raw.statusCode : CALLER_LEFT,
        durationMs: performance.now() - startedAt,
      });
    });
  });
}

export default plugin(requestMetrics, { name: 'request-metrics' });

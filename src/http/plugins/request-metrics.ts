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
    let hasEnded = false;
    const end = (status: number) => {
      if (hasEnded) return;
      hasEnded = true;
      const { method, routeOptions } = request;
      const durationMs = performance.now() - startedAt;
      metrics.record({
        kind: 'request-ended',
        method,
        route: routeOptions.url ?? 'unknown',
        status,
        durationMs,
      });
    };
    metrics.record({ kind: 'request-started' });
    reply.raw.once('finish', () => end(reply.raw.statusCode));
    // Of a caller who leaves Fastify's own hooks hear late, or never.
    reply.raw.once('close', () => end(CALLER_LEFT));
  });
}

export default plugin(requestMetrics, { name: 'request-metrics' });

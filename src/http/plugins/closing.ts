import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { ServiceError } from '../../errors.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the service begins to close: waits end early, work in flight goes on. */
    closing: AbortSignal;
    /** One controller per request that runs a use case. */
    requestsInFlight: Set<AbortController>;
  }
}

export interface ClosingOptions {
  readonly drainTimeoutMs: number;
}

/** On close: new requests get 503, those in flight may finish within `drainTimeoutMs`, then they are aborted. */
async function closing(app: FastifyInstance, { drainTimeoutMs }: ClosingOptions): Promise<void> {
  const controller = new AbortController();
  const requestsInFlight = new Set<AbortController>();
  let timer: NodeJS.Timeout | undefined;
  app.decorate('closing', controller.signal);
  app.decorate('requestsInFlight', requestsInFlight);
  app.addHook('onRequest', async () => {
    if (controller.signal.aborted) {
      throw new ServiceError('OVERLOADED', 'The service is stopping; try again.', { retryAfterSeconds: 5 });
    }
  });
  app.addHook('preClose', async () => {
    controller.abort();
    timer = setTimeout(() => {
      for (const request of requestsInFlight) request.abort();
    }, drainTimeoutMs);
    timer.unref();
  });
  app.addHook('onClose', async () => clearTimeout(timer));
}

export default plugin(closing, { name: 'closing' });

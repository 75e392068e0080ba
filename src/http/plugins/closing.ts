import type { Socket } from 'node:net';
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

export function serviceIsStopping(): ServiceError {
  return new ServiceError('OVERLOADED', 'The service is stopping; try again.', { retryAfterSeconds: 5 });
}

/** How long an aborted request has to say so before its connection is cut. */
const LAST_WORD_MS = 1_000;

/**
 * On close: new requests get 503, those in flight may finish within `drainTimeoutMs`, then they are aborted. Connections
 * that nobody uses are ended; Node alone would wait for some of them.
 */
async function closing(app: FastifyInstance, { drainTimeoutMs }: ClosingOptions): Promise<void> {
  const controller = new AbortController();
  const requestsInFlight = new Set<AbortController>();
  const sockets = new Set<Socket>();
  let timer: NodeJS.Timeout | undefined;
  app.decorate('closing', controller.signal);
  app.decorate('requestsInFlight', requestsInFlight);
  app.addHook('onRequest', async () => {
    if (controller.signal.aborted) {
      throw serviceIsStopping();
    }
  });
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    if (controller.signal.aborted) reply.header('connection', 'close');
    return payload;
  });
  app.addHook('preClose', async () => {
    controller.abort();
    // Opened ahead by a browser and never used: for Node these are not idle.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    timer = setTimeout(() => {
      for (const request of requestsInFlight) request.abort();
      timer = setTimeout(() => app.server.closeAllConnections(), LAST_WORD_MS);
    }, drainTimeoutMs);
  });
  app.addHook('onClose', async () => clearTimeout(timer));
}

export default plugin(closing, { name: 'closing' });

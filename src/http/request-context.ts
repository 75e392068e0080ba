import type { FastifyReply } from 'fastify';
import { DEFAULT_TENANT } from '../domain/ids.ts';
import type { RequestContext } from '../pipelines/pipelines.ts';

/**
 * The context that a use case runs in. Its signal is aborted when the caller leaves before the answer is written, and by
 * `plugins/closing.ts` when the service cannot wait any longer. Handlers that need none make none.
 */
export function createContext(reply: FastifyReply): RequestContext {
  const controller = new AbortController();
  const { requestsInFlight } = reply.server;
  requestsInFlight.add(controller);
  // Not the request's `close`: that comes as soon as the body has been read.
  reply.raw.once('close', () => {
    requestsInFlight.delete(controller);
    if (!reply.raw.writableFinished) controller.abort();
  });
  return { tenantId: DEFAULT_TENANT, signal: controller.signal };
}

import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';

/** Headers of every answer. `no-store`: a document's ETag says nothing of its progress, so nothing may be cached by it. */
async function headers(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });
}

export default plugin(headers, { name: 'headers' });

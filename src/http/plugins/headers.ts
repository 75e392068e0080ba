import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { ServiceError } from '../../errors.ts';

/** Headers of every answer. `no-store`: a document's ETag says nothing of its progress, so nothing may be cached by it. */
async function headers(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    // RFC 9112, section 3.2.
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      throw new ServiceError('REQUEST_UNPARSABLE', 'HTTP/1.1 needs a Host header.');
  });
  // An expectation that is not known may be ignored (RFC 9110, section 10.1.1); Node would answer 417 without a body.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
}

export default plugin(headers, { name: 'headers' });

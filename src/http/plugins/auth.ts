import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { ServiceError } from '../../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route answers without a key. */
    open?: boolean;
  }
}

export interface AuthOptions {
  readonly apiKey: string;
}

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * Asks every route but the open ones for `Authorization: Bearer KEY`. Unknown routes are asked too: without a key nobody
 * learns what exists. Hashes of one length are compared, so the time says nothing about the key.
 */
async function auth(app: FastifyInstance, { apiKey }: AuthOptions): Promise<void> {
  const expected = hash(apiKey);
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config?.open === true) return;
    const { authorization } = request.headers;
    if (authorization === undefined) {
      throw new ServiceError('KEY_MISSING', 'Send `Authorization: Bearer` and the key.');
    }
    const given = BEARER.exec(authorization)?.[1];
    if (given === undefined || !timingSafeEqual(hash(given), expected)) {
      throw new ServiceError('KEY_INVALID', 'The key in `Authorization: Bearer` is not valid.');
    }
  });
}

function hash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

export default plugin(auth, { name: 'auth' });

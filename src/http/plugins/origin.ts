import { isIP, isIPv4 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { ServiceError } from '../../errors.ts';

export interface OriginOptions {
  /** True when the service may be bound to other addresses than loopback. */
  readonly allowNoKey: boolean;
}

const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(?::\d{1,5})?$/i;
const ORIGIN = /^https?:\/\/([^/]+)$/i;

/**
 * Stands in for a key: without one, a web page in the user's browser could be the attacker. A page of another site has
 * another `Origin`; a page that rebinds its own name to our address has that name as its `Host`.
 *
 * Bound to loopback, `Host` must be a loopback name. Bound elsewhere without a key (`ALLOW_NO_KEY`), it may also be an IP
 * address or a name without a dot, as containers have them: neither can be registered in DNS by a stranger.
 * `Origin` must be absent, loopback, or the very host that was called.
 */
async function origin(app: FastifyInstance, { allowNoKey }: OriginOptions): Promise<void> {
  app.addHook('onRequest', async (request) => {
    const host = parseHost(request.headers.host);
    if (host === undefined || !(isLoopback(host) || (allowNoKey && isUnownable(host)))) {
      throw new ServiceError(
        'ORIGIN_REFUSED',
        'Without a key the service answers only under a loopback name such as localhost; set API_KEY to use others.',
      );
    }
    const { origin: from } = request.headers;
    if (from !== undefined && !isOwnOrigin(from, request.headers.host)) {
      throw new ServiceError(
        'ORIGIN_REFUSED',
        'Without a key the service does not answer pages of other sites; set API_KEY to allow them.',
      );
    }
  });
}

/** The name or address in a `Host` header, lower case, without port; undefined when it is malformed. */
export function parseHost(header: string | undefined): string | undefined {
  return HOST.exec(header ?? '')?.[1]?.toLowerCase();
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}

/** Whether nobody can make a public name server answer for this host. */
function isUnownable(host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) !== 0 || !host.includes('.');
}

function isOwnOrigin(origin: string, hostHeader: string | undefined): boolean {
  const authority = ORIGIN.exec(origin)?.[1]?.toLowerCase();
  if (authority === undefined) return false;
  return authority === hostHeader?.toLowerCase() || isLoopback(parseHost(authority) ?? '');
}

export default plugin(origin, { name: 'origin' });

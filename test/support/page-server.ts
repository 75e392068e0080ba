import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface ServedPage {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A web server on loopback, as its owner would run it: pages with ETags, and a log of who asked for what. */
export async function startPageServer() {
  const pages = new Map<string, ServedPage>();
  const requests: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', headers: request.headers });
    const { status = 200, headers = {}, body = '' } = pages.get(request.url ?? '') ?? { status: 404 };
    if (headers.etag !== undefined && request.headers['if-none-match'] === headers.etag)
      return void response.writeHead(304, headers).end();
    const sent = headers['content-encoding'] === 'gzip' ? gzipSync(body) : body;
    response.writeHead(status, headers).end(sent);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    pages,
    requests,
    /** What a service needs in its environment to fetch from here. */
    env: { FETCH_ALLOWED_HOSTS: '127.0.0.1', FETCH_ALLOWED_PORTS: String(port) },
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

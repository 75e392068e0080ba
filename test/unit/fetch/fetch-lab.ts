import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import type { FetchedPage, PageFetcher, VersionSource } from '../../../src/domain/fetch.ts';
import { ServiceError } from '../../../src/errors.ts';
import type { ConnectTarget } from '../../../src/fetch/connect-socket.ts';
import { createPageFetcher } from '../../../src/fetch/fetch-page.ts';
import { parseFetchPolicy } from '../../../src/fetch/fetch-policy.ts';
import type { ResolveHost } from '../../../src/fetch/resolve-host.ts';

export const PUBLIC_ADDRESS = '93.184.215.14';

export interface Lab {
  readonly fetcher: PageFetcher;
  /** Where connections were asked for. They all lead to the lab's server, whatever stands here. */
  readonly targets: ConnectTarget[];
  /** Names that were looked up. */
  readonly lookups: string[];
  readonly port: number;
  fetch(url: string, known?: VersionSource | null, signal?: AbortSignal): Promise<FetchedPage | null>;
  /** The page and its bytes; throws what either failed with. */
  read(url: string): Promise<{ page: FetchedPage; bytes: Buffer }>;
  close(): Promise<void>;
}

export interface LabOptions {
  readonly answer?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** In place of HTTP: what the server does with a connection. */
  readonly speak?: ((socket: Socket) => void) | undefined;
  readonly resolve?: ResolveHost;
  readonly allowedHosts?: string;
  readonly allowedPorts?: string;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
}

/** A fetcher in a world where every name has a public address and every connection leads to one server on loopback. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { speak, answer = (_request, response) => response.end('hello') } = options;
  const server = speak === undefined ? createServer(answer) : createTcpServer(speak);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const targets: ConnectTarget[] = [];
  const lookups: string[] = [];
  const resolve = options.resolve ?? (async () => [PUBLIC_ADDRESS]);
  const fetcher = createPageFetcher({
    policy: parseFetchPolicy(options.allowedHosts ?? '', options.allowedPorts ?? '', (line) => {
      throw new Error(line);
    }),
    maxBytes: options.maxBytes ?? 1_000_000,
    timeoutMs: options.timeoutMs ?? 15_000,
    resolve: (hostname, signal) => {
      lookups.push(hostname);
      return resolve(hostname, signal);
    },
    connect: (target) => {
      targets.push(target);
      return connect(port, '127.0.0.1');
    },
  });
  const fetch: Lab['fetch'] = (url, known = null, signal = new AbortController().signal) =>
    fetcher.fetch(url, known, signal);
  return {
    fetcher,
    targets,
    lookups,
    port,
    fetch,
    async read(url) {
      const page = await fetch(url);
      if (page === null) throw new Error('not modified');
      return { page, bytes: Buffer.concat(await Array.fromAsync(page.body as AsyncIterable<Buffer>)) };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The error that something fails with, which must be one that callers are told. */
export async function failureOf(work: Promise<unknown>): Promise<ServiceError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

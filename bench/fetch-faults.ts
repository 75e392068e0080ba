/**
 * How long, and in how much memory, a hostile page is read before it is cut off: the fetcher with its defaults (20 MB
 * decoded, 15 s), the servers in a process of their own.
 *
 *   node bench/fetch-faults.ts
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { loadConfig } from '../src/config.ts';
import { connectSocket } from '../src/fetch/connect-socket.ts';
import { createPageFetcher } from '../src/fetch/fetch-page.ts';
import { createResolver } from '../src/fetch/resolve-host.ts';

const MEGABYTE = 1024 * 1024;
const FAULTS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'a good page of 19 MB': (response) => response.end(Buffer.alloc(19 * MEGABYTE, 'a')),
  'endless body': (response) => writeForEver(response, Buffer.alloc(65_536, 'a')),
  'gzip bomb, 200 MB': (response) => sendEncoded(response, 'gzip'),
  'brotli bomb, 200 MB': (response) => sendEncoded(response, 'br'),
  'a length of 1 TB': (response) => response.writeHead(200, { 'content-length': 2 ** 40 }).write('a'),
  'a byte every 0.1 s': (response) => {
    const timer = setInterval(() => response.write('a'), 100);
    response.on('close', () => clearInterval(timer));
  },
  silence: () => {},
  'half of what was promised': (response) => {
    response.writeHead(200, { 'content-length': 2_000 }).write('a'.repeat(1_000));
    setTimeout(() => response.destroy(), 100);
  },
};

/** Made before the server listens. */
const bombs = new Map<string, Buffer>();

if (process.argv[2] === 'serve') await serve();
else await measure();

async function serve(): Promise<void> {
  bombs.set('gzip', gzipSync(Buffer.alloc(200 * MEGABYTE)));
  bombs.set(
    'br',
    brotliCompressSync(Buffer.alloc(200 * MEGABYTE), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  );
  const server = createServer((request, response) => {
    FAULTS[decodeURIComponent(request.url?.slice(1) ?? '')]?.(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  process.send?.((server.address() as AddressInfo).port);
}

async function measure(): Promise<void> {
  const server = fork(new URL(import.meta.url), ['serve']);
  const [port] = await once(server, 'message');
  const { fetch } = loadConfig({ FETCH_ALLOWED_HOSTS: '127.0.0.1', FETCH_ALLOWED_PORTS: String(port) });
  const fetcher = createPageFetcher({
    ...fetch,
    resolve: createResolver(fetch.policy),
    connect: connectSocket,
  });
  const rows = [];
  for (const fault of [...Object.keys(FAULTS).slice(0, 1), ...Object.keys(FAULTS)]) {
    const baseBytes = process.memoryUsage.rss();
    let peakBytes = baseBytes;
    const timer = setInterval(() => {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    }, 5);
    const startedAt = performance.now();
    let outcome = 'read';
    try {
      const url = `http://127.0.0.1:${port}/${encodeURIComponent(fault)}`;
      const page = await fetcher.fetch(url, null, new AbortController().signal);
      for await (const _ of page?.body ?? []);
    } catch (error) {
      outcome = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
    clearInterval(timer);
    const ms = Math.round(performance.now() - startedAt);
    rows.push({ fault, outcome, ms, grownMb: Number(((peakBytes - baseBytes) / MEGABYTE).toFixed(1)) });
  }
  server.kill();
  // The first round loads modules and grows the heap to its size.
  rows.shift();
  console.log('| page | ends in | after ms | memory grows by MB |\n| --- | --- | --- | --- |');
  for (const { fault, outcome, ms, grownMb } of rows)
    console.log(`| ${fault} | ${outcome} | ${ms} | ${grownMb} |`);
  console.log(JSON.stringify({ bench: 'fetch-faults', rows }));
}

function sendEncoded(response: ServerResponse, encoding: string): void {
  response.writeHead(200, { 'content-encoding': encoding }).end(bombs.get(encoding));
}

function writeForEver(response: ServerResponse, piece: Buffer): void {
  const more = () => {
    while (response.write(piece));
  };
  response.on('drain', more);
  more();
}

import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { type EventStream, type EventStreamOptions, openEventStream } from '../../src/http/event-stream.ts';

/** Of the loopback and of Node's sockets together: what may lie between a writer and a reader who reads nothing. */
const MOST_BUFFERED_BYTES = 32 * 1024 * 1024;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A route that hands its stream to the test, and a client that has sent its request. */
async function open(options: Partial<EventStreamOptions>): Promise<{ stream: EventStream; socket: Socket }> {
  const app = Fastify();
  app.decorate('closing', new AbortController().signal);
  const opened = Promise.withResolvers<EventStream>();
  app.get('/', (_request, reply) => {
    opened.resolve(openEventStream(reply, { heartbeatMs: 600_000, stallTimeoutMs: 600_000, ...options }));
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  endings.push(
    () => app.close(),
    () => socket.destroy(),
  );
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  return { stream: await opened.promise, socket };
}

/** Sends until the reader has taken nothing for a while, or it fails; `sentBytes` grows meanwhile. */
function flood(stream: EventStream) {
  const state = { sentBytes: 0, lastAt: performance.now() };
  const text = 'x'.repeat(64 * 1024);
  const ended = (async () => {
    for (;;) {
      await stream.send('delta', { text });
      state.sentBytes += text.length;
      state.lastAt = performance.now();
    }
  })().catch((error: unknown) => error);
  return { state, ended };
}

it('a silent stream says that it is still there, in comments, until it ends', async () => {
  const { stream, socket } = await open({ heartbeatMs: 20 });
  let received = '';
  socket.setEncoding('utf8').on('data', (data) => {
    received += data;
  });
  await expect.poll(() => received.split(': still there\n\n').length, { timeout: 20_000 }).toBeGreaterThan(3);
  await stream.send('answer', { text: 'line\nline' });
  stream.end();
  await expect.poll(() => received.endsWith('\r\n0\r\n\r\n'), { timeout: 20_000 }).toBe(true);
  expect(received).toContain('event: answer\ndata: {"text":"line\\nline"}\n\n');
  const { length } = received;
  await sleep(100);
  expect(received).toHaveLength(length);
});

it('a writer waits for its reader, and goes on with it', async () => {
  const { stream, socket } = await open({});
  socket.pause();
  const { state } = flood(stream);
  await expect.poll(() => performance.now() - state.lastAt > 500, { timeout: 60_000 }).toBe(true);
  expect(state.sentBytes).toBeLessThan(MOST_BUFFERED_BYTES);
  const before = state.sentBytes;
  socket.resume();
  await expect.poll(() => state.sentBytes, { timeout: 20_000 }).toBeGreaterThan(before);
});

it('a reader who takes nothing is cut off', async () => {
  const { stream, socket } = await open({ stallTimeoutMs: 300 });
  socket.pause();
  const { state, ended } = flood(stream);
  expect(await ended).toMatchObject({ name: 'AbortError' });
  expect(state.sentBytes).toBeLessThan(MOST_BUFFERED_BYTES);
  await expect(stream.send('delta', {})).rejects.toMatchObject({ name: 'AbortError' });
});

it('a reader who leaves ends the wait for him', async () => {
  const { stream, socket } = await open({});
  socket.pause();
  const { state, ended } = flood(stream);
  await expect.poll(() => performance.now() - state.lastAt > 500, { timeout: 60_000 }).toBe(true);
  socket.destroy();
  expect(await ended).toMatchObject({ name: 'AbortError' });
});

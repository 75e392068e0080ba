import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/errors.ts';
import closing from '../../src/http/plugins/closing.ts';
import errors from '../../src/http/plugins/errors.ts';
import headers from '../../src/http/plugins/headers.ts';
import { createContext } from '../../src/http/request-context.ts';
import { RequestLog } from '../../src/http/request-log.ts';
import { expectProblem, read } from '../support/http.ts';

/** A small app with the plugins, for what the real use cases cannot be brought to do on demand. */
const DRAIN_MS = 200;
let app: FastifyInstance;
let lines: Record<string, unknown>[];
afterEach(() => app.close());

async function start(addRoutes: (app: FastifyInstance) => void): Promise<string> {
  lines = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  const log: FastifyBaseLogger = pino({ level: 'info' }, { write });
  app = fastify({ loggerInstance: log, logController: new RequestLog(), return503OnClosing: false });
  app.register(errors);
  app.register(headers);
  app.register(closing, { drainTimeoutMs: DRAIN_MS });
  app.register(async (scope) => addRoutes(scope));
  await app.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

describe('an unexpected failure', () => {
  it('says "internal error" and nothing else, and is logged with the id of the request', async () => {
    const url = await start((scope) => {
      scope.get('/fail', async () => {
        throw new Error('secret of the inside');
      });
    });
    const answer = await read(await fetch(`${url}/fail?q=private`));
    expectProblem(answer, 'INTERNAL_ERROR');
    expect(answer.body).toMatchObject({ detail: 'internal error' });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    const { requestId } = answer.body as { requestId: string };
    const failure = lines.find(({ msg }) => msg === 'request failed');
    expect(failure).toMatchObject({ reqId: requestId, err: { message: 'secret of the inside' } });
    expect(lines.find(({ msg }) => msg === 'request')).toMatchObject({
      method: 'GET',
      route: '/fail',
      status: 500,
    });
    expect(JSON.stringify(lines)).not.toContain('private');
  });

  it('of a kind that is known carries its code and when to come back', async () => {
    const url = await start((scope) => {
      scope.get('/busy', async () => {
        throw new ServiceError('DATABASE_UNAVAILABLE', 'The database is away.', { retryAfterSeconds: 2 });
      });
    });
    const answer = await read(await fetch(`${url}/busy`));
    expectProblem(answer, 'DATABASE_UNAVAILABLE');
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('after the headers ends the connection, so that half an answer is not taken for a whole one', async () => {
    const url = await start((scope) => {
      scope.get('/half', (_request, reply) => {
        const body = Readable.from(
          (async function* () {
            yield Buffer.from('first');
            throw new Error('gone');
          })(),
        );
        return reply.header('content-length', '100').send(body);
      });
    });
    const response = await fetch(`${url}/half`);
    await expect(response.text()).rejects.toThrow();
  });
});

describe('the signal of a request', () => {
  it('is aborted when the caller leaves', async () => {
    const aborted = Promise.withResolvers<void>();
    const url = await start((scope) => {
      scope.get('/wait', async (_request, reply) => {
        createContext(reply).signal.addEventListener('abort', () => aborted.resolve());
        await aborted.promise;
      });
    });
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.write('GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n', () =>
        setImmediate(() => socket.destroy()),
      );
    });
    await aborted.promise;
    expect(app.requestsInFlight.size).toBe(0);
  });

  it('is not aborted when the body has been read and the answer is written', async () => {
    let signal: AbortSignal | undefined;
    const url = await start((scope) => {
      scope.post('/echo', async (request, reply) => {
        signal = createContext(reply).signal;
        return request.body;
      });
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
    expect(await (await fetch(`${url}/echo`, init)).json()).toEqual({ a: 1 });
    expect(signal?.aborted).toBe(false);
    expect(app.requestsInFlight.size).toBe(0);
  });
});

describe('closing', () => {
  it('lets work in flight finish, ends waits, refuses new requests and aborts what takes too long', async () => {
    const events: string[] = [];
    const started = Promise.withResolvers<void>();
    const url = await start((scope) => {
      scope.get('/waits', async () => {
        started.resolve();
        await once(app.closing, 'abort');
        events.push('wait ended');
        return { ended: true };
      });
      scope.get('/quick', async () => ({}));
      scope.get('/hangs', async (_request, reply) => {
        await once(createContext(reply).signal, 'abort');
        events.push('aborted');
        throw new DOMException('This operation was aborted', 'AbortError');
      });
    });
    // A connection that stays busy can still send a request of its own while the service closes.
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    const hanging = fetch(`${url}/hangs`);
    const waiting = fetch(`${url}/waits`);
    await started.promise;
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`;
    socket.write(`${get('/quick')}\r\n${get('/waits')}`);
    await once(socket, 'data');
    const closed = app.close();
    expect(await (await waiting).json()).toEqual({ ended: true });
    socket.write('\r\n');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1.1 503 [\s\S]*"code":"OVERLOADED"/);
    expectProblem(await read(await hanging), 'OVERLOADED');
    await closed;
    expect(events).toEqual(['wait ended', 'aborted']);
  });

  it('does not wait for connections that nobody uses', async () => {
    const url = await start((scope) => {
      scope.get('/', async () => ({}));
    });
    const { port } = new URL(url);
    const unused = connect(Number(port), '127.0.0.1');
    const halfway = connect(Number(port), '127.0.0.1', () => halfway.write('GET / HTTP/1.1\r\nHo'));
    await Promise.all([once(unused, 'connect'), once(halfway, 'connect')]);
    // A request on a connection of its own: by then the server has seen both others.
    await fetch(url);
    const endOf = (socket: Socket) =>
      new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve));
    const ended = Promise.all([endOf(unused), endOf(halfway)]);
    await app.close();
    await ended;
    expect(unused.destroyed && halfway.destroyed).toBe(true);
  });
});

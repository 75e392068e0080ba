import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import {
  expectProblem,
  listOperations,
  type OpenApi,
  parseRaw,
  read,
  send,
  sendRaw,
} from '../support/http.ts';

const KEY = 'k'.repeat(32);
const OPEN = ['/healthz', '/readyz', '/openapi.json'];
let services: TestServices;
let keyed: TestApp;
let keyless: TestApp;
let container: TestApp;

beforeAll(async () => {
  services = await startTestServices();
  keyed = await services.startApp({ apiKey: KEY });
  keyless = await services.startApp();
  container = await services.startApp({ allowNoKey: true });
});
afterAll(() => services.close());

async function operations() {
  const { body } = await send(`${keyed.baseUrl}/openapi.json`);
  return listOperations(body as OpenApi);
}

describe('with a key', () => {
  it('every operation but the open ones asks for it, and says so in OpenAPI', async () => {
    const all = await operations();
    expect(all.length).toBeGreaterThan(15);
    for (const { method, path, operation } of all) {
      const url = keyed.baseUrl + path.replaceAll(/\{\w+\}/g, '0199aaaa-0000-7000-8000-000000000000');
      const isOpen = OPEN.includes(path);
      expect(operation.security, path).toEqual(isOpen ? [] : undefined);
      if (isOpen) {
        expect((await send(url, { method })).status, path).toBe(200);
        continue;
      }
      const missing = await send(url, { method });
      expectProblem(missing, 'KEY_MISSING');
      expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="footnote"');
      const wrong = await send(url, { method, headers: { authorization: `Bearer ${'x'.repeat(32)}` } });
      expectProblem(wrong, 'KEY_INVALID');
      expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
      const right = await send(url, { method, headers: { authorization: `Bearer ${KEY}` } });
      expect([401, 403], `${method} ${path}`).not.toContain(right.status);
    }
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    KEY,
    `Basic ${KEY}`,
    `Bearer ${KEY}x`,
    `Bearer ${KEY.slice(1)}`,
    `Bearer ${KEY} x`,
    `Bearer  ,${KEY}`,
  ])('Authorization %j is refused', async (authorization) => {
    expectProblem(await send(`${keyed.baseUrl}/collections`, { headers: { authorization } }), 'KEY_INVALID');
  });

  it('the scheme is spelled as one likes', async () => {
    const answer = await send(`${keyed.baseUrl}/collections`, {
      headers: { authorization: `bearer ${KEY}` },
    });
    expect(answer.status).toBe(200);
  });

  it('without the key nobody learns which routes exist', async () => {
    expectProblem(await send(`${keyed.baseUrl}/nope`), 'KEY_MISSING');
  });

  it('host and origin do not matter', async () => {
    const response = await keyed.app.inject({
      url: '/collections',
      headers: { host: 'rag.example.com', origin: 'https://example.com', authorization: `Bearer ${KEY}` },
    });
    expect(response.statusCode).toBe(200);
  });
});

/** Host and Origin as a browser or a proxy would send them. */
async function ask(app: TestApp, host: string | null, origin?: string) {
  const hostLine = host === null ? '' : `Host: ${host}\r\n`;
  const originLine = origin === undefined ? '' : `Origin: ${origin}\r\n`;
  const version = host === null ? '1.0' : '1.1';
  return parseRaw(
    await sendRaw(app.port, [`GET /collections HTTP/${version}\r\n${hostLine}${originLine}\r\n`]),
  );
}

describe('without a key, bound to loopback', () => {
  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.0.0.1:80', '127.255.0.3', '[::1]', '[::1]:3000'])(
    'Host %s is answered',
    async (host) => {
      expect((await ask(keyless, host)).status).toBe(200);
    },
  );

  it.each([
    'example.com',
    'localhost.example.com',
    'localhost.',
    'xlocalhost',
    '127.0.0.1.nip.io',
    '127.1',
    '128.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '[::]',
    '[::ffff:127.0.0.1]',
    'footnote',
    'user@localhost',
    'localhost:3000:1',
    '',
    null,
  ])('Host %j is refused', async (host) => {
    expectProblem(await ask(keyless, host), 'ORIGIN_REFUSED');
  });

  it.each(['http://localhost', 'http://localhost:5173', 'https://127.0.0.1:3000', 'http://[::1]:8080'])(
    'Origin %s is answered',
    async (origin) => {
      expect((await ask(keyless, 'localhost:3000', origin)).status).toBe(200);
    },
  );

  it.each([
    'http://example.com',
    'https://localhost.example.com',
    'http://localhost@example.com',
    'http://10.0.0.1',
    'null',
    'file://',
    'localhost',
    'chrome-extension://abc',
    '',
  ])('Origin %j is refused', async (origin) => {
    expectProblem(await ask(keyless, 'localhost:3000', origin), 'ORIGIN_REFUSED');
  });
});

describe('without a key, bound elsewhere (ALLOW_NO_KEY)', () => {
  it.each(['localhost:3000', 'footnote', 'footnote:3000', '172.17.0.2:3000', '[fd00::2]:3000'])(
    'Host %s, which no stranger can own, is answered',
    async (host) => {
      expect((await ask(container, host)).status).toBe(200);
      expect((await ask(container, host, `http://${host}`)).status).toBe(200);
    },
  );

  it.each(['example.com', 'footnote.example.com', '172.17.0.2.nip.io'])(
    'Host %s is refused',
    async (host) => {
      expectProblem(await ask(container, host), 'ORIGIN_REFUSED');
    },
  );

  it('another origin is refused', async () => {
    expectProblem(await ask(container, 'footnote:3000', 'http://other:3000'), 'ORIGIN_REFUSED');
    expectProblem(await ask(container, 'footnote:3000', 'https://example.com'), 'ORIGIN_REFUSED');
  });
});

describe('health', () => {
  it('tells no versions and is never cached', async () => {
    const alive = await read(await fetch(`${keyed.baseUrl}/healthz`));
    expect(alive.body).toEqual({ status: 'ok' });
    expect(alive.headers.get('cache-control')).toBe('no-store');
    const ready = await read(await fetch(`${keyed.baseUrl}/readyz`));
    expect(ready).toMatchObject({ status: 200, body: { ready: true, checks: { database: 'ok' } } });
  });
});

import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import { createGraphqlClient, expectRefused } from '../support/graphql-client.ts';
import { json, type OpenApi, parseRaw, send, sendRaw } from '../support/http.ts';

const KEY = 'k'.repeat(32);
const NAMES = '{ collections { name } }';
const PREFLIGHT = { 'mercurius-require-preflight': '1' };
let services: TestServices;
let keyed: TestApp;
let keyless: TestApp;
let production: TestApp;

beforeAll(async () => {
  services = await startTestServices();
  keyed = await services.startApp({ apiKey: KEY, graphiql: true });
  keyless = await services.startApp();
  production = await services.startApp({ introspection: false });
});
afterAll(() => services.close());

const get = (query: string) => `?query=${encodeURIComponent(query)}`;

describe('the key', () => {
  it('is asked for by POST and by GET', async () => {
    const stranger = createGraphqlClient(keyed.baseUrl);
    for (const missing of [
      await stranger.execute(NAMES),
      await stranger.send({ headers: PREFLIGHT }, get(NAMES)),
    ]) {
      expectRefused(missing, 'KEY_MISSING');
      expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="footnote"');
    }
    const wrong = createGraphqlClient(keyed.baseUrl, 'x'.repeat(32));
    expectRefused(await wrong.execute(NAMES), 'KEY_INVALID');
    const headers = { ...PREFLIGHT, authorization: `Bearer ${'x'.repeat(32)}` };
    expectRefused(await wrong.send({ headers }, get(NAMES)), 'KEY_INVALID');
  });

  it('opens both', async () => {
    const client = createGraphqlClient(keyed.baseUrl, KEY);
    const { data } = await client.execute(NAMES);
    expect(data.collections).toContainEqual({ name: 'default' });
    const got = await client.send({ headers: { ...PREFLIGHT, authorization: `Bearer ${KEY}` } }, get(NAMES));
    expect(got).toMatchObject({ status: 200, data });
  });

  it('is asked for before a body is looked at, and by a WebSocket that nobody answers', async () => {
    const answer = await send(`${keyed.baseUrl}/graphql`, { method: 'POST', body: '{' });
    expect(answer.status).toBe(401);
    const upgrade = [
      'GET /graphql HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: graphql-transport-ws',
    ].join('\r\n');
    expect(parseRaw(await sendRaw(keyed.port, [`${upgrade}\r\n\r\n`])).status).toBe(401);
    // Without a key in the way: no subscriptions, so the upgrade is not taken up.
    expect(parseRaw(await sendRaw(keyless.port, [`${upgrade}\r\n\r\n`])).status).toBe(400);
  });
});

describe('without a key', () => {
  it('Host and Origin are checked as on every route', async () => {
    const client = createGraphqlClient(keyless.baseUrl);
    expectRefused(await client.post({ query: NAMES }, { origin: 'https://example.com' }), 'ORIGIN_REFUSED');
    expect((await client.post({ query: NAMES }, { origin: 'http://localhost:5173' })).status).toBe(200);
    const body = JSON.stringify({ query: NAMES });
    const ask = (host: string) =>
      sendRaw(keyless.port, [
        `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      ]);
    expect(parseRaw(await ask('localhost')).status).toBe(200);
    expect(parseRaw(await ask('example.com'))).toMatchObject({
      status: 403,
      body: { errors: [{ extensions: { code: 'ORIGIN_REFUSED', status: 403 } }] },
    });
  });

  it.each([
    ['text/plain', JSON.stringify({ query: NAMES })],
    ['application/x-www-form-urlencoded', get(NAMES).slice(1)],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('what a page can send without asking first is refused: POST of %s', async (type, body) => {
    const client = createGraphqlClient(keyless.baseUrl);
    const reply = await client.send({ method: 'POST', headers: { 'content-type': type }, body });
    expectRefused(reply, 'MEDIA_TYPE_UNSUPPORTED');
  });

  it('what a page can send without asking first is refused: GET', async () => {
    const client = createGraphqlClient(keyless.baseUrl);
    expectRefused(await client.send({}, get(NAMES)), 'REQUEST_INVALID');
    expect((await client.send({ headers: PREFLIGHT }, get(NAMES))).status).toBe(200);
  });
});

describe('what developers get', () => {
  it('introspection, by default', async () => {
    const { data } = await createGraphqlClient(keyless.baseUrl).execute(getIntrospectionQuery());
    expect(data.__schema.types.map((type: { name: string }) => type.name)).toContain('Answer');
    expect(data.__schema.subscriptionType).toBeNull();
  });

  it('no introspection and no suggestions in production', async () => {
    const client = createGraphqlClient(production.baseUrl);
    for (const query of [getIntrospectionQuery(), '{ __type(name: "Query") { name } }'])
      expectRefused(await client.execute(query), 'REQUEST_INVALID');
    for (const [query, variables] of [
      ['{ collection { name } }', {}],
      ['{ collectoins { name } }', {}],
      ['{ documents(statsu: FAILED) { edges { cursor } } }', {}],
      ['{ documents(status: FAILD) { edges { cursor } } }', {}],
      ['query ($s: DocumentStatus) { documents(status: $s) { edges { cursor } } }', { s: 'FAILD' }],
      ['query ($i: SearchInput!) { search(input: $i) { underReturned } }', { i: { query: 'a', topk: 1 } }],
    ] as const) {
      const reply = await client.execute(query, variables);
      expectRefused(reply, 'REQUEST_INVALID');
      expect(JSON.stringify(reply.errors)).not.toMatch(/did you mean/i);
    }
    const helped = await createGraphqlClient(keyless.baseUrl).execute('{ collectoins { name } }');
    expect(helped.errors?.[0]?.message).toMatch(/Did you mean/);
    expect((await client.execute(NAMES)).status).toBe(200);
  });

  it('GraphiQL only when it was asked for', async () => {
    const headers = { authorization: `Bearer ${KEY}` };
    expect((await send(`${keyed.baseUrl}/graphiql`, { headers })).status).toBe(200);
    expect((await send(`${keyless.baseUrl}/graphiql`)).status).toBe(404);
  });

  it('nothing of it in OpenAPI, which describes REST', async () => {
    const { body } = await send(`${keyed.baseUrl}/openapi.json`);
    expect(Object.keys((body as OpenApi).paths).filter((path) => path.includes('graph'))).toEqual([]);
  });
});

it('other methods are unknown routes', async () => {
  expect((await send(`${keyless.baseUrl}/graphql`, json('PUT', { query: NAMES }))).status).toBe(404);
});

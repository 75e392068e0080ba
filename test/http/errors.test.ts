import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { expectProblem, json, parseRaw, send, sendRaw } from '../support/http.ts';

const NOWHERE = '0199aaaa-0000-7000-8000-000000000000';
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ limits: { bodyTimeoutMs: 300 } });
});
afterAll(() => app.close());

const post = (body: unknown) => json('POST', body);
const rawJson = (method: string, body: string | Uint8Array<ArrayBuffer>): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body,
});

describe('every error is a problem', () => {
  const cases: [name: string, path: string, init: RequestInit, code: ErrorCode, field?: string][] = [
    ['an unknown route', '/nope', {}, 'ROUTE_NOT_FOUND'],
    ['a method the route does not have', '/search', { method: 'GET' }, 'ROUTE_NOT_FOUND'],
    ['OPTIONS', '/documents', { method: 'OPTIONS' }, 'ROUTE_NOT_FOUND'],
    ['a path that is not UTF-8', '/documents/%ff', {}, 'REQUEST_UNPARSABLE'],
    ['broken percent-encoding', '/collections/%zz', {}, 'REQUEST_UNPARSABLE'],
    ['a path part that is too long', `/collections/${'a'.repeat(600)}`, {}, 'REQUEST_INVALID'],
    ['an id that is no id', '/documents/abc', {}, 'REQUEST_INVALID', '/id'],
    ['an unknown document', `/documents/${NOWHERE}`, {}, 'DOCUMENT_NOT_FOUND'],
    ['an unknown collection', '/collections/nope', {}, 'COLLECTION_NOT_FOUND'],
    ['page 0', `/documents/${NOWHERE}/pages/0`, {}, 'REQUEST_INVALID', '/n'],
    ['page x', `/documents/${NOWHERE}/pages/x`, {}, 'REQUEST_INVALID', '/n'],
    ['limit 0', '/documents?limit=0', {}, 'REQUEST_INVALID', '/limit'],
    ['page 1e999', `/documents/${NOWHERE}/pages/1e999`, {}, 'REQUEST_INVALID', '/n'],
    ['page 2147483648', `/documents/${NOWHERE}/pages/2147483648`, {}, 'REQUEST_INVALID', '/n'],
    ['limit 0x10', '/documents?limit=0x10', {}, 'REQUEST_INVALID', '/limit'],
    ['limit Infinity', '/documents?limit=Infinity', {}, 'REQUEST_INVALID', '/limit'],
    ['limit 101', '/documents?limit=101', {}, 'REQUEST_INVALID', '/limit'],
    ['limit twice', '/documents?limit=1&limit=2', {}, 'REQUEST_INVALID', '/limit'],
    ['an unknown parameter', '/documents?lim=1', {}, 'REQUEST_INVALID', '/lim'],
    ['an unknown status', '/documents?status=done', {}, 'REQUEST_INVALID', '/status'],
    ['a filter that is not JSON', '/documents?filter=%7B', {}, 'REQUEST_INVALID', '/filter'],
    ['a filter of another kind', '/documents?filter=1', {}, 'FILTER_INVALID'],
    ['a cursor of another list', '/documents?cursor=MTI', {}, 'REQUEST_INVALID', '/cursor'],
    ['a made-up cursor', '/documents?cursor=zzzz', {}, 'REQUEST_INVALID', '/cursor'],
    ['NUL in a parameter', '/documents?externalId=a%00b', {}, 'REQUEST_INVALID', '/externalId'],
    ['no JSON', '/search', rawJson('POST', '{"query":'), 'REQUEST_UNPARSABLE'],
    [
      'JSON that is not UTF-8',
      '/search',
      rawJson('POST', new Uint8Array([34, 0xff, 34])),
      'REQUEST_UNPARSABLE',
    ],
    ['__proto__', '/search', rawJson('POST', '{"query":"a","__proto__":{}}'), 'REQUEST_UNPARSABLE'],
    ['no body', '/search', { method: 'POST' }, 'REQUEST_INVALID', ''],
    ['an empty body', '/search', rawJson('POST', ''), 'REQUEST_INVALID', ''],
    ['an array', '/search', post([]), 'REQUEST_INVALID', ''],
    ['a missing field', '/search', post({}), 'REQUEST_INVALID', '/query'],
    ['an unknown field', '/search', post({ query: 'a', stream: true }), 'REQUEST_INVALID', '/stream'],
    ['a number in text', '/search', post({ query: 'a', topK: '3' }), 'REQUEST_INVALID', '/topK'],
    ['a range', '/search', post({ query: 'a', topK: 101 }), 'REQUEST_INVALID', '/topK'],
    ['a long query', '/search', post({ query: 'a'.repeat(32_769) }), 'REQUEST_INVALID', '/query'],
    ['NUL in a query', '/search', post({ query: 'a\0' }), 'REQUEST_INVALID', '/query'],
    ['a lone surrogate', '/query', post({ question: '\ud83d' }), 'REQUEST_INVALID', '/question'],
    ['NUL in a filter', '/search', post({ query: 'a', filter: { a: '\0' } }), 'REQUEST_INVALID', '/filter/a'],
    ['an empty selection', '/search', post({ query: 'a', documentIds: [] }), 'SELECTION_EMPTY'],
    ['no collections', '/query', post({ question: 'a', collections: [] }), 'SELECTION_EMPTY'],
    [
      'an unknown collection in a search',
      '/search',
      post({ query: 'a', collections: ['nope'] }),
      'COLLECTION_NOT_FOUND',
    ],
    ['an unknown operator', '/search', post({ query: 'a', filter: { a: { $near: 1 } } }), 'FILTER_INVALID'],
    ['a name that cannot be', '/collections', post({ name: 'A b' }), 'REQUEST_INVALID', '/name'],
    ['the name default', '/collections', post({ name: 'default' }), 'COLLECTION_EXISTS'],
    ['deleting default', '/collections/default', { method: 'DELETE' }, 'COLLECTION_PROTECTED'],
    [
      'If-Match without quotes',
      `/documents/${NOWHERE}`,
      { method: 'DELETE', headers: { 'if-match': 'abc' } },
      'REQUEST_INVALID',
      '/if-match',
    ],
    ['too much JSON', '/search', post({ query: 'a'.repeat(1024 * 1024) }), 'REQUEST_TOO_LARGE'],
    ['an unknown charset', '/documents', post({ text: 'a', charset: 'klingon' }), 'CHARSET_UNKNOWN'],
    [
      'deep metadata',
      '/documents',
      post({ text: 'a', metadata: { a: JSON.parse('['.repeat(30) + ']'.repeat(30)) } }),
      'REQUEST_INVALID',
      `/metadata/a${'/0'.repeat(19)}`,
    ],
    [
      'long metadata',
      '/documents',
      post({ text: 'a', metadata: { a: 'x'.repeat(65_536) } }),
      'REQUEST_INVALID',
      '/metadata',
    ],
    [
      'a long externalId',
      '/documents',
      post({ text: 'a', externalId: 'x'.repeat(513) }),
      'REQUEST_INVALID',
      '/externalId',
    ],
    ['a long title', '/documents', post({ text: 'a', title: 'x'.repeat(1001) }), 'REQUEST_INVALID', '/title'],
    ['a url and a text', '/documents', post({ url: 'http://localhost/', text: 'a' }), 'REQUEST_INVALID'],
    ['a url that is not public', '/documents', post({ url: 'http://localhost/' }), 'URL_REFUSED'],
  ];

  it.each(cases)('%s', async (_name, path, init, code, field) => {
    const answer = await send(app.baseUrl + path, init);
    expectProblem(answer, code);
    if (field !== undefined) expect(answer.body).toMatchObject({ errors: [{ path: field }] });
  });

  it('names the limit and lists what is supported', async () => {
    const large = await send(`${app.baseUrl}/search`, post({ query: 'a'.repeat(1024 * 1024) }));
    expect(large.body).toMatchObject({ detail: expect.stringContaining('1048576') });
    const text = await send(`${app.baseUrl}/search`, { method: 'POST', body: 'x' });
    expectProblem(text, 'MEDIA_TYPE_UNSUPPORTED');
    expect(text.body).toMatchObject({ detail: expect.stringContaining('application/json') });
    const upload = await send(`${app.baseUrl}/documents`, { method: 'POST', body: 'x' });
    expect(upload.body).toMatchObject({ detail: expect.stringContaining('multipart/form-data') });
  });

  it('keeps a sane request id and replaces others', async () => {
    const kept = await send(`${app.baseUrl}/nope`, { headers: { 'x-request-id': 'trace-1' } });
    expect(kept.body).toMatchObject({ requestId: 'trace-1' });
    const replaced = await send(`${app.baseUrl}/nope`, { headers: { 'x-request-id': 'a b' } });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('broken HTTP', () => {
  const HOST = 'Host: localhost\r\n';
  it.each([
    ['garbage', ['\x16\x03\x01 hello\r\n\r\n'], 'REQUEST_UNPARSABLE'],
    ['a malformed header', [`GET /healthz HTTP/1.1\r\n${HOST}bad header\r\n\r\n`], 'REQUEST_UNPARSABLE'],
    [
      'two lengths',
      [`POST /search HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
      'REQUEST_UNPARSABLE',
    ],
    [
      'a length and chunks',
      [`POST /search HTTP/1.1\r\n${HOST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
      'REQUEST_UNPARSABLE',
    ],
    [
      'headers of 20 kB',
      [`GET /healthz HTTP/1.1\r\n${HOST}X: ${'a'.repeat(20_000)}\r\n\r\n`],
      'REQUEST_TOO_LARGE',
    ],
    ['an unknown method', [`BREW /search HTTP/1.1\r\n${HOST}\r\n`], 'REQUEST_UNPARSABLE'],
    ['no host', ['GET /healthz HTTP/1.0\r\n\r\n'], 'ORIGIN_REFUSED'],
    [
      'an odd type',
      [
        `POST /search HTTP/1.1\r\n${HOST}Content-Type: application/json garbage\r\nContent-Length: 2\r\n\r\n{}`,
      ],
      'MEDIA_TYPE_UNSUPPORTED',
    ],
  ] as [string, string[], ErrorCode][])('%s', async (_name, pieces, code) => {
    expectProblem(parseRaw(await sendRaw(app.port, pieces)), code);
  });

  it('cuts off a body that does not come', async () => {
    const head = `POST /search HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`;
    // The limit is 300 ms here; sendRaw ends when the connection does.
    expect(await sendRaw(app.port, [head])).toBe('');
  });

  it('lets a client that is still sending read the answer', async () => {
    const total = 8 * 1024 * 1024;
    const head = `POST /search HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: ${total}\r\n\r\n`;
    const raw = await sendRaw(app.port, [head, ...Array(8).fill(Buffer.alloc(1024 * 1024, 'a'))]);
    expectProblem(parseRaw(raw), 'REQUEST_TOO_LARGE');
  });

  it('answers the next request on the connection after a refused body', async () => {
    const body = 'x'.repeat(2_000_000);
    const first = `POST /search HTTP/1.1\r\n${HOST}Content-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const second = `GET /healthz HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`;
    const raw = await new Promise<string>((resolve, reject) => {
      import('node:net').then(({ connect }) => {
        const socket = connect(app.port, '127.0.0.1', () => socket.write(first + second));
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('close', () => resolve(text));
        socket.on('error', reject);
      }, reject);
    });
    expect(raw).toContain('MEDIA_TYPE_UNSUPPORTED');
    expect(raw).toContain('{"status":"ok"}');
  });
});

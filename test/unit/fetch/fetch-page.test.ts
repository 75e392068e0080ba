import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { VersionSource } from '../../../src/domain/fetch.ts';
import { connectSocket } from '../../../src/fetch/connect-socket.ts';
import { createPageFetcher } from '../../../src/fetch/fetch-page.ts';
import { parseFetchPolicy } from '../../../src/fetch/fetch-policy.ts';
import { createResolver } from '../../../src/fetch/resolve-host.ts';
import { failureOf, type Lab, type LabOptions, PUBLIC_ADDRESS, startLab } from './fetch-lab.ts';

const URL = 'http://docs.example.com/guide.md';
let lab: Lab;
afterEach(() => lab.close());

async function labWith(options: LabOptions): Promise<Lab> {
  lab = await startLab(options);
  return lab;
}

/** Answers with redirects by path; `/page` is the page. */
const redirecting =
  (locations: Record<string, string>): LabOptions['answer'] =>
  (request, response) => {
    const location = locations[request.url ?? ''];
    if (location === undefined) response.end('the page');
    else response.writeHead(302, { location }).end('moved');
  };

describe('names', () => {
  it.each([
    [['127.0.0.1']],
    [[PUBLIC_ADDRESS, '127.0.0.1']],
    [['10.0.0.1', PUBLIC_ADDRESS]],
    [[PUBLIC_ADDRESS, '::1']],
    [['2606:4700:4700::1111', 'fd00::1']],
    [['::ffff:93.184.215.14']],
    [['64:ff9b::5db8:d70e']],
    [['169.254.169.254', '93.184.215.15']],
    [['0.0.0.0']],
    [['93.184.215.014']],
    [['not an address']],
  ])('with an address that is not allowed are refused, whatever else they have: %j', async (addresses) => {
    await labWith({ resolve: async () => addresses });
    expect((await failureOf(lab.fetch(URL))).code).toBe('URL_REFUSED');
    expect(lab.targets).toEqual([]);
  });

  it('are looked up once, and the connection is made to what was checked (rebinding)', async () => {
    const answers = [[PUBLIC_ADDRESS], ['127.0.0.1'], ['127.0.0.1']];
    await labWith({ resolve: async () => answers.shift() ?? ['127.0.0.1'] });
    await lab.read(URL);
    expect(lab.lookups).toEqual(['docs.example.com']);
    expect(lab.targets).toEqual([
      { hostname: 'docs.example.com', addresses: [PUBLIC_ADDRESS], port: 80, isSecure: false },
    ]);
    // The next fetch looks again, and sees the other answer.
    expect((await failureOf(lab.fetch(URL))).code).toBe('URL_REFUSED');
    expect(lab.targets).toHaveLength(1);
  });

  it('that the environment lists may be private, but never link-local', async () => {
    await labWith({ allowedHosts: 'docs.example.com', resolve: async () => ['10.0.0.7', 'fd00::7'] });
    await lab.read(URL);
    expect(lab.targets[0]?.addresses).toEqual(['10.0.0.7', 'fd00::7']);
    await lab.close();
    await labWith({ allowedHosts: 'docs.example.com', resolve: async () => ['169.254.169.254'] });
    expect((await failureOf(lab.fetch(URL))).code).toBe('URL_REFUSED');
  });

  it('that are not found, or never answered, fail', async () => {
    const notFound = Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' });
    await labWith({ resolve: () => Promise.reject(notFound) });
    expect(await failureOf(lab.fetch(URL))).toMatchObject({
      code: 'FETCH_FAILED',
      message: expect.stringContaining('not found'),
    });
    await lab.close();
    await labWith({ resolve: () => new Promise(() => {}), timeoutMs: 200 });
    expect(await failureOf(lab.fetch(URL))).toMatchObject({
      code: 'FETCH_FAILED',
      message: expect.stringContaining('200 ms'),
    });
  });
});

describe('redirects', () => {
  it('are followed three times, each looked up and checked', async () => {
    await labWith({
      answer: redirecting({
        '/guide.md': '/b',
        '/b': 'http://b.example.com/c',
        '/c': '//c.example.com/page',
      }),
    });
    const { page, bytes } = await lab.read(URL);
    expect(bytes.toString()).toBe('the page');
    expect(page.source).toMatchObject({ url: URL, finalUrl: 'http://c.example.com/page' });
    expect(lab.lookups).toEqual(['docs.example.com', 'docs.example.com', 'b.example.com', 'c.example.com']);
  });

  it('end at the fourth', async () => {
    await labWith({ answer: redirecting({ '/guide.md': '/b', '/b': '/c', '/c': '/d', '/d': '/page' }) });
    expect((await failureOf(lab.fetch(URL))).code).toBe('FETCH_FAILED');
    expect(lab.targets).toHaveLength(4);
  });

  it.each([
    ...[
      'http://169.254.169.254/latest/meta-data/',
      'http://2130706433/',
      'http://[::ffff:7f00:1]/',
      'file:///etc/passwd',
    ],
    ...[
      'http://user:secret@example.com/',
      'http://localhost/',
      'http://example.com:25/',
      'http://①②⑦.⓪.⓪.①/',
      'http://[',
    ],
  ])('to what must not be fetched are refused: %s', async (location) => {
    await labWith({
      answer: (_request, response) =>
        void response.writeHead(302, [['location', Buffer.from(location).toString('latin1')]] as never).end(),
    });
    const failure = await failureOf(lab.fetch(URL));
    expect(failure.code).toBe('URL_REFUSED');
    expect(failure.message).not.toContain('169.254');
    expect(lab.targets).toHaveLength(1);
  });

  it('to a name with a private address are refused', async () => {
    await labWith({
      answer: redirecting({ '/guide.md': 'http://evil.example.com/' }),
      resolve: async (hostname) => [hostname === 'evil.example.com' ? '127.0.0.1' : PUBLIC_ADDRESS],
    });
    expect((await failureOf(lab.fetch(URL))).code).toBe('URL_REFUSED');
    expect(lab.targets).toHaveLength(1);
  });

  it('without a target fail', async () => {
    await labWith({ answer: (_request, response) => void response.writeHead(301).end() });
    expect((await failureOf(lab.fetch(URL))).code).toBe('FETCH_FAILED');
  });
});

describe('what is sent', () => {
  it('is a GET with the name as Host and nothing of the caller', async () => {
    const seen: unknown[] = [];
    await labWith({
      answer: (request, response) => {
        seen.push(request.method, request.url, request.headers);
        response.end();
      },
      allowedPorts: '8080',
    });
    await lab.read('http://docs.example.com:8080/a%20b?q=1#part');
    expect(seen).toEqual([
      'GET',
      '/a%20b?q=1',
      {
        host: 'docs.example.com:8080',
        connection: 'close',
        accept: '*/*',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'Footnote',
      },
    ]);
  });

  it('names the host to TLS, connects to the checked address, and trusts no unknown certificate', async () => {
    const hellos: string[] = [];
    await labWith({
      speak: (socket) =>
        socket.once('data', (hello) => {
          hellos.push(hello.toString('latin1'));
          socket.end('HTTP/1.1 200 OK\r\n\r\n');
        }),
    });
    const policy = parseFetchPolicy('docs.example.com', String(lab.port), () => {});
    const fetcher = createPageFetcher({
      policy,
      maxBytes: 1000,
      timeoutMs: 10_000,
      resolve: async () => ['127.0.0.1'],
      connect: connectSocket,
    });
    const url = `https://docs.example.com:${lab.port}/`;
    expect((await failureOf(fetcher.fetch(url, null, new AbortController().signal))).code).toBe(
      'FETCH_FAILED',
    );
    expect(hellos).toEqual([expect.stringContaining('docs.example.com')]);
  });

  it('reaches a real server by the real resolver and connector', async () => {
    await labWith({});
    const policy = parseFetchPolicy('localhost', String(lab.port), () => {});
    const fetcher = createPageFetcher({
      policy,
      maxBytes: 1000,
      timeoutMs: 10_000,
      resolve: createResolver(policy),
      connect: connectSocket,
    });
    const page = await fetcher.fetch(`http://localhost:${lab.port}/`, null, new AbortController().signal);
    expect(Buffer.concat(await Array.fromAsync(page?.body as AsyncIterable<Buffer>)).toString()).toBe(
      'hello',
    );
  });

  it('asks the URL that answered, and only that, whether something changed', async () => {
    const asked: unknown[] = [];
    await labWith({
      answer: (request, response) => {
        const { 'if-none-match': etag, 'if-modified-since': since } = request.headers;
        asked.push([request.url, etag, since]);
        if (request.url === '/guide.md') return void response.writeHead(302, { location: '/page' }).end();
        response
          .writeHead(etag === '"v1"' ? 304 : 200, { etag: '"v1"', 'last-modified': 'yesterday' })
          .end('text');
      },
    });
    const { page } = await lab.read(URL);
    expect(page.source).toEqual({
      url: URL,
      finalUrl: 'http://docs.example.com/page',
      etag: '"v1"',
      lastModified: 'yesterday',
    } satisfies VersionSource);
    expect(await lab.fetch(URL, page.source)).toBeNull();
    expect(asked.slice(2)).toEqual([
      ['/guide.md', undefined, undefined],
      ['/page', '"v1"', 'yesterday'],
    ]);
  });

  it('a 304 that nobody asked for is a failure', async () => {
    await labWith({ answer: (_request, response) => void response.writeHead(304).end() });
    expect((await failureOf(lab.fetch(URL))).code).toBe('FETCH_FAILED');
  });
});

describe('what is read', () => {
  it.each([
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('is decoded: %s', async (encoding, encode) => {
    const text = '재택근무 '.repeat(10_000);
    await labWith({
      answer: (_request, response) =>
        void response.writeHead(200, { 'content-encoding': encoding }).end(encode(text)),
    });
    expect((await lab.read(URL)).bytes.toString()).toBe(text);
  });

  it.each([
    [
      { 'content-disposition': `attachment; filename="x.md"; filename*=UTF-8''%EC%95%88%EB%82%B4.md` },
      '안내.md',
    ],
    [{ 'content-disposition': 'inline; filename="a \\"b\\".md"' }, 'a "b".md'],
    [{ 'content-disposition': `inline; filename=${Buffer.from('안내.md').toString('latin1')}` }, '안내.md'],
    [{ 'content-disposition': 'attachment; filename="../../etc/passwd"' }, 'passwd'],
    [{ 'content-disposition': `attachment; filename*=UTF-8''%ff%` }, '문서 1.md'],
    [{}, '문서 1.md'],
  ])('has the name that the reply or the path gives: %j', async (headers, filename) => {
    await labWith({
      answer: (_request, response) => void response.writeHead(200, headers as Record<string, string>).end(),
    });
    const { page } = await lab.read('http://docs.example.com/a/%EB%AC%B8%EC%84%9C%201.md?x=/y.pdf');
    expect(page.filename).toBe(filename);
  });

  it.each([
    ['text/plain; charset=EUC-KR', 'EUC-KR'],
    ['text/plain;charset="utf-8"', 'utf-8'],
    ['text/plain; charset=ISO-8859-1', null],
    ['text/markdown', null],
  ])('has the declared type and its charset: %s', async (type, charset) => {
    await labWith({
      answer: (_request, response) => void response.writeHead(200, { 'content-type': type }).end(),
    });
    expect((await lab.read(URL)).page).toMatchObject({ mediaType: type, charset });
  });

  it.each([204, 206, 300, 401, 404, 500])('is only a whole page, not status %d', async (status) => {
    await labWith({
      answer: (_request, response) => void response.writeHead(status).end(status === 204 ? '' : 'SECRET'),
    });
    const failure = await failureOf(lab.fetch(URL));
    expect(failure).toMatchObject({ code: 'FETCH_FAILED', status: 502 });
    expect(failure.message).not.toContain('SECRET');
  });
});

it('a host that refuses connections is named in no error', async () => {
  await labWith({});
  // Not the port of a server just closed: a test beside this one may be given it.
  const port = 11;
  const policy = parseFetchPolicy('127.0.0.1', String(port), () => {});
  const fetcher = createPageFetcher({
    policy,
    maxBytes: 1000,
    timeoutMs: 10_000,
    resolve: createResolver(policy),
    connect: connectSocket,
  });
  const failure = await failureOf(
    fetcher.fetch(`http://127.0.0.1:${port}/`, null, new AbortController().signal),
  );
  expect(failure.code).toBe('FETCH_FAILED');
  expect(failure.message).not.toMatch(/127|\d{2}/);
});

import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';
import { type Answer, createConformance, expectProblem, json, send } from '../support/http.ts';
import { startPageServer } from '../support/page-server.ts';

const MARKDOWN = { 'content-type': 'text/markdown; charset=utf-8' };
let server: Awaited<ReturnType<typeof startPageServer>>;
let services: TestServices;
let app: TestApp;
let graphql: ReturnType<typeof createGraphqlClient>;
let conforms: (operationId: string, answer: Answer) => void;

beforeAll(async () => {
  server = await startPageServer();
  services = await startTestServices({ ...server.env, FETCH_MAX_BYTES: '100000', FETCH_TIMEOUT_MS: '5000' });
  app = await services.startApp();
  graphql = createGraphqlClient(app.baseUrl);
  conforms = await createConformance(app.app);
});
afterAll(async () => {
  await services.close();
  await server.close();
});

// biome-ignore lint/suspicious/noExplicitAny: bodies are read by field
type Doc = any;

async function post(path: string, fields: object = {}, wait = 60): Promise<Answer & { body: Doc }> {
  const body = { url: path.includes('//') ? path : server.url(path), ...fields };
  const headers: Record<string, string> = wait === 0 ? {} : { prefer: `wait=${wait}` };
  const answer = await send(`${app.baseUrl}/documents`, json('POST', body, headers));
  conforms('createDocuments', answer);
  return answer as Answer & { body: Doc };
}

async function put(id: string, body: object, headers: Record<string, string> = {}) {
  const init = json('PUT', body, { prefer: 'wait=60', ...headers });
  const answer = await send(`${app.baseUrl}/documents/${id}/content`, init);
  conforms('replaceDocumentContent', answer);
  return answer as Answer & { body: Doc };
}

const contentOf = async (id: string, version?: number) =>
  (await send(`${app.baseUrl}/documents/${id}/content${version === undefined ? '' : `?version=${version}`}`))
    .body;

describe('POST /documents with a url', () => {
  it('fetches, publishes, and answers from the page', async () => {
    const text = '# 재택근무 안내\n\n수습 기간이 끝난 구성원은 일주일에 사흘 재택근무를 할 수 있습니다.\n';
    const headers = { ...MARKDOWN, 'content-encoding': 'gzip' };
    server.pages.set('/guide/%EC%95%88%EB%82%B4.md', { headers, body: text });
    const {
      status,
      body,
      headers: replied,
    } = await post('/guide/안내.md#part', { externalId: 'guide', metadata: { team: 'hr' } });
    expect(status).toBe(201);
    expect(replied.get('location')).toBe(`/documents/${body.id}`);
    expect(body).toMatchObject({
      status: 'published',
      filename: '안내.md',
      mediaType: 'text/markdown',
      sourceUrl: server.url('/guide/%EC%95%88%EB%82%B4.md'),
      bytes: Buffer.byteLength(text),
      metadata: { team: 'hr' },
      externalId: 'guide',
    });
    expect(await contentOf(body.id)).toBe(text);
    const question = { question: '재택근무는 일주일에 며칠 할 수 있나요?', documentIds: [body.id] };
    const { body: answer } = (await send(`${app.baseUrl}/query`, json('POST', question))) as { body: Doc };
    const page = (await send(`${app.baseUrl}/documents/${body.id}/pages/1`)).body as Doc;
    const [{ quote, start, end }] = answer.citations;
    expect(page.text.slice(start, end)).toBe(quote);
    expect(quote).toContain('사흘');
  });

  it('is 202 without waiting', async () => {
    server.pages.set('/slow.md', { headers: MARKDOWN, body: 'nobody waits for this' });
    expect(await post('/slow.md', {}, 0)).toMatchObject({ status: 202, body: { status: 'queued' } });
  });

  it('reads the charset of the reply, and that of the caller before it', async () => {
    const bytes = iconv.encode('펲시콜라와 똠얌꿍을 곁들인 점심 메뉴입니다.', 'cp949');
    server.pages.set('/menu.txt', { headers: { 'content-type': 'text/plain; charset=EUC-KR' }, body: bytes });
    const one = await post('/menu.txt');
    const page = (await send(`${app.baseUrl}/documents/${one.body.id}/pages/1`)).body as Doc;
    expect(page.text).toContain('똠얌꿍');
    server.pages.set('/lie.txt', {
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: Buffer.concat([bytes, bytes]),
    });
    const two = await post('/lie.txt', { charset: 'cp949' });
    expect(two.body).toMatchObject({ status: 'published' });
  });

  it('lets the caller say what kind the page is and what it is called', async () => {
    server.pages.set('/raw', { headers: { 'content-type': 'text/plain' }, body: '# A title\n\nAnd text.' });
    const { body } = await post('/raw', { mediaType: 'text/markdown', filename: 'named.md' });
    expect(body).toMatchObject({ mediaType: 'text/markdown', filename: 'named.md' });
  });
});

describe('the same URL again', () => {
  it('is the same document: 304, then other bytes, then the same bytes under another ETag', async () => {
    server.pages.set('/page.md', {
      headers: { ...MARKDOWN, etag: '"1"' },
      body: 'The first text of the page.',
    });
    const { body: first } = await post('/page.md');
    const again = await post('/page.md', { title: 'a title' });
    expect(again).toMatchObject({
      status: 200,
      body: { id: first.id, version: 1, deduplicated: true, title: 'page.md' },
    });
    expect(again.body.warnings).toMatchObject([{ code: 'FIELDS_NOT_APPLIED' }]);
    expect(server.requests.at(-1)?.headers['if-none-match']).toBe('"1"');

    server.pages.set('/page.md', {
      headers: { ...MARKDOWN, etag: '"2"' },
      body: 'The second text of the page.',
    });
    const changed = await post('/page.md', { title: 'a title' });
    expect(changed).toMatchObject({
      status: 201,
      body: { id: first.id, version: 2, deduplicated: false, title: 'a title' },
    });
    expect(await contentOf(first.id, 1)).toBe('The first text of the page.');

    server.pages.set('/page.md', {
      headers: { ...MARKDOWN, etag: '"3"' },
      body: 'The second text of the page.',
    });
    expect(await post('/page.md')).toMatchObject({ status: 200, body: { version: 2, deduplicated: true } });
    await post('/page.md');
    expect(server.requests.at(-1)?.headers['if-none-match']).toBe('"3"');
  });

  it('is asked for unconditionally after another content took its place', async () => {
    server.pages.set('/kept.md', { headers: { ...MARKDOWN, etag: '"k"' }, body: 'Kept text.' });
    const { body } = await post('/kept.md', { externalId: 'kept' });
    await put(body.id, { text: 'Sent text.' });
    const back = await post('/kept.md', { externalId: 'kept' });
    expect(server.requests.at(-1)?.headers['if-none-match']).toBeUndefined();
    expect(back).toMatchObject({
      status: 201,
      body: { id: body.id, version: 3, sourceUrl: server.url('/kept.md') },
    });
  });

  it('in another collection, or under another externalId, is another document', async () => {
    await send(`${app.baseUrl}/collections`, json('POST', { name: 'other' }));
    server.pages.set('/shared.md', { headers: { ...MARKDOWN, etag: '"s"' }, body: 'Shared by several.' });
    const ids = new Set<string>();
    for (const fields of [{}, { collection: 'other' }, { externalId: 'mine' }]) {
      const { status, body } = await post('/shared.md', fields);
      expect(status).toBe(201);
      ids.add(body.id);
    }
    expect(ids.size).toBe(3);
  });

  it('goes before equal bytes; where the URL is new, the bytes decide', async () => {
    server.pages.set('/a.md', { headers: MARKDOWN, body: 'Both say this.' });
    server.pages.set('/b.md', { headers: MARKDOWN, body: 'Only b says this.' });
    const { body: a } = await post('/a.md');
    const { body: b } = await post('/b.md');
    server.pages.set('/b.md', { headers: MARKDOWN, body: 'Both say this.' });
    expect((await post('/b.md')).body).toMatchObject({ id: b.id, version: 2 });
    server.pages.set('/c.md', { headers: MARKDOWN, body: 'Both say this.' });
    expect(await post('/c.md')).toMatchObject({
      status: 200,
      body: { id: a.id, deduplicated: true, sourceUrl: server.url('/a.md') },
    });
  });

  it('twenty times at once is one document', async () => {
    server.pages.set('/many.md', { headers: { ...MARKDOWN, etag: '"m"' }, body: 'Asked for by many.' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/many.md', {}, 0)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).filter((status) => status === 202)).toHaveLength(1);
  });

  it('after a deletion is a new document', async () => {
    server.pages.set('/gone.md', { headers: { ...MARKDOWN, etag: '"g"' }, body: 'Deleted and back.' });
    const { body } = await post('/gone.md');
    await send(`${app.baseUrl}/documents/${body.id}`, { method: 'DELETE' });
    const again = await post('/gone.md');
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(body.id);
  });
});

describe('PUT /documents/{id}/content with a url', () => {
  it('makes a version, and a 304 leaves it but takes title and metadata', async () => {
    const { body: doc } = (await send(
      `${app.baseUrl}/documents`,
      json('POST', { text: 'To be replaced.' }, { prefer: 'wait=60' }),
    )) as { body: Doc };
    expect(doc.sourceUrl).toBeNull();
    server.pages.set('/new.md', { headers: { ...MARKDOWN, etag: '"n"' }, body: 'The new text.' });
    const replaced = await put(doc.id, { url: server.url('/new.md') });
    expect(replaced).toMatchObject({
      status: 200,
      body: { id: doc.id, version: 2, sourceUrl: server.url('/new.md') },
    });
    const stale = await put(doc.id, { url: server.url('/new.md'), title: 'lost' }, { 'if-match': '"stale"' });
    expectProblem(stale, 'VERSION_CONFLICT');
    const same = await put(doc.id, { url: server.url('/new.md'), title: 'renamed', metadata: { a: 1 } });
    expect(same).toMatchObject({
      status: 200,
      body: { version: 2, title: 'renamed', metadata: { a: 1 }, deduplicated: false },
    });
    expect(server.requests.at(-1)?.headers['if-none-match']).toBe('"n"');
  });
});

describe('what cannot be fetched', () => {
  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'URL_REFUSED'],
    ['http://[::ffff:a9fe:a9fe]/', 'URL_REFUSED'],
    ['http://localhost/', 'URL_REFUSED'],
    ['http://127.0.0.1:1/', 'URL_REFUSED'],
    ['file:///etc/passwd', 'URL_REFUSED'],
    ['/missing.md', 'FETCH_FAILED'],
    ['/cut.md', 'FETCH_FAILED'],
    ['/large.md', 'UPLOAD_TOO_LARGE'],
    ['/picture.gif', 'MEDIA_TYPE_UNSUPPORTED'],
    ['/inward', 'URL_REFUSED'],
  ] as const)('%s is %s, and nothing is left of it', async (path, code) => {
    server.pages.set('/cut.md', { headers: { ...MARKDOWN, 'content-encoding': 'br' }, body: 'no brotli' });
    server.pages.set('/large.md', { headers: MARKDOWN, body: 'a'.repeat(100_001) });
    server.pages.set('/picture.gif', {
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from('GIF89a\x01\0', 'latin1'),
    });
    server.pages.set('/inward', { status: 302, headers: { location: 'http://10.0.0.1/' } });
    const before = (await send(`${app.baseUrl}/documents?limit=100`)).body as Doc;
    const answer = await post(path);
    expectProblem(answer, code);
    expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|10\.0\.0\.1|no brotli/);
    expect((await send(`${app.baseUrl}/documents?limit=100`)).body).toEqual(before);
  });

  it('is refused before anything is asked when the request itself is wrong', async () => {
    const asked = server.requests.length;
    server.pages.set('/fine.md', { headers: MARKDOWN, body: 'Fine.' });
    const url = server.url('/fine.md');
    expectProblem(await post('/fine.md', { collection: 'nope' }), 'COLLECTION_NOT_FOUND');
    expectProblem(await post('/fine.md', { charset: 'klingon' }), 'CHARSET_UNKNOWN');
    expectProblem(await post('/fine.md', { text: 'both' }), 'REQUEST_INVALID');
    expectProblem(await post('/fine.md', { url: 7 }), 'REQUEST_INVALID');
    expectProblem(await put('00000000-0000-7000-8000-000000000000', { url }), 'DOCUMENT_NOT_FOUND');
    expect(server.requests).toHaveLength(asked);
  });
});

describe('GraphQL', () => {
  it('ingests and replaces by URL', async () => {
    server.pages.set('/graphql.md', { headers: { ...MARKDOWN, etag: '"q"' }, body: 'By GraphQL.' });
    const input = { url: server.url('/graphql.md') };
    const ingest =
      'mutation ($input: IngestUrlInput!) { ingestUrl(input: $input) { id version sourceUrl deduplicated } }';
    const { ingestUrl } = await graphql.request(ingest, { input });
    expect(ingestUrl).toMatchObject({ version: 1, sourceUrl: input.url, deduplicated: false });
    expect((await graphql.request(ingest, { input })).ingestUrl).toMatchObject({
      id: ingestUrl.id,
      deduplicated: true,
    });
    server.pages.set('/graphql.md', { headers: MARKDOWN, body: 'By GraphQL, changed.' });
    const replace =
      'mutation ($id: ID!, $input: ReplaceUrlInput!) { replaceUrl(id: $id, input: $input) { id version } }';
    const { replaceUrl } = await graphql.request(replace, { id: ingestUrl.id, input });
    expect(replaceUrl).toEqual({ id: ingestUrl.id, version: 2 });
  });
});

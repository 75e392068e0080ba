import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import { type Answer, createConformance, expectProblem, json, send } from '../support/http.ts';
import { startPageServer } from '../support/page-server.ts';

let server: Awaited<ReturnType<typeof startPageServer>>;
let services: TestServices;
let app: TestApp;
let conforms: (operationId: string, answer: Answer) => void;

beforeAll(async () => {
  server = await startPageServer();
  services = await startTestServices(server.env);
  app = await services.startApp();
  conforms = await createConformance(app.app);
});
afterAll(async () => {
  await services.close();
  await server.close();
});

// biome-ignore lint/suspicious/noExplicitAny: bodies are read by field
type Body = any;

/** The answer and its body as it came over the wire. */
async function post(body: object | FormData, key: string | undefined, headers: Record<string, string> = {}) {
  const given = { ...headers, ...(key !== undefined && { 'idempotency-key': key }) };
  const init =
    body instanceof FormData ? { method: 'POST', body, headers: given } : json('POST', body, given);
  const answer = await send(`${app.baseUrl}/documents`, init);
  conforms('createDocuments', answer);
  return answer as Answer & { body: Body };
}

function form(files: readonly string[], fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const [index, file] of files.entries()) data.append('file', new Blob([file]), `${index}.txt`);
  return data;
}

const uniqueText = () => `A text that stands nowhere else: ${randomUUID()}.`;

async function countDocuments(): Promise<number> {
  const { body } = await send(`${app.baseUrl}/collections/default`);
  return (body as { documents: number }).documents;
}

function expectReplay(replay: Answer, first: Answer): void {
  expect(replay.headers.get('idempotency-replayed')).toBe('true');
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(JSON.stringify(replay.body)).toBe(JSON.stringify(first.body));
  expect(replay.status).toBe(first.status);
  for (const name of ['location', 'etag', 'preference-applied', 'content-type'])
    expect(replay.headers.get(name), name).toBe(first.headers.get(name));
}

describe('the same key with the same request', () => {
  it('answers as the first time, although the document has gone on since', async () => {
    const [text, key] = [uniqueText(), randomUUID()];
    const first = await post({ text, metadata: { b: 1, a: { d: 1, c: 2 } } }, key);
    expect(first).toMatchObject({ status: 202, body: { status: 'queued' } });
    await send(`${app.baseUrl}/documents`, json('POST', { text }, { prefer: 'wait=60' }));
    expectReplay(
      await post({ metadata: { a: { c: 2, d: 1 }, b: 1 }, text }, key, { prefer: 'wait=60' }),
      first,
    );
  });

  it('keeps what waiting led to', async () => {
    const [text, key] = [uniqueText(), randomUUID()];
    const first = await post({ text }, key, { prefer: 'wait=60' });
    expect(first).toMatchObject({ status: 201, body: { status: 'published' } });
    expectReplay(await post({ text }, key), first);
  });

  it('is the same by the bytes of its files, whatever their boundary', async () => {
    const [texts, key] = [[uniqueText(), uniqueText()], randomUUID()];
    const first = await post(form(texts), key, { prefer: 'wait=60' });
    expect(first.status).toBe(201);
    expect(first.body.data).toHaveLength(2);
    expectReplay(await post(form(texts), key), first);
    expectProblem(await post(form(texts.toReversed()), key), 'IDEMPOTENCY_KEY_REUSED');
  });

  it('is fetched once when it names a URL', async () => {
    const [path, key] = [`/${randomUUID()}.md`, randomUUID()];
    server.pages.set(path, { headers: { 'content-type': 'text/markdown', etag: '"1"' }, body: uniqueText() });
    const first = await post({ url: server.url(path) }, key, { prefer: 'wait=60' });
    expect(first.status).toBe(201);
    const asked = server.requests.length;
    expectReplay(await post({ url: server.url(path) }, key), first);
    expect(server.requests).toHaveLength(asked);
    // Another key asks again, and its answer, by a 304, is kept like any other.
    const other = randomUUID();
    const unchanged = await post({ url: server.url(path) }, other);
    expect(unchanged).toMatchObject({ status: 200, body: { deduplicated: true } });
    expectReplay(await post({ url: server.url(path) }, other), unchanged);
  });

  it('fifty times at once makes one document', async () => {
    const [text, key, before] = [uniqueText(), randomUUID(), await countDocuments()];
    const answers = await Promise.all(Array.from({ length: 50 }, () => post({ text, externalId: key }, key)));
    const given = answers.filter(({ status }) => status === 202);
    const waiting = answers.filter(({ status }) => status !== 202);
    expect(new Set(given.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    for (const answer of waiting) {
      expectProblem(answer, 'IDEMPOTENCY_IN_FLIGHT');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(given.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(await countDocuments()).toBe(before + 1);
  });

  it('holds for a new version', async () => {
    const { body: doc } = await post({ text: uniqueText() }, undefined, { prefer: 'wait=60' });
    const [text, key] = [uniqueText(), randomUUID()];
    const put = async (body: object, id = doc.id) => {
      const init = json('PUT', body, { 'idempotency-key': key, prefer: 'wait=60' });
      const answer = await send(`${app.baseUrl}/documents/${id}/content`, init);
      conforms('replaceDocumentContent', answer);
      return answer as Answer & { body: Body };
    };
    const first = await put({ text });
    expect(first).toMatchObject({ status: 200, body: { version: 2 } });
    await send(`${app.baseUrl}/documents/${doc.id}/content`, json('PUT', { text: uniqueText() }));
    expectReplay(await put({ text }), first);
    expectProblem(await put({ text: uniqueText() }), 'IDEMPOTENCY_KEY_REUSED');
    // The same key and bytes at another document are another request.
    const { body: other } = await post({ text: uniqueText() }, undefined);
    expectProblem(await put({ text }, other.id), 'IDEMPOTENCY_KEY_REUSED');
  });
});

describe('another request with the key', () => {
  it.each([
    [{ title: 'a title' }],
    [{ metadata: { a: 2 } }],
    [{ externalId: 'x' }],
    [{ filename: 'x.md' }],
    [{ text: 'other' }],
    [{ language: 'ko' }],
  ])('is refused: %j', async (change) => {
    const [text, key] = [uniqueText(), randomUUID()];
    await post({ text, metadata: { a: 1 } }, key);
    const before = await countDocuments();
    expectProblem(await post({ text, metadata: { a: 1 }, ...change }, key), 'IDEMPOTENCY_KEY_REUSED');
    expect(await countDocuments()).toBe(before);
  });
});

describe('a key', () => {
  it.each([
    ['', 400],
    ['   ', 400],
    ['k'.repeat(256), 400],
    ['키', 400],
    ['k'.repeat(255), 202],
    ['"quoted, with comma"', 202],
  ])('of its own form: %j is %d', async (key, status) => {
    const bytes = Buffer.from(key).toString('latin1');
    expect((await post({ text: uniqueText() }, bytes)).status).toBe(status);
  });

  it('is not burnt by a request that failed', async () => {
    const key = randomUUID();
    expectProblem(await post({ text: uniqueText(), collection: 'nope' }, key), 'COLLECTION_NOT_FOUND');
    expectProblem(await post({ url: 'http://localhost/' }, key), 'URL_REFUSED');
    expectProblem(await post({ url: server.url('/missing') }, key), 'FETCH_FAILED');
    const gif = new FormData();
    gif.append('file', new Blob([Buffer.from('GIF89a\x01\0', 'latin1')]), 'a.gif');
    expectProblem(await post(gif, key), 'MEDIA_TYPE_UNSUPPORTED');
    expect((await post({ text: uniqueText() }, key)).status).toBe(202);
  });

  it('keeps the answer of a request that was refused in part', async () => {
    const key = randomUUID();
    const mixed = () => form([text, 'GIF89a\x01\0']);
    const text = uniqueText();
    const first = await post(mixed(), key, { prefer: 'wait=60' });
    expect(first.body.data).toMatchObject([
      { status: 'published' },
      { error: { code: 'MEDIA_TYPE_UNSUPPORTED' } },
    ]);
    expectReplay(await post(mixed(), key), first);
  });

  it('is free again once its document is deleted: nothing deleted answers', async () => {
    const [text, key] = [uniqueText(), randomUUID()];
    const first = await post({ text }, key, { prefer: 'wait=60' });
    await send(`${app.baseUrl}/documents/${first.body.id}`, { method: 'DELETE' });
    const again = await post({ text }, key, { prefer: 'wait=60' });
    expect(again.headers.get('idempotency-replayed')).toBeNull();
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(first.body.id);
  });

  it('is free again once its collection is deleted', async () => {
    await send(`${app.baseUrl}/collections`, json('POST', { name: 'brief' }));
    const [body, key] = [{ text: uniqueText(), collection: 'brief' }, randomUUID()];
    await post(body, key);
    await send(`${app.baseUrl}/collections/brief?force=true`, { method: 'DELETE' });
    expectProblem(await post(body, key), 'COLLECTION_NOT_FOUND');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { expectProblem, json, parseRaw, send, sendRaw } from '../support/http.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

// biome-ignore lint/suspicious/noExplicitAny: bodies are read as any client would, by field
type Body = any;

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await send(app.baseUrl + path, json('POST', body, headers));
  return { ...answer, body: answer.body as Body };
}
const WAIT = { prefer: 'wait=30' };

describe('the ETag of a document', () => {
  it('is the same before and after the document is made, though its own title is known only then', async () => {
    const text = `# 제목\n\n${'본문입니다. '.repeat(50)}`;
    const accepted = await post('/documents', { text, mediaType: 'text/markdown' });
    const made = await post('/documents', { text, mediaType: 'text/markdown' }, WAIT);
    expect([accepted.body.title, made.body.title]).toEqual([null, '제목']);
    const read = await send(`${app.baseUrl}/documents/${made.body.id}`);
    expect(read.headers.get('etag')).toBe(accepted.headers.get('etag'));
    const etag = accepted.headers.get('etag') ?? '';
    const changed = await send(
      `${app.baseUrl}/documents/${made.body.id}`,
      json('PATCH', { title: '새 제목' }, { 'if-match': etag }),
    );
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });
});

describe('a document that fails', () => {
  it('says the same however often it is tried again', async () => {
    for (let time = 1; time <= 27; time += 1) {
      const { body } = await post('/documents', { text: ' \n ', externalId: 'blank' }, WAIT);
      expect(body, `time ${time}`).toMatchObject({
        status: 'failed',
        version: 1,
        error: { code: 'DOCUMENT_HAS_NO_TEXT' },
      });
    }
  });
});

describe('text in JSON', () => {
  it.each([
    'RIFF란 무엇인가: 파일 형식이다.',
    'GIF89a is an image format.',
    'abc\u0001def',
    '%PDF-1.7 은 PDF 헤더다',
  ])('%j is text, whatever it begins with', async (text) => {
    const { status, body } = await post('/documents', { text }, WAIT);
    expect([status, body.status, body.mediaType]).toEqual([201, 'published', 'text/plain']);
  });

  it('is text as a file too, where only its first word is that of a binary format', async () => {
    const form = new FormData();
    form.append('file', new Blob(['RIFF is a container of chunks.']), 'riff.txt');
    const { status } = await send(`${app.baseUrl}/documents`, { method: 'POST', body: form });
    expect(status).toBe(202);
  });
});

describe('a selection', () => {
  it('knows a document id in either case', async () => {
    const { body: document } = await post('/documents', { text: '사무실은 성수동에 있습니다.' }, WAIT);
    const query = { query: '사무실', documentIds: [document.id.toUpperCase()] };
    const { body } = await post('/search', query);
    expect(body.hits).toHaveLength(1);
    expect(body.warnings).toEqual([]);
  });

  it('is FILTER_INVALID when its filter is too deep or too long, however much', async () => {
    let deep: object = { a: 1 };
    for (let level = 0; level < 30; level += 1) deep = { $and: [deep] };
    for (const filter of [deep, { a: 'x'.repeat(70_000) }])
      expectProblem(await post('/search', { query: 'a', filter }), 'FILTER_INVALID');
  });
});

describe('what Node would answer without a body', () => {
  const raw = async (...lines: string[]) =>
    parseRaw(await sendRaw(app.port, [`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`]));

  it('no Host is a problem', async () => {
    const answer = await raw('GET /collections HTTP/1.1');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'REQUEST_UNPARSABLE', status: 400 });
  });

  it('an expectation that is not known is ignored', async () => {
    const answer = await raw('GET /collections HTTP/1.1', 'Host: localhost', 'Expect: foo');
    expect(answer.status).toBe(200);
  });

  it('a method that wants a body and has no Content-Type is a problem, and no fault of ours', async () => {
    const answer = await raw('QUERY /search HTTP/1.1', 'Host: localhost');
    expect([404, 415]).toContain(answer.status);
    expect(answer.body).toMatchObject({ status: answer.status });
  });
});

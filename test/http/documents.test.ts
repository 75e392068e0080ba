import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Answer, createConformance, expectProblem, json, send } from '../support/http.ts';
import { eventually } from '../support/processes.ts';

const TEXT =
  '# 설치 안내\n\n일반적인 설치에는 최소 780MB의 메모리가 필요합니다.\n\n## 디스크\n\n디스크는 2GB면 충분합니다.\n';
let app: TestApp;
let conforms: (operationId: string, answer: Answer) => void;

beforeAll(async () => {
  app = await startTestApp();
  conforms = await createConformance(app.app);
});
afterAll(() => app.close());

interface Doc {
  readonly id: string;
  readonly [field: string]: unknown;
}

async function create(
  body: object,
  headers: Record<string, string> = { prefer: 'wait=60' },
): Promise<Answer> {
  const answer = await send(`${app.baseUrl}/documents`, json('POST', body, headers));
  conforms('createDocuments', answer);
  return answer;
}
const at = (doc: Doc, rest = '') => `${app.baseUrl}/documents/${doc.id}${rest}`;

describe('the life of a document', () => {
  let doc: Doc;

  it('is made, and 201 says that it ended in time', async () => {
    const answer = await create({
      text: TEXT,
      mediaType: 'text/markdown',
      filename: '설치 "안내".md',
      externalId: 'guide',
      title: '설치 안내서',
      metadata: { team: 'infra', deep: { list: [1, 'a', null, { x: false }] } },
    });
    doc = answer.body as Doc;
    expect(answer.status).toBe(201);
    expect(answer.headers.get('preference-applied')).toBe('wait=60');
    expect(answer.headers.get('location')).toBe(`/documents/${doc.id}`);
    expect(doc).toMatchObject({
      externalId: 'guide',
      collection: 'default',
      title: '설치 안내서',
      filename: '설치 "안내".md',
      mediaType: 'text/markdown',
      metadata: { team: 'infra', deep: { list: [1, 'a', null, { x: false }] } },
      version: 1,
      publishedVersion: 1,
      status: 'published',
      bytes: Buffer.byteLength(TEXT),
      pages: 1,
      deduplicated: false,
      error: null,
    });
    expect(doc.publishedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('is 200 and marked when the same comes again', async () => {
    const again = await create({ text: TEXT, externalId: 'guide' });
    expect(again).toMatchObject({ status: 200, body: { id: doc.id, deduplicated: true } });
    expect((await send(at(doc))).body).toMatchObject({ deduplicated: false });
  });

  it('is read with an ETag, listed and found by its own key', async () => {
    const got = await send(at(doc));
    conforms('getDocument', got);
    expect(got.headers.get('etag')).toMatch(/^"[^"]+"$/);
    expect(
      (await send(at(doc), { headers: { 'if-none-match': got.headers.get('etag') ?? '' } })).status,
    ).toBe(200);
    const filter = encodeURIComponent('{"team":{"$eq":"infra"}}');
    for (const query of [
      '',
      '?externalId=guide',
      `?filter=${filter}`,
      '?status=published&collection=default',
    ]) {
      const list = await send(`${app.baseUrl}/documents${query}`);
      conforms('listDocuments', list);
      expect(list.body, query).toMatchObject({ data: [{ id: doc.id }], nextCursor: null });
    }
    expect((await send(`${app.baseUrl}/documents?externalId=other`)).body).toMatchObject({ data: [] });
    expectProblem(await send(`${app.baseUrl}/documents?collection=nope`), 'COLLECTION_NOT_FOUND');
  });

  it('gives back its bytes, its page and its chunks', async () => {
    const content = await send(at(doc, '/content'));
    conforms('getDocumentContent', content);
    expect(content.body).toBe(TEXT);
    expect(content.headers.get('content-disposition')).toBe(
      `attachment; filename="__ ____.md"; filename*=UTF-8''${encodeURIComponent('설치 "안내".md')}`,
    );
    expect(content.headers.get('x-content-type-options')).toBe('nosniff');
    expect(content.headers.get('content-length')).toBe(String(Buffer.byteLength(TEXT)));

    const head = await send(at(doc, '/content'), { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(TEXT)));

    const page = await send(at(doc, '/pages/1'));
    conforms('getDocumentPage', page);
    expect(page.body).toMatchObject({
      documentId: doc.id,
      version: 1,
      page: 1,
      pageLabel: null,
      text: TEXT.normalize('NFC'),
      lines: [],
    });
    expectProblem(await send(at(doc, '/pages/2')), 'PAGE_NOT_FOUND');
    expectProblem(await send(at(doc, '/pages/1?version=9')), 'VERSION_NOT_FOUND');

    const chunks = await send(at(doc, '/chunks?limit=1'));
    conforms('listDocumentChunks', chunks);
    const [chunk] = (chunks.body as { data: { text: string; start: number; end: number }[] }).data;
    expect(chunk?.text).toBe(TEXT.slice(chunk?.start, chunk?.end));
  });

  it('is found by search and query', async () => {
    const search = await send(
      `${app.baseUrl}/search`,
      json('POST', { query: '최소 메모리', filter: { team: 'infra' } }),
    );
    conforms('search', search);
    expect(search.body).toMatchObject({ hits: [{ score: 1, document: { id: doc.id, version: 1 } }] });
    const query = await send(
      `${app.baseUrl}/query`,
      json('POST', { question: '설치에 메모리가 최소 얼마나 필요한가요?' }),
    );
    conforms('query', query);
    const [citation] = (
      query.body as { citations: { page: number; start: number; end: number; quote: string }[] }
    ).citations;
    expect(citation?.quote).toContain('780MB');
    expect(TEXT.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  });

  it('is changed, but not by one who saw another state', async () => {
    const etag = (await send(at(doc))).headers.get('etag') ?? '';
    const changed = await send(
      at(doc),
      json('PATCH', { title: '새 제목', metadata: { team: 'web' } }, { 'if-match': etag }),
    );
    conforms('updateDocument', changed);
    expect(changed).toMatchObject({
      status: 200,
      body: { title: '새 제목', metadata: { team: 'web' }, externalId: 'guide' },
    });
    expect(changed.headers.get('etag')).not.toBe(etag);
    for (const stale of [etag, 'W/"x"', '"a", "b"']) {
      expectProblem(
        await send(at(doc), json('PATCH', { title: 'x' }, { 'if-match': stale })),
        'VERSION_CONFLICT',
      );
      expectProblem(
        await send(at(doc), { method: 'DELETE', headers: { 'if-match': stale } }),
        'VERSION_CONFLICT',
      );
      expectProblem(
        await send(at(doc, '/content'), json('PUT', { text: 'x' }, { 'if-match': stale })),
        'VERSION_CONFLICT',
      );
    }
    const untitled = await send(at(doc), json('PATCH', { title: null }, { 'if-match': '*' }));
    // Without a title of its own the document shows the one in its text.
    expect(untitled).toMatchObject({ status: 200, body: { title: '설치 안내', metadata: { team: 'web' } } });
    expectProblem(await send(at(doc), json('PATCH', { collection: 'x' })), 'REQUEST_INVALID');
  });

  it('is found by the words of its new title, and soon by those of the old one no more', async () => {
    const find = async (query: string) => {
      const { body } = await send(`${app.baseUrl}/search`, json('POST', { query }));
      return (body as { hits: { document: Doc }[] }).hits.map(({ document }) => document.id);
    };
    for (const [title, gone] of [
      ['여우 편람', '너구리'],
      ['너구리 편람', '여우'],
    ] as const) {
      expect((await send(at(doc), json('PATCH', { title }))).status).toBe(200);
      await eventually(`found as ${title}`, async () => (await find(title)).includes(doc.id));
      await eventually(`not found as ${gone}`, async () => (await find(gone)).length === 0);
    }
  });

  it('gets a new version, whose predecessor can still be read', async () => {
    const url = at(doc, '/content');
    const replaced = await send(
      url,
      json('PUT', { text: '# 새 안내\n\n이제 1GB가 필요합니다.' }, { prefer: 'wait=60' }),
    );
    conforms('replaceDocumentContent', replaced);
    expect(replaced).toMatchObject({
      status: 200,
      body: { version: 2, publishedVersion: 2, status: 'published' },
    });
    const same = await send(url, json('PUT', { text: '# 새 안내\n\n이제 1GB가 필요합니다.' }));
    expect(same).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await send(at(doc, '/pages/1?version=1'))).body).toMatchObject({ text: TEXT });
    expectProblem(await send(at(doc, '/chunks?version=1')), 'VERSION_NOT_PUBLISHED');
    expectProblem(await send(url, json('PUT', { text: 'x', externalId: 'y' })), 'REQUEST_INVALID');
    expectProblem(await send(at(doc, '/retry'), { method: 'POST' }), 'VERSION_NOT_FAILED');
  });

  it('is deleted, with all that was in it', async () => {
    const deleted = await send(at(doc), {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
    });
    conforms('deleteDocument', deleted);
    expect(deleted).toMatchObject({
      status: 200,
      body: { id: doc.id, deleted: true, counts: { versions: 2, pages: 2 } },
    });
    for (const rest of ['', '/content', '/pages/1', '/chunks']) {
      expectProblem(await send(at(doc, rest)), 'DOCUMENT_NOT_FOUND');
    }
    expectProblem(await send(at(doc), { method: 'DELETE' }), 'DOCUMENT_NOT_FOUND');
    const search = await send(`${app.baseUrl}/search`, json('POST', { query: '1GB' }));
    expect(search.body).toMatchObject({ hits: [] });
  });
});

describe('a document without text', () => {
  it('fails with its id kept, and can be tried again', async () => {
    const failed = await create({ text: ' \n ' });
    const doc = failed.body as Doc;
    expect(failed).toMatchObject({
      status: 201,
      body: { status: 'failed', error: { code: 'DOCUMENT_HAS_NO_TEXT' } },
    });
    expectProblem(await send(at(doc, '/content')), 'DOCUMENT_NOT_READY');
    expectProblem(await send(at(doc, '/chunks')), 'DOCUMENT_NOT_READY');
    const retried = await send(at(doc, '/retry'), { method: 'POST' });
    conforms('retryDocument', retried);
    expect(retried).toMatchObject({ status: 202, body: { id: doc.id } });
    expect((await send(at(doc), { method: 'DELETE' })).status).toBe(200);
  });
});

describe('text', () => {
  it('keeps what is odd but whole, and loses what no text can hold', async () => {
    const answer = await create({ text: 'A lone \ud83d half, a NUL \0 and 😀.', title: '😀\u202e' });
    const doc = answer.body as Doc;
    expect(answer).toMatchObject({ status: 201, body: { status: 'published', title: '😀\u202e' } });
    const page = (await send(at(doc, '/pages/1'))).body as { text: string };
    expect(page.text.isWellFormed()).toBe(true);
    expect(page.text).not.toContain('\0');
    expect(page.text).toContain('😀');
    await send(at(doc), { method: 'DELETE' });
  });
});

describe('lists', () => {
  it('go on from the cursor without losing or repeating', async () => {
    for (const name of ['a', 'b', 'c'])
      await create({ text: `Text ${name}.`, externalId: `list-${name}` }, {});
    const seen: unknown[] = [];
    for (let query = '?limit=2'; query !== ''; ) {
      const { body } = await send(`${app.baseUrl}/documents${query}`);
      const page = body as { data: Doc[]; nextCursor: string | null };
      seen.push(...page.data.map((doc) => doc.externalId));
      query = page.nextCursor === null ? '' : `?limit=2&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(['list-c', 'list-b', 'list-a']);
  });

  it('an externalId belongs to one document', async () => {
    const [a] = ((await send(`${app.baseUrl}/documents?externalId=list-a`)).body as { data: Doc[] }).data;
    const answer = await send(at(a as Doc), json('PATCH', { externalId: 'list-b' }));
    expectProblem(answer, 'EXTERNAL_ID_TAKEN');
  });
});

describe('collections', () => {
  const url = (rest = '') => `${app.baseUrl}/collections${rest}`;

  it('live from creation to deletion', async () => {
    const created = await send(
      url(),
      json('POST', {
        name: 'handbook',
        description: '사내 규정',
        language: 'ko',
        chunking: { maxTokens: 200 },
      }),
    );
    conforms('createCollection', created);
    expect(created).toMatchObject({
      status: 201,
      body: {
        name: 'handbook',
        description: '사내 규정',
        language: 'ko',
        chunking: { maxTokens: 200 },
        embedding: null,
        documents: 0,
        chunks: 0,
      },
    });
    expectProblem(await send(url(), json('POST', { name: 'handbook' })), 'COLLECTION_EXISTS');

    const list = await send(url());
    conforms('listCollections', list);
    expect((list.body as { data: { name: string }[] }).data.map(({ name }) => name).sort()).toEqual([
      'default',
      'handbook',
    ]);

    const updated = await send(url('/handbook'), json('PATCH', { description: null, language: 'en' }));
    conforms('updateCollection', updated);
    expect(updated).toMatchObject({ status: 200, body: { description: null, language: 'en' } });

    const doc = (await create({ text: 'Some rules.', collection: 'handbook' })).body as Doc;
    const got = await send(url('/handbook'));
    conforms('getCollection', got);
    expect(got.body).toMatchObject({ documents: 1, embedding: { provider: 'built-in' } });
    expectProblem(await send(url('/handbook'), { method: 'DELETE' }), 'COLLECTION_NOT_EMPTY');
    expectProblem(await send(url('/handbook?force=yes'), { method: 'DELETE' }), 'REQUEST_INVALID');

    const deleted = await send(url('/handbook?force=true'), { method: 'DELETE' });
    conforms('deleteCollection', deleted);
    expect(deleted.body).toMatchObject({
      name: 'handbook',
      deleted: true,
      counts: { documents: 1, versions: 1, pages: 1 },
    });
    expectProblem(await send(at(doc)), 'DOCUMENT_NOT_FOUND');
    expectProblem(await send(url('/handbook')), 'COLLECTION_NOT_FOUND');
  });
});

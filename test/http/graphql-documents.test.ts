import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { createGraphqlClient, expectGraphqlError, expectRefused } from '../support/graphql-client.ts';

const MISSING = '0199aaaa-0000-7000-8000-000000000000';
const TEXT =
  '# 설치 안내\n\n일반적인 설치에는 최소 780MB의 메모리가 필요합니다.\n\n## 디스크\n\n디스크는 2GB면 충분합니다.\n';
const DOCUMENT = `id externalId title filename sourceUrl mediaType language metadata version publishedVersion status
  progress { stage pages pagesDone chunks chunksDone queuePosition etaSeconds } sha256 bytes pageCount chunkCount deduplicated
  warnings { code message pages } error { stage code message hint retryable } createdAt updatedAt publishedAt`;
const INGEST = `mutation ($input: IngestTextInput!) { ingestText(input: $input) { ${DOCUMENT} collection { name } } }`;
let app: TestApp;
let client: ReturnType<typeof createGraphqlClient>;
let rest: ReturnType<typeof createClient>;

beforeAll(async () => {
  app = await startTestApp();
  client = createGraphqlClient(app.baseUrl);
  rest = createClient(app.baseUrl);
});
afterAll(() => app.close());

async function ingest(input: Record<string, unknown>) {
  const { ingestText } = await client.request(INGEST, { input });
  await rest.untilPublished(ingestText.id);
  return ingestText;
}

describe('the life of a document', () => {
  let id: string;

  it('is accepted at once, and is in the end what REST says', async () => {
    const input = {
      text: TEXT,
      mediaType: 'text/markdown',
      filename: '안내.md',
      collection: null,
      externalId: 'guide',
      title: '설치 안내서',
      metadata: { team: 'infra', $odd: [1, null, { deep: true }] },
      language: 'KO',
    };
    const accepted = await ingest(input);
    id = accepted.id;
    expect(accepted).toMatchObject({ title: '설치 안내서', version: 1, collection: { name: 'default' } });
    const { document } = await client.request(`query ($id: ID!) { document(id: $id) { ${DOCUMENT} } }`, {
      id,
    });
    const { body } = await rest.get(`/documents/${id}`);
    const { collection: _, pages, chunks, ...same } = body;
    expect(document).toEqual({
      ...same,
      pageCount: pages,
      chunkCount: chunks,
      status: 'PUBLISHED',
      language: 'KO',
      progress: { ...same.progress, stage: 'PUBLISHED' },
    });
    expect(document.metadata).toEqual(input.metadata);
  });

  it('is deduplicated, found by its own key, and shows its page and chunks as REST does', async () => {
    const again = await client.request(INGEST, { input: { text: TEXT, externalId: 'guide' } });
    expect(again.ingestText).toMatchObject({ id, deduplicated: true });
    const { document } = await client.request(
      `{ document(externalId: "guide") {
        id
        page(number: 1) { documentId version page pageLabel text width height lines { start end box } }
        chunks { edges { cursor node { id ordinal text pageStart pageEnd start end headings tokens } } pageInfo { hasNextPage endCursor } }
      } }`,
    );
    expect(document.id).toBe(id);
    expect(document.page).toEqual((await rest.get(`/documents/${id}/pages/1`)).body);
    const { data } = (await rest.get(`/documents/${id}/chunks`)).body;
    expect(document.chunks.edges.map((edge: { node: object }) => edge.node)).toEqual(data);
    expect(document.chunks.pageInfo.hasNextPage).toBe(false);
  });

  it('is changed: absent stays, null removes', async () => {
    const update = `mutation ($id: ID!, $input: UpdateDocumentInput!) {
      updateDocument(id: $id, input: $input) { title externalId metadata } }`;
    const changed = await client.request(update, { id, input: { metadata: { team: 'ops' } } });
    expect(changed.updateDocument).toEqual({
      title: '설치 안내서',
      externalId: 'guide',
      metadata: { team: 'ops' },
    });
    const removed = await client.request(update, {
      id,
      input: { title: null, externalId: null, metadata: null },
    });
    expect(removed.updateDocument).toEqual({
      title: '설치 안내',
      externalId: null,
      metadata: { team: 'ops' },
    });
  });

  it('gets a new version, and is deleted', async () => {
    const replace = `mutation ($id: ID!, $input: ReplaceTextInput!) { replaceText(id: $id, input: $input) { id version } }`;
    const { replaceText } = await client.request(replace, { id, input: { text: '새 본문입니다.' } });
    expect(replaceText).toEqual({ id, version: 2 });
    await rest.untilPublished(id);
    const old = `{ document(id: "${id}") { page(number: 1, version: 1) { text } } }`;
    expect((await client.request(old)).document.page.text).toBe(TEXT);
    const remove = `mutation { deleteDocument(id: "${id}") { id deleted counts { versions pages chunks } } }`;
    const { deleteDocument } = await client.request(remove);
    expect(deleteDocument).toMatchObject({ id, deleted: true, counts: { versions: 2, pages: 2 } });
    const gone = await client.execute(old);
    expect(gone).toMatchObject({ status: 200, data: { document: null } });
    expectGraphqlError(gone, 'DOCUMENT_NOT_FOUND');
  });
});

describe('lists', () => {
  const LIST = `query ($first: Int, $after: String, $filter: JSON, $status: DocumentStatus, $collection: String) {
    documents(first: $first, after: $after, filter: $filter, status: $status, collection: $collection) {
      edges { cursor node { id chunks(first: 1) { edges { cursor node { ordinal } } pageInfo { hasNextPage endCursor } } } }
      pageInfo { hasNextPage endCursor } } }`;
  const ids: string[] = [];

  beforeAll(async () => {
    for (let n = 0; n < 5; n += 1) {
      const text = Array.from(
        { length: 60 },
        (_, line) => `문서 ${n}의 ${line}번째 문장은 꽤 길게 씁니다.`,
      ).join('\n\n');
      ids.unshift((await ingest({ text, metadata: { n, kind: 'list' } })).id);
    }
  });

  it('go page by page, and a cursor of any edge goes on from there', async () => {
    const filter = { kind: { $eq: 'list' } };
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const {
        documents,
      }: {
        documents: {
          edges: { node: { id: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      } = await client.request(LIST, { first: 2, after, filter });
      seen.push(...documents.edges.map(({ node }) => node.id));
      after = documents.pageInfo.endCursor;
      more = documents.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(ids);
    const { documents } = await client.request(LIST, { first: 3, filter });
    const rest = await client.request(LIST, {
      after: documents.edges[0].cursor,
      filter,
      status: 'PUBLISHED',
    });
    expect(rest.documents.edges.map((edge: { node: { id: string } }) => edge.node.id)).toEqual(ids.slice(1));
    const nothing = await client.request(LIST, { filter: { kind: 'none' }, collection: 'default' });
    expect(nothing.documents).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });

  it('of chunks go on from a cursor, each document from its own', async () => {
    const { documents } = await client.request(LIST, { first: 1 });
    const [{ node }] = documents.edges;
    expect(node.chunks).toMatchObject({ edges: [{ node: { ordinal: 0 } }], pageInfo: { hasNextPage: true } });
    const on = await client.request(
      `query ($id: ID!, $after: String) { document(id: $id) {
        next: chunks(first: 100, after: $after) { edges { node { ordinal } } }
        all: chunks(first: 100) { edges { node { ordinal } } } } }`,
      { id: node.id, after: node.chunks.pageInfo.endCursor },
    );
    expect(on.document.next.edges).toEqual(on.document.all.edges.slice(1));
    expect(on.document.next.edges.length).toBeGreaterThan(0);
  });

  it('refuse what REST refuses', async () => {
    for (const first of [0, -1, 101]) {
      expectGraphqlError(await client.execute(LIST, { first }), 'REQUEST_INVALID', '/first');
      const of = await client.execute(
        `{ document(id: "${ids[0]}") { title chunks(first: ${first}) { edges { cursor } } } }`,
      );
      expectGraphqlError(of, 'REQUEST_INVALID', '/first');
    }
    expectGraphqlError(await client.execute(LIST, { after: 'x' }), 'REQUEST_INVALID');
    expectGraphqlError(await client.execute(LIST, { filter: { a: { $no: 1 } } }), 'FILTER_INVALID');
    expectGraphqlError(await client.execute(LIST, { filter: [1] }), 'FILTER_INVALID');
    expectGraphqlError(await client.execute(LIST, { collection: 'nope' }), 'COLLECTION_NOT_FOUND');
    expectRefused(await client.execute(LIST, { status: 'published' }), 'REQUEST_INVALID');
  });
});

describe('errors', () => {
  it.each([
    ['{ document(id: "x") { id } }', 'REQUEST_INVALID'],
    ['mutation { deleteDocument(id: "x") { id } }', 'REQUEST_INVALID'],
    ['mutation { retryDocument(id: "x") { id } }', 'REQUEST_INVALID'],
    ['mutation { replaceText(id: "x", input: { text: "a" }) { id } }', 'REQUEST_INVALID'],
    ['mutation { updateDocument(id: "x", input: {}) { id } }', 'REQUEST_INVALID'],
    ['{ document { id } }', 'REQUEST_INVALID'],
    [`{ document(id: "${MISSING}", externalId: "a") { id } }`, 'REQUEST_INVALID'],
    [`{ document(id: "${MISSING}") { id } }`, 'DOCUMENT_NOT_FOUND'],
    ['{ document(externalId: "none") { id } }', 'DOCUMENT_NOT_FOUND'],
    ['{ document(externalId: "none", collection: "nope") { id } }', 'COLLECTION_NOT_FOUND'],
    [`mutation { deleteDocument(id: "${MISSING}") { id } }`, 'DOCUMENT_NOT_FOUND'],
    [`mutation { replaceText(id: "${MISSING}", input: { text: "a" }) { id } }`, 'DOCUMENT_NOT_FOUND'],
    ['mutation { ingestText(input: { text: "a", collection: "nope" }) { id } }', 'COLLECTION_NOT_FOUND'],
    ['mutation { ingestText(input: { text: "a", charset: "nope" }) { id } }', 'CHARSET_UNKNOWN'],
    ['mutation { ingestText(input: { text: "a", metadata: "nope" }) { id } }', 'REQUEST_INVALID'],
    ['mutation { ingestText(input: { text: "a", metadata: { __proto__: 1 } }) { id } }', 'REQUEST_INVALID'],
    ['mutation { ingestText(input: { text: "a", metadata: { n: 1e999 } }) { id } }', 'REQUEST_INVALID'],
    ['mutation { ingestText(input: { text: "a", metadata: { s: "\\u0000" } }) { id } }', 'REQUEST_INVALID'],
    ['{ collection(name: "nope") { name } }', 'COLLECTION_NOT_FOUND'],
    ['mutation { createCollection(input: { name: "default" }) { name } }', 'COLLECTION_EXISTS'],
    ['mutation { createCollection(input: { name: "Not So" }) { name } }', 'REQUEST_INVALID'],
    ['mutation { deleteCollection(name: "default", force: true) { name } }', 'COLLECTION_PROTECTED'],
    ['{ search(input: { query: "a", collections: [] }) { underReturned } }', 'SELECTION_EMPTY'],
    ['{ search(input: { query: "a", documentIds: null }) { underReturned } }', 'REQUEST_INVALID'],
    ['{ search(input: { query: "a", documentIds: ["x"] }) { underReturned } }', 'REQUEST_INVALID'],
    ['{ search(input: { query: "a", topK: 101 }) { underReturned } }', 'REQUEST_INVALID'],
    ['{ ask(input: { question: "" }) { id } }', 'REQUEST_INVALID'],
    ['{ ask(input: { question: "a", collections: null }) { id } }', 'REQUEST_INVALID'],
  ] as const)('%s is %s', async (query, code) => {
    const reply = await client.execute(query);
    expectGraphqlError(reply, code);
    expect(reply.status).toBe(200);
  });

  it('name the same field as REST', async () => {
    const reply = await client.execute('{ search(input: { query: "a", topK: 101 }) { underReturned } }');
    const { body } = await rest.post('/search', { query: 'a', topK: 101 });
    expect(reply.errors?.[0]).toMatchObject({
      message: body.detail,
      extensions: { code: body.code, status: body.status, errors: body.errors },
    });
  });

  it('of one field leave the others alone', async () => {
    const { id } = await ingest({ text: '한 쪽짜리 글입니다.' });
    const reply = await client.execute(
      `{ document(id: "${id}") { id
        one: page(number: 1) { text } none: page(number: 2) { text } older: page(number: 1, version: 7) { text }
        zero: page(number: 0) { text } same: page(number: 1, version: 1) { text } } }`,
    );
    expect(reply.errors?.map(({ path, extensions }) => [path?.at(-1), extensions.code]).sort()).toEqual([
      ['none', 'PAGE_NOT_FOUND'],
      ['older', 'VERSION_NOT_FOUND'],
      ['zero', 'REQUEST_INVALID'],
    ]);
    const text = '한 쪽짜리 글입니다.';
    expect(reply).toMatchObject({
      status: 200,
      data: { document: { id, one: { text }, same: { text }, none: null, older: null, zero: null } },
    });
    // `chunks` cannot be null, so the document is.
    const broken = await client.execute(
      `{ document(id: "${id}") { id chunks(after: "x") { edges { cursor } } } other: document(id: "${id}") { id } }`,
    );
    expectGraphqlError(broken, 'REQUEST_INVALID');
    expect(broken.data).toEqual({ document: null, other: { id } });
  });

  it('of a document that is not ready, not failed, or failed', async () => {
    const { ingestText } = await client.request(INGEST, { input: { text: ' \n ' } });
    const state = () =>
      client.request(
        `{ document(id: "${ingestText.id}") { status error { code } chunks { edges { cursor } } } }`,
      );
    while ((await state()).document.status !== 'FAILED')
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await state()).document).toMatchObject({
      error: { code: 'DOCUMENT_HAS_NO_TEXT' },
      chunks: { edges: [] },
    });
    const page = await client.execute(`{ document(id: "${ingestText.id}") { page(number: 1) { text } } }`);
    expectGraphqlError(page, 'DOCUMENT_NOT_READY');
    const retry = (id: string) => client.execute(`mutation { retryDocument(id: "${id}") { id } }`);
    expect((await retry(ingestText.id)).data.retryDocument.id).toBe(ingestText.id);
    const { id } = await ingest({ text: '다시 할 것이 없는 글입니다.' });
    expectGraphqlError(await retry(id), 'VERSION_NOT_FAILED');
  });
});

describe('collections', () => {
  it('are made, changed, counted and deleted', async () => {
    const fields =
      'name description language chunking { maxTokens overlapTokens } documentCount chunkCount createdAt';
    const create = `mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { ${fields} embedding { provider } } }`;
    const input = {
      name: 'notes',
      description: 'a',
      language: 'KO',
      chunking: { maxTokens: 100, overlapTokens: null },
    };
    const { createCollection } = await client.request(create, { input });
    expect(createCollection).toMatchObject({
      name: 'notes',
      language: 'KO',
      chunking: { maxTokens: 100 },
      embedding: null,
    });
    const changed = await client.request(
      `mutation { updateCollection(name: "notes", input: { description: null, language: EN }) { description language } }`,
    );
    expect(changed.updateCollection).toEqual({ description: null, language: 'EN' });
    const { id } = await ingest({ text: '노트에 적은 글입니다.', collection: 'notes' });
    const { document } = await client.request(
      `{ document(id: "${id}") { collection { ${fields} embedding { provider model dimensions } } } }`,
    );
    expect(document.collection).toMatchObject({ name: 'notes', documentCount: 1, chunkCount: 1 });
    const { body } = await rest.get('/collections/notes');
    expect(document.collection.embedding).toEqual(body.embedding);
    const remove = (force: string) =>
      client.execute(
        `mutation { deleteCollection(name: "notes"${force}) { name deleted counts { documents } } }`,
      );
    expectGraphqlError(await remove(''), 'COLLECTION_NOT_EMPTY');
    expect((await remove(', force: true')).data.deleteCollection).toEqual({
      name: 'notes',
      deleted: true,
      counts: { documents: 1 },
    });
  });
});

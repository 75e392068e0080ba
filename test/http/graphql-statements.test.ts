import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { createGraphqlClient, expectGraphqlError } from '../support/graphql-client.ts';
import { eventually } from '../support/processes.ts';
import { type StatementWatch, watchStatements } from '../support/watch-statements.ts';

const COUNT = 100;
let app: TestApp;
let watch: StatementWatch;

beforeAll(async () => {
  watch = watchStatements();
  app = await startTestApp();
  const client = createGraphqlClient(app.baseUrl);
  for (let n = 0; n < 4; n += 1)
    await client.request(`mutation { createCollection(input: { name: "c${n}" }) { name } }`);
  const ingest = 'mutation ($input: IngestTextInput!) { ingestText(input: $input) { id } }';
  for (let n = 0; n < COUNT; n += 1)
    await client.request(ingest, {
      input: { text: `${n}번 문서의 본문입니다.`, collection: `c${n % 4}`, metadata: { n } },
    });
  const rest = createClient(app.baseUrl);
  await eventually('all published', async () => {
    const { body } = await rest.get('/documents?limit=100&status=published');
    return body.data.length === COUNT;
  });
});
afterAll(async () => {
  await app?.close();
  watch?.stop();
});

/** In process, so that the statements belong to the request by their asynchronous context. */
async function post(url: string, payload: object) {
  const { result, statements } = await watch.during(async () =>
    app.app.inject({ method: 'POST', url, headers: { host: 'localhost' }, payload }),
  );
  expect(result.statusCode).toBe(200);
  return { body: result.json(), statements };
}

async function run(query: string) {
  const { body, statements } = await post('/graphql', { query });
  expect(body.errors).toBeUndefined();
  return { data: body.data, statements };
}

describe('the statements that a response costs', () => {
  it('are at most 5 for 100 documents with their chunks and collections', async () => {
    const { data, statements } = await run(`{ documents(first: ${COUNT}) { edges { node {
      id metadata collection { name documentCount } chunks { edges { node { text } } } } } } }`);
    expect(statements.length).toBeGreaterThanOrEqual(3);
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(5);
    expect(data.documents.edges).toHaveLength(COUNT);
    for (const { node } of data.documents.edges) {
      const { n } = node.metadata;
      expect(node.collection).toEqual({ name: `c${n % 4}`, documentCount: COUNT / 4 });
      expect(node.chunks.edges).toEqual([{ node: { text: expect.stringContaining(`${n}번 문서의 본문`) } }]);
    }
  });

  it('do not grow with pages beside them, nor with two pages of chunks', async () => {
    const { data, statements } = await run(`{ documents(first: ${COUNT}) { edges { node { metadata
      page(number: 1) { text } collection { name } chunks { edges { cursor } } more: chunks(first: 1) { edges { cursor } } } } } }`);
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(5);
    for (const { node } of data.documents.edges)
      expect(node.page.text).toContain(`${node.metadata.n}번 문서의 본문`);
  });

  it('are bounded in what they read: 10,000 chunks, a page counting as ten', async () => {
    const client = createGraphqlClient(app.baseUrl);
    const list = (fields: string) =>
      client.execute(`{ documents(first: 100) { edges { node { ${fields} } } } }`);
    const chunks = 'chunks(first: 100) { edges { cursor } }';
    expect((await list(chunks)).errors).toBeUndefined();
    expectGraphqlError(
      await list(`${chunks} more: chunks(first: 1) { edges { cursor } }`),
      'REQUEST_INVALID',
    );
    // Each page but the first is missing, which is another error; the same page under another alias would be read once.
    const pages = Array.from({ length: 10 }, (_, n) => `p${n}: page(number: ${n + 1}) { text }`);
    const codes = async (fields: string) =>
      new Set((await list(fields)).errors?.map(({ extensions }) => extensions.code));
    expect(await codes(pages.slice(1).join(' '))).toEqual(new Set(['PAGE_NOT_FOUND']));
    expect(await codes(`${pages.join(' ')} chunks { edges { cursor } }`)).toContain('REQUEST_INVALID');
  });

  it('are two for a search, whatever it finds', async () => {
    for (const topK of [1, 100]) {
      const search = { query: '42번 문서의 본문', topK, filter: { n: { $gte: 0 } } };
      const { body, statements } = await post('/search', search);
      expect(body.hits).toHaveLength(topK);
      expect(statements.length, statements.join('\n')).toBe(2);
    }
  });

  it('are one for the documents of all hits and one for those of all citations', async () => {
    const bare = await run('{ ask(input: { question: "42번 문서의 본문은?", topK: 50 }) { id } }');
    const { data, statements } = await run(
      `{ ask(input: { question: "42번 문서의 본문은?", topK: 50 }) {
        hits { documentId document { id collection { name } } } citations { documentId document { id } } } }`,
    );
    expect(data.ask.hits.length).toBeGreaterThan(10);
    for (const hit of data.ask.hits) expect(hit.document.id).toBe(hit.documentId);
    expect(statements.length - bare.statements.length).toBeLessThanOrEqual(3);
  });
});

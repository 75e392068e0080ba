import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_TABLE, type ErrorCode } from '../../src/errors.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type MercuriusClient, readSchema, startMercuriusClient } from '../support/mercurius-client.ts';
import { untilPublishedByGraphql } from '../support/until-published.ts';

const KEY = 'gateway-key-of-24-chars-or-more';
const UNKNOWN = '0199aaaa-0000-7000-8000-000000000000';
const INGEST = 'mutation ($input: IngestTextInput!) { ingestText(input: $input) { id status } }';
const TEXT = '# 휴가 규정\n\n신입 사원의 여름 특별 휴가는 3일이다.\n\n병가는 진단서를 내면 14일까지 쓴다.';

let app: TestApp;
let schema: string;
let client: MercuriusClient;

beforeAll(async () => {
  app = await startTestApp({ apiKey: KEY, introspection: true });
  schema = await readSchema(app.baseUrl, KEY);
  client = await startMercuriusClient(app.baseUrl, schema, KEY);
});
afterAll(async () => {
  await client?.close();
  await app?.close();
});

describe('a service on Mercurius', () => {
  it('does the main job: takes in a text, waits, asks, and finds the quote on its page', async () => {
    const input = { text: TEXT, mediaType: 'text/markdown', externalId: 'leave', metadata: { team: 'hr' } };
    const { ingestText } = await client.request(INGEST, { input });
    expect(ingestText.status).toBe('QUEUED');
    await untilPublishedByGraphql(client, ingestText.id);

    const { ask } = await client.request(
      `query ($input: AskInput!) { ask(input: $input) { answerable answer language
        statements { start end citations supported }
        citations { documentId version page start end quote verified document { externalId metadata collection { name } } }
        hits { chunkId score documentId } } }`,
      { input: { question: '병가는 며칠까지 쓸 수 있나요?', filter: { team: { $in: ['hr'] } } } },
    );
    expect(ask).toMatchObject({
      answerable: true,
      language: 'KO',
      statements: [{ citations: [1], supported: true }],
    });
    const [citation] = ask.citations;
    expect(citation).toMatchObject({
      documentId: ingestText.id,
      quote: '병가는 진단서를 내면 14일까지 쓴다.',
      verified: true,
      document: { externalId: 'leave', metadata: { team: 'hr' }, collection: { name: 'default' } },
    });
    const { document } = await client.request(
      'query ($id: ID!, $n: Int!, $v: Int) { document(id: $id) { page(number: $n, version: $v) { text } } }',
      { id: citation.documentId, n: citation.page, v: citation.version },
    );
    expect(document.page.text.slice(citation.start, citation.end)).toBe(citation.quote);
    expect(ask.hits[0].documentId).toBe(ingestText.id);
  });

  it.each<[code: ErrorCode, query: string]>([
    ['DOCUMENT_NOT_FOUND', `{ document(id: "${UNKNOWN}") { id } }`],
    ['REQUEST_INVALID', '{ search(input: { query: "a", topK: 0 }) { hits { chunkId } } }'],
    ['COLLECTION_NOT_FOUND', '{ ask(input: { question: "a?", collections: ["nowhere"] }) { answer } }'],
    ['VERSION_NOT_FAILED', 'mutation ($id: ID!) { retryDocument(id: $id) { id } }'],
  ])('is told %s in the extensions', async (code, query) => {
    const { documents } = await client.request('{ documents { edges { node { id } } } }');
    const variables = query.includes('$id') ? { id: documents.edges[0].node.id } : {};
    const { errors } = await client.execute(query, variables);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code, status: ERROR_TABLE[code][0] });
    expect(errors?.[0]?.extensions.requestId).toMatch(/\S/);
    expect(errors?.[0]?.path).toHaveLength(1);
  });

  it('sends the key: without it, or with another, it is refused', async () => {
    for (const [key, code] of [
      [undefined, 'KEY_MISSING'],
      ['x'.repeat(32), 'KEY_INVALID'],
    ] as const) {
      const stranger = await startMercuriusClient(app.baseUrl, schema, key);
      const { data, errors } = await stranger.execute('{ collections { name } }');
      await stranger.close();
      expect(data).toBeNull();
      expect(errors?.[0]?.extensions).toMatchObject({ code, status: 401 });
    }
    expect((await client.request('{ collections { name } }')).collections).toContainEqual({
      name: 'default',
    });
  });
});

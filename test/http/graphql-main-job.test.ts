import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';

const KEY = 'main-job-key-of-24-chars-or-more';
const EXAMPLE = fileURLToPath(new URL('../../docs/examples/remote-work-policy.ko.pdf', import.meta.url));
const QUESTION = '재택근무는 일주일에 며칠까지 할 수 있나요?';
const ASK = `query ($input: AskInput!) { ask(input: $input) {
  id answerable answer language
  statements { start end citations support supported }
  citations { number documentId version title externalId collection chunkId page start end quote verified boxes document { id title } }
  hits { chunkId score text documentId version document { id collection { name } } pageStart pageEnd start end headings
    legs { lexical { rank score } dense { rank score } } }
  generator { provider model } usage { promptTokens completionTokens embeddingTokens contextTokens droppedHits }
  warnings { code message } timings { totalMs retrieveMs generateMs verifyMs } } }`;

let app: TestApp;
let graphql: ReturnType<typeof createGraphqlClient>;
let rest: ReturnType<typeof createClient>;

beforeAll(async () => {
  app = await startTestApp({ apiKey: KEY });
  graphql = createGraphqlClient(app.baseUrl, KEY);
  rest = createClient(app.baseUrl, KEY);
});
afterAll(() => app.close());

describe('the main job through GraphQL', () => {
  let uploaded: string;
  let ingested: string;

  it('takes in a file by REST and a text by GraphQL, and waits until both are published', async () => {
    uploaded = (await rest.upload(EXAMPLE)).body.id;
    const text =
      '# 휴가 규정\n\n신입 사원의 여름 특별 휴가는 3일이다.\n\n병가는 진단서를 내면 14일까지 쓴다.';
    const input = { text, mediaType: 'text/markdown', externalId: 'leave', metadata: { team: 'hr' } };
    const { ingestText } = await graphql.request(
      'mutation ($input: IngestTextInput!) { ingestText(input: $input) { id status } }',
      { input },
    );
    ingested = ingestText.id;
    for (const id of [uploaded, ingested]) {
      for (;;) {
        const { document } = await graphql.request(
          'query ($id: ID!) { document(id: $id) { status error { code } } }',
          { id },
        );
        expect(document.error).toBeNull();
        if (document.status === 'PUBLISHED') break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });

  it('answers as REST does: same page, same quote, same place', async () => {
    const { ask } = await graphql.request(ASK, { input: { question: QUESTION } });
    const { body } = await rest.post('/query', { question: QUESTION });
    expect(ask).toMatchObject({ answerable: true, answer: body.answer, language: 'KO', usage: body.usage });
    expect(ask.statements).toEqual(body.statements);
    expect(ask.citations.length).toBeGreaterThan(0);
    expect(ask.citations).toEqual(
      body.citations.map((citation: { documentId: string; title: string }) => ({
        ...citation,
        document: { id: citation.documentId, title: citation.title },
      })),
    );
    expect(ask.hits.map((hit: { chunkId: string; score: number }) => [hit.chunkId, hit.score])).toEqual(
      body.hits.map((hit: { chunkId: string; score: number }) => [hit.chunkId, hit.score]),
    );
    const [first] = ask.hits;
    expect(first).toMatchObject({
      documentId: uploaded,
      version: 1,
      document: { id: uploaded, collection: { name: 'default' } },
    });
    expect(ask.citations[0].boxes.length).toBeGreaterThan(0);
  });

  it('every quote is the text of its page at its place, read by GraphQL', async () => {
    for (const question of [QUESTION, '신입 사원의 여름 특별 휴가는 며칠인가요?']) {
      const { ask } = await graphql.request(ASK, { input: { question } });
      expect(ask.citations.length).toBeGreaterThan(0);
      for (const { documentId, version, page, start, end, quote, verified } of ask.citations) {
        const { document } = await graphql.request(
          'query ($id: ID!, $n: Int!, $v: Int) { document(id: $id) { page(number: $n, version: $v) { text } } }',
          { id: documentId, n: page, v: version },
        );
        expect(document.page.text.slice(start, end)).toBe(quote);
        expect(verified).toBe(true);
      }
    }
  });

  it('searches within a selection, and says when there is no answer', async () => {
    const input = { query: '휴가', filter: { team: { $in: ['hr'] } }, mode: 'LEXICAL', topK: 5 };
    const { search } = await graphql.request(
      `query ($input: SearchInput!) { search(input: $input) {
        hits { documentId document { externalId } } underReturned warnings { code } timings { totalMs embedMs retrieveMs } } }`,
      { input },
    );
    expect(search.hits.length).toBeGreaterThan(0);
    for (const hit of search.hits)
      expect(hit).toEqual({ documentId: ingested, document: { externalId: 'leave' } });
    const question = '서울에서 부산까지 KTX 요금은?';
    const { ask } = await graphql.request(ASK, {
      input: {
        question,
        grounding: 'STRICT',
        language: 'KO',
        history: [{ role: 'USER', content: '안녕하세요' }],
      },
    });
    expect(ask).toMatchObject({ answerable: false, citations: [], statements: [] });
  });
});

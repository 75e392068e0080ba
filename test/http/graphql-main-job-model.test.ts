import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServices, type TestServices } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { type FakeOpenAI, startFakeOpenAI } from '../support/fake-openai.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';
import { type MercuriusClient, readSchema, startMercuriusClient } from '../support/mercurius-client.ts';
import { untilPublishedByGraphql } from '../support/until-published.ts';

const KEY = 'main-job-key-of-24-chars-or-more';
const EXAMPLE = fileURLToPath(new URL('../../docs/examples/remote-work-policy.ko.pdf', import.meta.url));
const QUESTION = '재택근무는 일주일에 며칠까지 할 수 있나요?';
const TEXT = '# 휴가 규정\n\n신입 사원의 여름 특별 휴가는 3일이다.\n\n병가는 진단서를 내면 14일까지 쓴다.';
const TEXT_QUESTION = '병가는 진단서를 내면 며칠까지 쓸 수 있나요?';
const ASK = `query ($input: AskInput!) { ask(input: $input) { answerable answer
  statements { citations supported support }
  citations { documentId version page start end quote verified boxes document { title externalId } }
  generator { provider model } usage { promptTokens completionTokens embeddingTokens } warnings { code } } }`;
const PAGE =
  'query ($id: ID!, $n: Int!, $v: Int) { document(id: $id) { page(number: $n, version: $v) { text } } }';
const INGEST = 'mutation ($input: IngestTextInput!) { ingestText(input: $input) { id } }';

type Client = Pick<MercuriusClient, 'request'>;

let fake: FakeOpenAI;
let extractive: TestServices;
let model: TestServices;
/** The citations of the extractive answers to both questions: what a model's must be like. */
let expected: Readonly<Record<string, readonly unknown[]>>;
let clients: Readonly<Record<string, Client>>;
let mercurius: MercuriusClient;

beforeAll(async () => {
  fake = await startFakeOpenAI({ dimensions: 32 });
  extractive = await startTestServices();
  model = await startTestServices({
    OPENAI_BASE_URL: fake.baseUrl,
    OPENAI_EMBEDDING_MODEL: 'fake-embedding',
    OPENAI_ANSWER_MODEL: 'fake-chat',
    // Both clients ask the same, and each is to see what embedding it costs.
    QUESTION_CACHE_ENTRIES: '0',
  });
  const plain = await extractive.startApp({ apiKey: KEY });
  const { baseUrl } = await model.startApp({ apiKey: KEY, introspection: true });
  mercurius = await startMercuriusClient(baseUrl, await readSchema(baseUrl, KEY), KEY);
  clients = { fetch: createGraphqlClient(baseUrl, KEY), mercurius };

  const reference = createGraphqlClient(plain.baseUrl, KEY);
  for (const [url, client] of [
    [plain.baseUrl, reference],
    [baseUrl, mercurius],
  ] as const) {
    const uploaded = await createClient(url, KEY).upload(EXAMPLE);
    const input = { text: TEXT, mediaType: 'text/markdown', externalId: 'leave' };
    const { ingestText } = await client.request(INGEST, { input });
    await untilPublishedByGraphql(client, uploaded.body.id);
    await untilPublishedByGraphql(client, ingestText.id);
  }
  const citationsOf = async (question: string) =>
    (await reference.request(ASK, { input: { question } })).ask.citations.map(toPlace);
  expected = { [QUESTION]: await citationsOf(QUESTION), [TEXT_QUESTION]: await citationsOf(TEXT_QUESTION) };
});
afterAll(async () => {
  await mercurius?.close();
  await model?.close();
  await extractive?.close();
  await fake?.close();
});

/** What does not depend on the service it was asked of. */
function toPlace({ page, start, end, quote, verified, boxes, document }: Record<string, unknown>) {
  return { page, start, end, quote, verified, boxes, document };
}

describe.each(['fetch', 'mercurius'])('the main job with a model, by the %s client', (name) => {
  it.each([
    ['a PDF uploaded by REST', QUESTION, '일주일에 최대 3일까지'],
    ['a text ingested by GraphQL', TEXT_QUESTION, '14일까지'],
  ])(
    'answers from %s as the extractive generator does: same page, same quote, same place',
    async (_what, question, words) => {
      const client = clients[name] ?? expect.unreachable();
      fake.calls.length = 0;
      const { ask } = await client.request(ASK, { input: { question } });
      expect(ask).toMatchObject({
        answerable: true,
        generator: { provider: 'openai', model: 'fake-chat' },
        statements: [{ citations: [1], supported: true }],
        usage: { promptTokens: 11, completionTokens: 5, embeddingTokens: 7 },
        warnings: [],
      });
      expect(ask.answer).toContain(words);
      expect(ask.citations.map(toPlace)).toEqual(expected[question]);
      expect(ask.citations).toHaveLength(1);
      // Both parts were the model's: the vector of the question, and the words of the answer.
      expect(fake.calls.map(({ path, body }) => [path, body.model])).toEqual([
        ['/v1/embeddings', 'fake-embedding'],
        ['/v1/chat/completions', 'fake-chat'],
      ]);
      for (const { documentId, version, page, start, end, quote } of ask.citations) {
        const { document } = await client.request(PAGE, { id: documentId, n: page, v: version });
        expect(document.page.text.slice(start, end)).toBe(quote);
      }
    },
  );

  it('does not pass on what the model made up', async () => {
    const client = clients[name] ?? expect.unreachable();
    fake.say(['재택근무는 일주일에 최대 9일까지 할 수 있습니다. [1]']);
    try {
      const input = { question: QUESTION, grounding: 'STRICT' };
      expect((await client.request(ASK, { input })).ask).toMatchObject({ answerable: false, citations: [] });
    } finally {
      fake.say(undefined);
    }
  });
});

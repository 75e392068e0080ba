import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';
import { eventually } from '../support/processes.ts';
import { type Family, parseMetrics, readSample } from '../support/read-metrics.ts';

const KEY = 'metrics-key-of-24-chars-or-more';
let services: TestServices;
let app: TestApp;
let rest: ReturnType<typeof createClient>;
let graphql: ReturnType<typeof createGraphqlClient>;

beforeAll(async () => {
  services = await startTestServices();
  app = await services.startApp({ apiKey: KEY });
  rest = createClient(app.baseUrl, KEY);
  graphql = createGraphqlClient(app.baseUrl, KEY);
});
afterAll(() => services?.close());

const scrape = async () => parseMetrics((await rest.get('/metrics')).body);

/** By how much a counter grew since `before`; what is not there counts as 0, as for Prometheus. */
async function growth(before: Map<string, Family>, name: string, labels: Record<string, string>) {
  const after = await scrape();
  return (readSample(after, name, labels) ?? 0) - (readSample(before, name, labels) ?? 0);
}

/** Once the counter has grown: a request may be answered a moment before its work is counted. */
const untilGrown = (before: Map<string, Family>, name: string, labels: Record<string, string>) =>
  eventually(`${name} ${JSON.stringify(labels)} grew`, () =>
    growth(before, name, labels).then((by) => by || false),
  );

const requests = (method: string, route: string, status: number) =>
  ['http_requests_total', { method, route, status: String(status) }] as const;

describe('the page', () => {
  it('needs the key, and is in the text format of Prometheus', async () => {
    for (const client of [createClient(app.baseUrl), createClient(app.baseUrl, 'x'.repeat(32))])
      expect((await client.get('/metrics')).status).toBe(401);
    const { status, headers } = await rest.get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect((await rest.get('/metrics?format=json')).status).toBe(400);
  });

  it('has valid lines only; each family has HELP, TYPE and a name that says its unit', async () => {
    await rest.post('/documents', { text: 'Swans nest by the pond.' }, { prefer: 'wait=60' });
    await rest.post('/query', { question: 'Where do swans nest?' });
    const families = await scrape();
    expect(families.size).toBeGreaterThan(40);
    for (const [name, { help, type, samples }] of families) {
      expect(help, name).toMatch(/\S/);
      if (/^(?:http|graphql|footnote)_/.test(name) && type === 'counter') expect(name).toMatch(/_total$/);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
      for (const { value } of samples) expect(value, name).not.toBeNaN();
    }
    expect(readSample(families, 'footnote_build_info', { version: '0.1.0', engine: 'pglite' })).toBe(1);
    expect(readSample(families, 'footnote_database_up')).toBe(1);
    expect(readSample(families, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(families.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
    // Itself.
    expect(readSample(families, 'http_requests_in_flight')).toBe(1);
  });

  it('counts by pattern and by words of our own: nothing a caller sends becomes a label', async () => {
    const { body } = await rest.post(
      '/documents',
      { text: 'Geese.', externalId: 'geese' },
      { prefer: 'wait=60' },
    );
    const before = await scrape();
    await rest.get(`/documents/${body.id}`);
    await rest.get('/zebra/1?a=zebra');
    await rest.send('PROPFIND', '/zebra');
    await graphql.execute('query zebra { zebra }');
    await graphql.execute('query zebra { collections { name } }');
    await rest.post('/query', { question: 'zebra', collections: ['zebra'] });
    expect(await growth(before, ...requests('GET', '/documents/:id', 200))).toBe(1);
    expect(await growth(before, ...requests('GET', 'unknown', 404))).toBe(1);
    expect((await rest.get('/metrics')).body).not.toMatch(new RegExp(`zebra|geese|${body.id}`, 'i'));
  });
});

describe('what it counts', () => {
  it('a document, its stages and the requests for it', async () => {
    const before = await scrape();
    const made = await rest.post(
      '/documents',
      { text: 'The entrance fee of the garden is 12 euros.' },
      { prefer: 'wait=60' },
    );
    expect(made.status).toBe(201);
    expect(await growth(before, ...requests('POST', '/documents', 201))).toBe(1);
    const waited = ['http_request_duration_seconds_count', { method: 'POST', route: '/documents' }] as const;
    expect(await growth(before, ...waited)).toBe(1);
    expect(
      await untilGrown(before, 'footnote_ingest_attempts_total', { result: 'published', code: 'none' }),
    ).toBe(1);
    for (const stage of ['waiting', 'loading', 'splitting', 'embedding', 'writing', 'publishing']) {
      const labels = { stage, outcome: 'ok' };
      expect(await growth(before, 'footnote_ingest_stage_duration_seconds_count', labels), stage).toBe(1);
      expect(
        await growth(before, 'footnote_ingest_stage_duration_seconds_sum', labels),
        stage,
      ).toBeGreaterThan(0);
    }
  });

  it('a document that fails, with its code and the stage', async () => {
    const before = await scrape();
    const failed = await rest.upload(new Blob([' \n \n']), {}, { wait: 60 });
    expect(failed.body).toMatchObject({ status: 'failed', error: { code: 'DOCUMENT_HAS_NO_TEXT' } });
    const labels = { result: 'failed', code: 'DOCUMENT_HAS_NO_TEXT' };
    expect(await untilGrown(before, 'footnote_ingest_attempts_total', labels)).toBe(1);
    const stage = 'footnote_ingest_stage_duration_seconds_count';
    expect(await growth(before, stage, { stage: 'loading', outcome: 'failed' })).toBe(1);
    expect(await growth(before, stage, { stage: 'publishing', outcome: 'ok' })).toBe(0);
    expect(
      await growth(before, 'footnote_ingest_attempts_total', { result: 'published', code: 'none' }),
    ).toBe(0);
  });

  it('an answer, an abstention, a search; by REST and by GraphQL alike', async () => {
    const question = 'How much is the entrance fee of the garden?';
    const before = await scrape();
    expect((await rest.post('/query', { question })).body.answerable).toBe(true);
    const { ask } = await graphql.request(
      'query ($q: String!) { ask(input: { question: $q }) { answerable } }',
      {
        q: question,
      },
    );
    expect(ask.answerable).toBe(true);
    const stream = await rest.post('/query', { question, stream: true });
    expect(stream.body).toContain('event: answer');
    const nothing = await rest.post('/query', { question: 'Who won the chess tournament?' });
    expect(nothing.body.answerable).toBe(false);
    await rest.post('/search', { query: 'fee', documentIds: ['0199aaaa-0000-7000-8000-000000000000'] });

    const answers = (outcome: string) =>
      growth(before, 'footnote_answers_total', { outcome, generator: 'extractive' });
    expect([await answers('answered'), await answers('abstained'), await answers('failed')]).toEqual([
      3, 1, 0,
    ]);
    expect(
      await growth(before, 'footnote_statements_total', { support: 'supported' }),
    ).toBeGreaterThanOrEqual(3);
    expect(await growth(before, 'footnote_warnings_total', { code: 'DOCUMENT_NOT_FOUND' })).toBe(1);
    const stages = (operation: string, stage: string) =>
      growth(before, 'footnote_ask_stage_duration_seconds_count', { operation, stage, outcome: 'ok' });
    expect([await stages('ask', 'retrieve'), await stages('ask', 'judge')]).toEqual([4, 4]);
    expect([await stages('ask', 'generate'), await stages('ask', 'verify')]).toEqual([3, 3]);
    // Only the stream was read while it was written; built-in vectors take no part in a hybrid search.
    expect([await stages('ask', 'send'), await stages('ask', 'embed')]).toEqual([1, 0]);
    expect([await stages('search', 'retrieve'), await stages('search', 'judge')]).toEqual([1, 0]);
  });

  it('what is refused: as such, and as no failure of ours', async () => {
    const before = await scrape();
    const missing = await rest.post('/query', { question: 'What?', collections: ['nowhere'] });
    expect(missing.status).toBe(404);
    expect(await growth(before, ...requests('POST', '/query', 404))).toBe(1);
    const refused = { operation: 'ask', stage: 'retrieve', outcome: 'refused' };
    expect(await growth(before, 'footnote_ask_stage_duration_seconds_count', refused)).toBe(1);
    for (const outcome of ['answered', 'abstained', 'failed'])
      expect(await growth(before, 'footnote_answers_total', { outcome, generator: 'extractive' })).toBe(0);
    await createClient(app.baseUrl, 'x'.repeat(32)).get('/documents');
    await createClient(app.baseUrl).get('/nowhere');
    expect(await growth(before, ...requests('GET', '/documents', 401))).toBe(1);
    expect(await growth(before, ...requests('GET', 'unknown', 401))).toBe(1);
  });

  it('GraphQL by type and code, where the status of HTTP says nothing', async () => {
    const before = await scrape();
    const operations = (type: string, code: string) =>
      growth(before, 'graphql_operations_total', { type, code });
    await graphql.execute('{ collections { name } }');
    await graphql.execute('mutation { createCollection(input: { name: "counted" }) { name } }');
    await graphql.execute('mutation { createCollection(input: { name: "counted" }) { name } }');
    await graphql.execute('{ nothing }');
    await createGraphqlClient(app.baseUrl).execute('{ collections { name } }');
    expect(await operations('query', 'OK')).toBe(1);
    expect(await operations('mutation', 'OK')).toBe(1);
    expect(await operations('mutation', 'COLLECTION_EXISTS')).toBe(1);
    expect(await operations('unknown', 'REQUEST_INVALID')).toBe(1);
    expect(await operations('unknown', 'KEY_MISSING')).toBe(1);
    expect(await growth(before, ...requests('POST', '/graphql', 200))).toBe(3);
  });

  it('a caller who leaves before the answer', async () => {
    const before = await scrape();
    const controller = new AbortController();
    const leaving = fetch(`${app.baseUrl}/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'multipart/form-data; boundary=x' },
      body: new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('--x\r\n')) }),
      duplex: 'half',
      signal: controller.signal,
    } as RequestInit).catch(() => {});
    await eventually(
      'it is in flight',
      async () => readSample(await scrape(), 'http_requests_in_flight') === 2,
    );
    controller.abort();
    await leaving;
    expect(await untilGrown(before, ...requests('POST', '/documents', 499))).toBe(1);
    expect(readSample(await scrape(), 'http_requests_in_flight')).toBe(1);
  });
});

it('two services in a process count apart', async () => {
  const other = await startTestServices();
  try {
    const { baseUrl } = await other.startApp();
    const before = await scrape();
    await fetch(`${baseUrl}/collections`);
    const page = parseMetrics(await (await fetch(`${baseUrl}/metrics`)).text());
    const [name, labels] = requests('GET', '/collections', 200);
    expect(readSample(page, name, labels)).toBe(1);
    expect(page.get(name)?.samples).toHaveLength(1);
    expect(await growth(before, name, labels)).toBe(0);
  } finally {
    await other.close();
  }
});

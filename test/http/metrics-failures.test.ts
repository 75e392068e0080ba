import { afterEach, describe, expect, it } from 'vitest';
import { startTestServices, type TestServices } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { type FakeOpenAI, startFakeOpenAI } from '../support/fake-openai.ts';
import { eventually, listDescendants } from '../support/processes.ts';
import { parseMetrics, readSample } from '../support/read-metrics.ts';

const FEE = 'The entrance fee of the garden is 12 euros.';
const QUESTION = 'How much is the entrance fee of the garden?';
let services: TestServices | undefined;
let fake: FakeOpenAI | undefined;
afterEach(async () => {
  await services?.close();
  await fake?.close();
  services = undefined;
  fake = undefined;
});

async function start(env: Record<string, string> = {}) {
  services = await startTestServices(env);
  const client = createClient((await services.startApp()).baseUrl);
  return { client, scrape: async () => parseMetrics((await client.get('/metrics')).body) };
}

describe('a model that fails', () => {
  it('shows: calls by outcome, the breaker that opens, questions that failed', async () => {
    fake = await startFakeOpenAI({ dimensions: 16 });
    const { client, scrape } = await start({
      OPENAI_BASE_URL: fake.baseUrl,
      OPENAI_EMBEDDING_MODEL: 'fake',
      OPENAI_ANSWER_MODEL: 'fake',
    });
    await client.post('/documents', { text: FEE }, { prefer: 'wait=60' });
    expect((await client.post('/query', { question: QUESTION })).body.answerable).toBe(true);
    const endpoint = new URL(fake.baseUrl).host + new URL(fake.baseUrl).pathname;
    const calls = (operation: string, outcome: string) =>
      ['footnote_upstream_calls_total', { operation, outcome }] as const;
    const breaker = ['footnote_upstream_breaker_state', { operation: 'chat', endpoint }] as const;
    const answers = (outcome: string) =>
      ['footnote_answers_total', { outcome, generator: 'openai' }] as const;
    const embed = (outcome: string) =>
      ['footnote_ask_stage_duration_seconds_count', { operation: 'ask', stage: 'embed', outcome }] as const;

    const well = await scrape();
    expect(readSample(well, ...calls('chat', 'ok'))).toBe(1);
    // The dimension at the start, the chunk, the question.
    expect(readSample(well, ...calls('embeddings', 'ok'))).toBe(3);
    expect(readSample(well, ...breaker)).toBe(0);
    expect(readSample(well, ...answers('answered'))).toBe(1);
    expect(readSample(well, ...embed('ok'))).toBe(1);
    const seconds = 'footnote_upstream_call_duration_seconds_count';
    expect(readSample(well, seconds, { operation: 'chat' })).toBe(1);

    fake.always({ status: 500 });
    for (let count = 0; count < 3; count += 1)
      // Each another question: the vector of one that was asked before is kept.
      expect(
        (await client.post('/query', { question: `${QUESTION} ${count}` })).status,
      ).toBeGreaterThanOrEqual(502);
    const down = await scrape();
    expect(readSample(down, ...breaker)).toBe(2);
    // Each has a breaker: the second question's second try opened it; from then on nothing is called.
    for (const operation of ['embeddings', 'chat']) {
      expect(readSample(down, ...calls(operation, 'failed'))).toBe(5);
      expect(readSample(down, ...calls(operation, 'resting'))).toBe(2);
    }
    expect(readSample(down, seconds, { operation: 'chat' })).toBe(6);
    expect(readSample(down, ...answers('failed'))).toBe(3);
    expect(readSample(down, ...answers('answered'))).toBe(1);
    expect(readSample(down, ...embed('failed'))).toBe(3);
    expect(readSample(down, 'footnote_warnings_total', { code: 'UPSTREAM_FAILED' })).toBeUndefined();
  });
});

describe('a database that fails', () => {
  it('leaves the page readable without the queue; its process that is replaced is counted', async () => {
    const { client, scrape } = await start();
    const [child] = listDescendants(process.pid).filter(({ command }) => command.includes('pglite-worker'));
    if (child === undefined) throw new Error('no database process');
    const well = await scrape();
    expect(readSample(well, 'footnote_database_up')).toBe(1);
    expect(readSample(well, 'footnote_queue_documents', { state: 'queued' })).toBe(0);
    expect(readSample(well, 'footnote_database_restarts_total')).toBe(0);

    process.kill(child.pid, 'SIGSTOP');
    const silent = await scrape();
    expect(readSample(silent, 'footnote_database_up')).toBe(0);
    expect(silent.get('footnote_queue_documents')?.samples).toEqual([]);
    expect(silent.get('footnote_queue_oldest_age_seconds')?.samples).toEqual([]);
    const scraped = { method: 'GET', route: '/metrics', status: '200' };
    expect(readSample(silent, 'http_requests_total', scraped)).toBe(1);

    process.kill(child.pid, 'SIGKILL');
    const back = await eventually('the database is back', async () => {
      const page = await scrape();
      return readSample(page, 'footnote_database_up') === 1 && page;
    });
    expect(readSample(back, 'footnote_queue_documents', { state: 'active' })).toBe(0);
    await eventually(
      'the restart is counted',
      async () => readSample(await scrape(), 'footnote_database_restarts_total') === 1,
    );
    expect((await client.get('/readyz')).status).toBe(200);
  });
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MetricEvent } from '../../../src/domain/metrics-port.ts';
import { createModelClient, type ModelClientOptions } from '../../../src/models/model-client.ts';
import { type FakeOpenAI, type Fault, startFakeOpenAI } from '../../support/fake-openai.ts';

let fake: FakeOpenAI;
beforeAll(async () => {
  fake = await startFakeOpenAI({ dimensions: 4 });
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
  fake.script();
  fake.always(undefined);
  fake.say(['The fee ', 'is 12.']);
});

const never = new AbortController().signal;
const CHAT = { model: 'm', messages: [], maxTokens: 100, temperature: 0 };
const TEXTS = { model: 'e', texts: ['one'], dimensions: 4, asksDimensions: false };

/** A client, and what it said of each call: `operation outcome`. Calls have a duration, what was not called has none. */
function createCounted(options: Partial<ModelClientOptions> = {}) {
  const told: string[] = [];
  const record = (event: MetricEvent) => {
    if (event.kind !== 'upstream') throw new Error(`it said ${event.kind}`);
    const { operation, outcome, durationMs } = event;
    told.push(`${operation} ${outcome}`);
    if (outcome === 'resting') expect(durationMs).toBeNull();
    else expect(durationMs).toBeGreaterThan(0);
  };
  const times = { timeoutMs: 10_000, inactivityTimeoutMs: 200, backoffMs: 5 };
  const endpoint = { baseUrl: fake.baseUrl, apiKey: undefined };
  return { client: createModelClient({ ...endpoint, ...times, metrics: { record }, ...options }), told };
}

type Client = ReturnType<typeof createCounted>['client'];
const stream = async (client: Client, signal = never) => {
  let text = '';
  for await (const event of client.streamChat(CHAT, signal)) if (event.kind === 'text') text += event.text;
  return text;
};
const quietly = (call: Promise<unknown>) => call.catch(() => {});

test.each<[fault: Fault, outcomes: string[]]>([
  ['good', ['ok']],
  [{ status: 500 }, ['failed', 'failed', 'failed']],
  [{ status: 429, retryAfter: '0' }, ['rate_limited', 'rate_limited', 'rate_limited']],
  [{ status: 429, code: 'insufficient_quota' }, ['rate_limited']],
  [{ status: 401 }, ['refused']],
  ['html', ['failed']],
  ['stalled', ['timeout']],
])('%j: each call of a request is told with its outcome', async (fault, outcomes) => {
  const { client, told } = createCounted({ breaker: { failures: 100 } });
  fake.always(fault);
  await quietly(client.embed(TEXTS, never));
  await quietly(stream(client));
  expect(told).toEqual([
    ...outcomes.map((one) => `embeddings ${one}`),
    ...outcomes.map((one) => `chat ${one}`),
  ]);
  expect(fake.calls).toHaveLength(2 * outcomes.length);
});

test.each<[fault: Fault, outcome: string]>([
  ['no-finish', 'incomplete'],
  ['reset', 'incomplete'],
  ['error-mid-stream', 'failed'],
])('a stream that ends by %s is told once, at its end', async (fault, outcome) => {
  const { client, told } = createCounted();
  fake.always(fault);
  await quietly(stream(client));
  expect(told).toEqual([`chat ${outcome}`]);
});

test('a retry that succeeds leaves both calls behind', async () => {
  const { client, told } = createCounted();
  fake.script({ status: 503 }, 'good');
  await client.embed(TEXTS, never);
  expect(told).toEqual(['embeddings failed', 'embeddings ok']);
});

test('a caller who leaves, the loop or altogether, is nobody’s failure', async () => {
  const { client, told } = createCounted();
  for await (const _event of client.streamChat(CHAT, never)) break;
  expect(told).toEqual(['chat aborted']);
  fake.always('slow');
  const controller = new AbortController();
  const calling = quietly(client.embed(TEXTS, controller.signal));
  await expect.poll(() => fake.calls.length, { timeout: 10_000 }).toBe(2);
  controller.abort(new Error('gone'));
  await calling;
  expect(told).toEqual(['chat aborted', 'embeddings aborted']);
});

test('a model that is left alone is not called, and that is told', async () => {
  const { client, told } = createCounted({ breaker: { failures: 2, openMs: 60_000 } });
  fake.always({ status: 500 });
  await quietly(client.embed(TEXTS, never));
  await quietly(stream(client));
  expect(told).toEqual(['embeddings failed', 'embeddings failed', 'embeddings resting', 'chat resting']);
  expect(client.breakerState).toBe('open');
  expect(fake.calls).toHaveLength(2);
});

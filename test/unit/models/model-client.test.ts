import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '../../../src/errors.ts';
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
const createClient = (options: Partial<ModelClientOptions> = {}) =>
  createModelClient({
    baseUrl: fake.baseUrl,
    apiKey: 'secret-key',
    timeoutMs: 20_000,
    inactivityTimeoutMs: 10_000,
    backoffMs: 5,
    ...options,
  });
const CHAT = {
  model: 'm',
  messages: [{ role: 'user' as const, content: 'fee?' }],
  maxTokens: 100,
  temperature: 0,
};
const TEXTS = { model: 'e', texts: ['one', 'two'], dimensions: 4, asksDimensions: false };

type Client = ReturnType<typeof createClient>;
async function stream(client: Client, signal = never): Promise<string> {
  let text = '';
  for await (const event of client.streamChat(CHAT, signal)) if (event.kind === 'text') text += event.text;
  return text;
}
const KINDS: [name: string, call: (client: Client, signal?: AbortSignal) => Promise<unknown>][] = [
  ['a stream', stream],
  ['a completion', (client, signal = never) => client.completeChat(CHAT, signal)],
  ['embeddings', (client, signal = never) => client.embed(TEXTS, signal)],
];

async function fail(call: Promise<unknown>): Promise<ServiceError> {
  const error = await call.then(
    () => expect.unreachable('it succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServiceError)) throw error;
  // Neither the key nor the words of a server reach the caller; the key does not reach the log either.
  expect(error.message).not.toMatch(/fake says|secret-key/);
  expect(String(error.cause)).not.toContain('secret-key');
  return error;
}

test('a good endpoint: texts, vectors in order, usage, key and parameters', async () => {
  const client = createClient();
  fake.script('good', 'good', 'out-of-order');
  expect(await stream(client)).toBe('The fee is 12.');
  expect(await client.completeChat(CHAT, never)).toEqual({
    text: 'The fee is 12.',
    promptTokens: 11,
    completionTokens: 5,
  });
  const {
    vectors: [one, two],
    tokens,
  } = await client.embed(TEXTS, never);
  expect(tokens).toBe(7);
  const {
    vectors: [again],
  } = await client.embed({ ...TEXTS, texts: ['one'] }, never);
  expect([...(one ?? [])]).toEqual([...(again ?? [])]);
  expect([...(one ?? [])]).not.toEqual([...(two ?? [])]);
  expect(fake.calls[0]?.body).toMatchObject({
    model: 'm',
    temperature: 0,
    max_tokens: 100,
    stream: true,
  });
  expect(fake.calls[2]?.body).toEqual({ model: 'e', input: ['one', 'two'], encoding_format: 'float' });
  expect(fake.calls.every(({ authorization }) => authorization === 'Bearer secret-key')).toBe(true);
});

describe.each(KINDS)('%s', (_name, call) => {
  test.each([
    [[{ status: 500 }, { status: 503 }]],
    [[{ status: 429, retryAfter: '0' }, 'refused']],
    [[{ status: 429, retryAfter: 'soon' }]],
  ] as [Fault[]][])('goes on after %j', async (faults) => {
    fake.script(...faults);
    await call(createClient());
    expect(fake.calls).toHaveLength(faults.length + 1);
  });

  test.each([
    [{ status: 500 }, 'UPSTREAM_FAILED', 3],
    ['refused', 'UPSTREAM_FAILED', 3],
    [{ status: 429 }, 'UPSTREAM_UNAVAILABLE', 3],
    [{ status: 429, retryAfter: '120' }, 'UPSTREAM_UNAVAILABLE', 1],
    [{ status: 429, code: 'insufficient_quota' }, 'UPSTREAM_UNAVAILABLE', 1],
    [{ status: 401 }, 'UPSTREAM_FAILED', 1],
    [{ status: 400 }, 'UPSTREAM_FAILED', 1],
    ['html', 'UPSTREAM_FAILED', 1],
    ['invalid-json', 'UPSTREAM_FAILED', 1],
  ] as [Fault, string, number][])('%j is %s after %i calls', async (fault, code, calls) => {
    fake.always(fault);
    const error = await fail(call(createClient()));
    expect(error.code).toBe(code);
    expect(fake.calls).toHaveLength(calls);
    if (code === 'UPSTREAM_UNAVAILABLE') expect(error.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    if (typeof fault === 'object' && fault.retryAfter === '120') expect(error.retryAfterSeconds).toBe(120);
  });

  test('a server that does not answer at all meets the deadline', async () => {
    fake.always('slow');
    const error = await fail(call(createClient({ timeoutMs: 150 })));
    expect([error.code, error.status]).toEqual(['UPSTREAM_TIMEOUT', 504]);
    expect(fake.calls).toHaveLength(1);
  });

  test('a reply that stops in the middle meets the inactivity timeout', async () => {
    fake.always('stalled');
    const error = await fail(call(createClient({ inactivityTimeoutMs: 100 })));
    expect([error.code, error.message]).toEqual(['UPSTREAM_TIMEOUT', expect.stringContaining('fell silent')]);
    expect(fake.calls).toHaveLength(1);
  });

  test('a caller who leaves ends the call, and is told his own reason', async () => {
    fake.always('slow');
    const controller = new AbortController();
    const reason = new Error('gone');
    const calling = call(createClient(), controller.signal);
    await expect.poll(() => fake.calls.length, { timeout: 10_000 }).toBe(1);
    controller.abort(reason);
    await expect(calling).rejects.toBe(reason);
    await fake.calls[0]?.abandoned;
  });

  test('nobody is there', async () => {
    const error = await fail(call(createClient({ baseUrl: 'http://127.0.0.1:9/v1' })));
    expect(error.code).toBe('UPSTREAM_FAILED');
  });

  test('the breaker stops calling what is dead, and finds out that it lives again', async () => {
    const client = createClient({ breaker: { failures: 4, openMs: 200 } });
    fake.always({ status: 500 });
    await fail(call(client));
    await fail(call(client));
    // The second request was cut short by the breaker.
    expect(fake.calls).toHaveLength(4);
    expect(client.breakerState).toBe('open');
    const refused = await fail(call(client));
    expect([refused.code, refused.retryAfterSeconds]).toEqual(['UPSTREAM_UNAVAILABLE', 1]);
    expect(fake.calls).toHaveLength(4);
    fake.always(undefined);
    await expect
      .poll(
        () =>
          call(client).then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true);
    expect(client.breakerState).toBe('closed');
  });
});

describe('a stream that breaks', () => {
  test.each([
    ['no-finish', 'UPSTREAM_INCOMPLETE'],
    ['reset', 'UPSTREAM_INCOMPLETE'],
    ['length', 'UPSTREAM_INCOMPLETE'],
    ['error-mid-stream', 'UPSTREAM_FAILED'],
    ['empty-choices', 'UPSTREAM_FAILED'],
  ] as [Fault, string][])('%s is %s, and is not tried again', async (fault, code) => {
    fake.always(fault);
    expect((await fail(stream(createClient()))).code).toBe(code);
    expect(fake.calls).toHaveLength(1);
  });

  test('is ended by leaving the loop', async () => {
    fake.always('stalled');
    for await (const _event of createClient().streamChat(CHAT, never)) break;
    await fake.calls[0]?.abandoned;
  });

  test('a slow reader is not taken for a silent model', async () => {
    const client = createClient({ inactivityTimeoutMs: 60 });
    let text = '';
    for await (const event of client.streamChat(CHAT, never)) {
      if (event.kind === 'text') text += event.text;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(text).toBe('The fee is 12.');
  });
});

test.each(['wrong-count', 'wrong-dimension', 'nan', 'zeros', 'duplicate-index'] as Fault[])(
  'embeddings with %s are refused',
  async (fault) => {
    fake.always(fault);
    const error = await fail(createClient().embed(TEXTS, never));
    expect([error.code, error.message]).toEqual(['UPSTREAM_FAILED', expect.stringContaining('gave back')]);
  },
);

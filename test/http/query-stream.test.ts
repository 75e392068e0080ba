import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import { readEvents } from '../support/events.ts';
import { type FakeOpenAI, type Fault, startFakeOpenAI } from '../support/fake-openai.ts';
import { expectProblem, json, read, send } from '../support/http.ts';

let fake: FakeOpenAI;
let services: TestServices;
let app: TestApp;
const FEE = 'The entrance fee of the garden is 12 euros.';
const QUESTION = 'How much is the entrance fee of the garden?';

beforeAll(async () => {
  fake = await startFakeOpenAI({ dimensions: 16 });
  services = await startTestServices({
    OPENAI_BASE_URL: fake.baseUrl,
    OPENAI_EMBEDDING_MODEL: 'fake-embedding',
    OPENAI_ANSWER_MODEL: 'fake-chat',
    // So that every question calls the model, for the fault that is scripted.
    QUESTION_CACHE_ENTRIES: '0',
    MODEL_INACTIVITY_TIMEOUT_MS: '500',
  });
  app = await services.startApp();
  const text = `# Garden\n\nDogs stay outside. ${FEE} It opens at nine.`;
  const made = await send(`${app.baseUrl}/documents`, json('POST', { text }, { prefer: 'wait=60' }));
  expect(made.body).toMatchObject({ status: 'published' });
});
afterAll(async () => {
  await services?.close();
  await fake?.close();
});
beforeEach(async () => {
  fake.always(undefined);
  fake.script();
  fake.say(undefined);
  // A good answer between two faults: five in a row would leave the model alone.
  expect((await ask()).status).toBe(200);
  fake.calls.length = 0;
});

const ask = (body: object = {}, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(`${app.baseUrl}/query`, {
    ...json('POST', { question: QUESTION, ...body }, headers),
    ...(signal && { signal }),
  });

describe('POST /query by events', () => {
  it.each([
    [{ stream: true }, {}],
    [{}, { accept: 'text/event-stream' }],
  ])('%j %j: the hits, each checked statement, the answer', async (body, headers) => {
    fake.say([`${FEE} [1] `, 'Dogs stay outside.', ' [1]']);
    const events = await readEvents(await ask(body, headers as Record<string, string>));
    expect(events.map(({ event }) => event)).toEqual([
      'retrieval',
      'delta',
      'statement',
      'delta',
      'statement',
      'answer',
    ]);
    const answer = events.at(-1)?.data;
    const of = (name: string) => events.filter(({ event }) => event === name).map(({ data }) => data);
    expect(of('retrieval')[0].hits).toEqual(answer.hits);
    expect(
      of('delta')
        .map(({ text }) => text)
        .join(''),
    ).toBe(answer.answer);
    expect(of('statement').map(({ newCitations: _, ...statement }) => statement)).toEqual(answer.statements);
    expect(of('statement').flatMap(({ newCitations }) => newCitations)).toEqual(answer.citations);
    expect(answer).toMatchObject({
      answer: `${FEE}[1] Dogs stay outside.[2]`,
      generator: { model: 'fake-chat' },
    });
  });

  it('in strict nothing unsupported is sent', async () => {
    fake.say(['The entrance fee is 90 euros. [1] ', `${FEE} [1]`]);
    const events = await readEvents(await ask({ stream: true, grounding: 'strict' }));
    expect(JSON.stringify(events.filter(({ event }) => event === 'delta'))).not.toContain('90');
    expect(events.at(-1)?.data).toMatchObject({ answer: `${FEE}[1]` });
  });

  it('an abstention is a delta and an answer', async () => {
    fake.say(['NO_', 'ANSWER']);
    const events = await readEvents(await ask({ stream: true, question: 'Who won the chess tournament?' }));
    expect(events.map(({ event }) => event)).toEqual(['retrieval', 'delta', 'answer']);
    expect(events[2]?.data).toMatchObject({ answerable: false, answer: events[1]?.data.text });
  });

  it.each([
    ['no-finish', 'UPSTREAM_INCOMPLETE'],
    ['reset', 'UPSTREAM_INCOMPLETE'],
    ['length', 'UPSTREAM_INCOMPLETE'],
    ['stalled', 'UPSTREAM_TIMEOUT'],
    ['error-mid-stream', 'UPSTREAM_FAILED'],
    ['html', 'UPSTREAM_FAILED'],
  ] as [Fault, string][])('%s ends in one error event, never in an answer', async (fault, code) => {
    fake.script('good', fault);
    const events = await readEvents(await ask({ stream: true }));
    expect(events.filter(({ event }) => event === 'answer')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ event: 'error', data: { code, requestId: expect.any(String) } });
    expect(events.filter(({ event }) => event === 'error')).toHaveLength(1);
  });

  it.each(['no-finish', 'reset', 'stalled', 'error-mid-stream', 'invalid-json'] as Fault[])(
    '%s after a statement was sent ends in an error all the same',
    async (fault) => {
      fake.say([
        `${FEE} [1] `,
        'Dogs stay outside. [1] ',
        'It opens ',
        'at nine. [1]',
        ' And so on.',
        ' End.',
      ]);
      fake.script('good', fault);
      const events = await readEvents(await ask({ stream: true }));
      expect(events.filter(({ event }) => event === 'statement').length).toBeGreaterThan(0);
      expect(events.filter(({ event }) => event === 'answer')).toEqual([]);
      expect(events.at(-1)?.event).toBe('error');
    },
  );

  it('an error says when a retry makes sense', async () => {
    fake.script('good', { status: 429, retryAfter: '120' });
    const events = await readEvents(await ask({ stream: true }));
    expect(events.at(-1)).toMatchObject({
      event: 'error',
      data: { code: 'UPSTREAM_UNAVAILABLE', retryAfterSeconds: 120 },
    });
  });

  it('what fails before the first event is an ordinary problem', async () => {
    expectProblem(await read(await ask({ stream: true, collections: ['nope'] })), 'COLLECTION_NOT_FOUND');
    expectProblem(await read(await ask({ stream: true, topK: 0 })), 'REQUEST_INVALID');
    expectProblem(await read(await ask({ stream: 'yes' })), 'REQUEST_INVALID');
  });

  it('a client that leaves ends the call of the model', async () => {
    fake.script('good', 'slow');
    const controller = new AbortController();
    const response = await ask({ stream: true }, {}, controller.signal);
    await expect.poll(() => fake.calls.length, { timeout: 20_000 }).toBe(2);
    controller.abort();
    await response.text().catch(() => {});
    await fake.calls[1]?.abandoned;
  });
});

it('a chat that is dead is left alone, though its server embeds', async () => {
  const seen: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    fake.script('good', { status: 500 }, { status: 500 }, { status: 500 });
    seen.push(((await read(await ask())).body as { code: string }).code);
  }
  expect(seen).toEqual([
    'UPSTREAM_FAILED',
    'UPSTREAM_FAILED',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_UNAVAILABLE',
  ]);
  // The others of this file want it back.
  fake.script();
  await expect.poll(async () => (await ask()).status, { timeout: 60_000, interval: 500 }).toBe(200);
}, 120_000);

describe('without events', () => {
  it('is the same answer; `stream: false` wins over Accept', async () => {
    const answer = await read(await ask({ stream: false }, { accept: 'text/event-stream' }));
    expect(answer.body).toMatchObject({ answer: `${FEE}[1]`, citations: [{ quote: FEE, verified: true }] });
  });

  it('a broken model is a problem', async () => {
    fake.script('good', 'no-finish');
    expectProblem(await read(await ask()), 'UPSTREAM_INCOMPLETE');
    fake.script('good', { status: 429, retryAfter: '60' });
    const busy = await read(await ask());
    expectProblem(busy, 'UPSTREAM_UNAVAILABLE');
    expect(busy.headers.get('retry-after')).toBe('60');
  });

  it('a search goes on by words when the embedding model is down, and says so', async () => {
    fake.script('nan');
    const found = await send(`${app.baseUrl}/search`, json('POST', { query: QUESTION }));
    expect(found).toMatchObject({ status: 200, body: { warnings: [{ code: 'UPSTREAM_FAILED' }] } });
  });
});

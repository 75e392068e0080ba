import { describe, expect, test } from 'vitest';
import { createExtractiveGenerator } from '../../../src/answer/extractive-generator.ts';
import { buildHit, weighTerms } from './build-hits.ts';
import {
  compose,
  createPageStore,
  createScriptedGenerator,
  ENGLISH_ABSTENTION,
  FAQ,
  FEE,
  feeEvidence,
  GUIDE,
  KOREAN_ABSTENTION,
  QUESTION,
} from './compose-with.ts';

describe('an answer', () => {
  test('is what the generator wrote, checked, with what it cost', async () => {
    const { generator } = createScriptedGenerator([{ text: FEE, evidence: [feeEvidence(0)] }]);
    const { timings, ...answer } = await compose({ hits: [buildHit(FAQ)], generator });
    expect(answer).toEqual({
      answerable: true,
      answer: `${FEE}[1]`,
      language: 'en',
      statements: [{ start: 0, end: 29, citations: [1], support: 1, supported: true }],
      citations: [
        {
          number: 1,
          documentId: 'doc-2',
          version: 7,
          title: null,
          externalId: null,
          collection: 'default',
          chunkId: 'doc-2/1-1/0-49',
          page: 1,
          start: 20,
          end: 49,
          quote: FEE,
          verified: true,
          boxes: [],
        },
      ],
      // "The garden is open. The entrance fee is 12 euros.": ten words, two periods and the blank before 12.
      usage: { promptTokens: 120, completionTokens: 34, contextTokens: 13, droppedHits: 0 },
      removed: 0,
    });
    expect(Object.keys(timings).sort()).toEqual(['generateMs', 'verifyMs']);
    for (const milliseconds of Object.values(timings)) expect(milliseconds).toBeGreaterThanOrEqual(0);
  });

  test('the generator is asked once, with the packed hits best first, the terms, the language and the signal', async () => {
    const { generator, calls } = createScriptedGenerator([{ text: FEE, evidence: [feeEvidence(0)] }]);
    const better = buildHit(FAQ, {}, { score: 1 });
    const worse = buildHit(GUIDE, {}, { score: 0.4 });
    const { signal } = new AbortController();
    const { citations } = await compose({ hits: [worse, better], generator, signal });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.request).toEqual({
      question: QUESTION,
      history: [],
      language: 'en',
      hits: [better, worse],
      terms: weighTerms(QUESTION),
    });
    expect(calls[0]?.signal).toBe(signal);
    // Evidence counts in the list the generator was given.
    expect(citations.map(({ documentId }) => documentId)).toEqual(['doc-2']);
  });

  test('hits beyond the budget are not given to the generator', async () => {
    const { generator, calls } = createScriptedGenerator([{ text: FEE, evidence: [feeEvidence(1)] }]);
    const hits = [buildHit(FAQ), buildHit(GUIDE, {}, { score: 0.5 })];
    const { usage, statements } = await compose({ hits, generator, maxContextTokens: 15 });
    expect(calls[0]?.request.hits).toEqual([hits[0]]);
    expect(usage).toMatchObject({ contextTokens: 13, droppedHits: 1 });
    // What it cites was not given to it: nothing is left to answer with.
    expect(statements).toEqual([]);
  });

  test('the extractive generator end to end, over a page break: [3] of the document is no mark of ours', async () => {
    const hits = [buildHit(GUIDE)];
    const question = '설치에 필요한 최소 메모리는 얼마인가요?';
    const { answer, citations, language, answerable } = await compose({
      question,
      hits,
      generator: createExtractiveGenerator(),
    });
    expect([answerable, language]).toEqual([true, 'ko']);
    expect(answer).toBe('설치에는 최소 780MB의 메모리가 필요합니다 ［3］.[1]');
    expect(citations.map(({ page, start, end, quote }) => [page, start, end, quote])).toEqual([
      [2, 0, 30, '설치에는 최소 780MB의 메모리가 필요합니다 [3].'],
    ]);
  });
});

describe('an abstention', () => {
  test.each([
    ['날씨가 맑은 날은 며칠인가요?', 'auto', 'ko', KOREAN_ABSTENTION],
    ['Who won the chess tournament?', 'auto', 'en', ENGLISH_ABSTENTION],
    ['Who won the chess tournament?', 'ko', 'ko', KOREAN_ABSTENTION],
    ['날씨가 맑은 날은 며칠인가요?', 'en', 'en', ENGLISH_ABSTENTION],
    ['What is it?', 'auto', 'en', ENGLISH_ABSTENTION],
  ] as const)('%s (%s): nothing is generated, nothing loaded', async (question, asked, language, answer) => {
    const { generator, calls } = createScriptedGenerator([{ text: FEE, evidence: [feeEvidence(0)] }]);
    const pages = createPageStore([FAQ]);
    const { timings: _, ...composed } = await compose({
      question,
      language: asked,
      hits: [buildHit(FAQ)],
      generator,
      loadPages: pages.loadPages,
    });
    expect(composed).toEqual({
      answerable: false,
      answer,
      language,
      statements: [],
      citations: [],
      usage: { promptTokens: 0, completionTokens: 0, contextTokens: 13, droppedHits: 0 },
      removed: 0,
    });
    expect(calls).toEqual([]);
    expect(pages.calls).toEqual([]);
  });

  test('without hits', async () => {
    const { generator, calls } = createScriptedGenerator([]);
    const { answerable, usage } = await compose({ hits: [], generator });
    expect(answerable).toBe(false);
    expect(usage).toEqual({ promptTokens: 0, completionTokens: 0, contextTokens: 0, droppedHits: 0 });
    expect(calls).toEqual([]);
  });

  test('when the generator has nothing to say; what it cost is told', async () => {
    const { generator } = createScriptedGenerator([{ text: '  ', evidence: [feeEvidence(0)] }]);
    const { answerable, answer, citations, usage } = await compose({ hits: [buildHit(FAQ)], generator });
    expect([answerable, answer, citations]).toEqual([false, ENGLISH_ABSTENTION, []]);
    expect(usage).toMatchObject({ promptTokens: 120, completionTokens: 34 });
  });

  test('when strict leaves nothing', async () => {
    const { generator } = createScriptedGenerator([
      { text: 'The entrance fee is 90 euros.', evidence: [feeEvidence(0)] },
    ]);
    const hits = [buildHit(FAQ)];
    expect(await compose({ hits, generator, grounding: 'strict' })).toMatchObject({
      answerable: false,
      answer: ENGLISH_ABSTENTION,
      statements: [],
      citations: [],
      removed: 1,
    });
    expect(await compose({ hits, generator, grounding: 'flag' })).toMatchObject({
      answerable: true,
      answer: 'The entrance fee is 90 euros.[1]',
      statements: [{ supported: false }],
      removed: 0,
    });
  });
});

describe('a generator that lies', () => {
  test('its invented citations are removed and its statements marked', async () => {
    const { generator } = createScriptedGenerator([
      { text: 'Entry is free [1].', evidence: [{ hit: 5, start: 0, end: 10 }] },
      {
        text: FEE,
        evidence: [{ hit: -1, start: 0, end: 3 }, { hit: 0, start: 40, end: 400 }, feeEvidence(0)],
      },
    ]);
    const { answer, statements, citations } = await compose({ hits: [buildHit(FAQ)], generator });
    expect(answer).toBe(`Entry is free ［1］. ${FEE}[1]`);
    expect(statements).toEqual([
      { start: 0, end: 18, citations: [], support: 0, supported: false },
      { start: 19, end: 48, citations: [1], support: 1, supported: true },
    ]);
    expect(citations.map(({ quote }) => quote)).toEqual([FEE]);
  });

  test('in strict its statements are removed too', async () => {
    const { generator } = createScriptedGenerator([
      { text: 'Entry is free.', evidence: [feeEvidence(0)] },
      { text: FEE, evidence: [feeEvidence(0)] },
    ]);
    const { answer } = await compose({ hits: [buildHit(FAQ)], generator, grounding: 'strict' });
    expect(answer).toBe(`${FEE}[1]`);
  });
});

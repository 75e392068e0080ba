import { describe, expect, test } from 'vitest';
import type { DraftEvent, DraftStatement } from '../../../src/domain/answer.ts';
import type { Generator } from '../../../src/domain/ports.ts';
import { buildHit } from './build-hits.ts';
import {
  compose,
  createPageStore,
  createScriptedGenerator,
  ENGLISH_ABSTENTION,
  FAQ,
  FEE,
  feeEvidence,
  GUIDE,
} from './compose-with.ts';

async function* throwAfter(
  statements: readonly DraftStatement[],
  failure?: Error,
): AsyncGenerator<DraftEvent> {
  for (const statement of statements) yield { kind: 'statement', statement };
  if (failure !== undefined) throw failure;
}

describe('pages', () => {
  test('are loaded when a statement first draws on them, each page once, in a batch for each statement', async () => {
    const hits = [
      buildHit(FAQ, {}, { score: 1 }),
      buildHit(GUIDE, { pageStart: 1, pageEnd: 2 }, { score: 0.9 }),
      buildHit(GUIDE, { pageStart: 2, pageEnd: 3 }, { score: 0.8 }),
      buildHit({ ...FAQ, id: 'doc-3' }, {}, { score: 0.7 }),
    ];
    const { generator } = createScriptedGenerator([
      { text: FEE, evidence: [feeEvidence(0), { hit: 9, start: 0, end: 1 }] },
      {
        text: '설치',
        evidence: [
          { hit: 1, start: 0, end: 2 },
          { hit: 2, start: 0, end: 2 },
          { hit: 1, start: 3, end: 5 },
        ],
      },
    ]);
    const pages = createPageStore([GUIDE, FAQ]);
    await compose({ hits, generator, loadPages: pages.loadPages });
    expect(pages.calls).toEqual([
      [{ documentId: 'doc-2', version: 7, page: 1 }],
      [
        { documentId: 'doc-1', version: 1, page: 1 },
        { documentId: 'doc-1', version: 1, page: 2 },
        { documentId: 'doc-1', version: 1, page: 3 },
      ],
    ]);
  });

  test('that are gone take their citations with them', async () => {
    const { generator } = createScriptedGenerator([{ text: FEE, evidence: [feeEvidence(0)] }]);
    const { loadPages } = createPageStore([]);
    const composed = await compose({ hits: [buildHit(FAQ)], generator, loadPages });
    expect(composed).toMatchObject({
      answerable: false,
      answer: ENGLISH_ABSTENTION,
      statements: [],
      citations: [],
    });
    expect(await compose({ hits: [buildHit(FAQ)], generator, loadPages, grounding: 'strict' })).toMatchObject(
      {
        answerable: false,
        answer: ENGLISH_ABSTENTION,
      },
    );
  });

  test('are not loaded for a draft without evidence', async () => {
    const { generator } = createScriptedGenerator([{ text: FEE, evidence: [] }]);
    const pages = createPageStore([FAQ]);
    await compose({ hits: [buildHit(FAQ)], generator, loadPages: pages.loadPages });
    expect(pages.calls).toEqual([]);
  });
});

describe('a caller who has gone', () => {
  const reason = new Error('gone');

  test('before: nothing is generated', async () => {
    const { generator, calls } = createScriptedGenerator([{ text: FEE, evidence: [feeEvidence(0)] }]);
    const composing = compose({ hits: [buildHit(FAQ)], generator, signal: AbortSignal.abort(reason) });
    await expect(composing).rejects.toBe(reason);
    expect(calls).toEqual([]);
  });

  test('while the generator writes, even one that does not listen: no page is loaded', async () => {
    const controller = new AbortController();
    const generator: Generator = {
      provider: 'deaf',
      canDecline: false,
      model: null,
      async *generate() {
        controller.abort(reason);
        yield { kind: 'statement', statement: { text: FEE, evidence: [feeEvidence(0)] } };
        yield { kind: 'end', promptTokens: 0, completionTokens: 0 };
      },
    };
    const pages = createPageStore([FAQ]);
    const { loadPages } = pages;
    const composing = compose({ hits: [buildHit(FAQ)], generator, loadPages, signal: controller.signal });
    await expect(composing).rejects.toBe(reason);
    expect(pages.calls).toEqual([]);
  });

  test('gets no abstention either', async () => {
    const { generator } = createScriptedGenerator([]);
    const composing = compose({ hits: [], generator, signal: AbortSignal.abort(reason) });
    await expect(composing).rejects.toBe(reason);
  });
});

describe('what fails is not hidden', () => {
  test('an error of the generator reaches the caller', async () => {
    const failure = new Error('no model');
    const generator: Generator = {
      provider: 'x',
      model: null,
      canDecline: false,
      generate: () => throwAfter([], failure),
    };
    await expect(compose({ hits: [buildHit(FAQ)], generator })).rejects.toBe(failure);
  });

  test('an error after a good statement is no answer, and neither is an end that does not come', async () => {
    const statement: DraftStatement = { text: FEE, evidence: [feeEvidence(0)] };
    const failure = new Error('cut off');
    const cut: Generator = {
      provider: 'x',
      model: null,
      canDecline: false,
      generate: () => throwAfter([statement], failure),
    };
    await expect(compose({ hits: [buildHit(FAQ)], generator: cut })).rejects.toBe(failure);
    const endless: Generator = {
      provider: 'x',
      model: null,
      canDecline: false,
      generate: () => throwAfter([statement]),
    };
    await expect(compose({ hits: [buildHit(FAQ)], generator: endless })).rejects.toThrow('end');
  });

  test('an error of the store reaches the caller', async () => {
    const failure = new Error('no database');
    const { generator } = createScriptedGenerator([{ text: FEE, evidence: [feeEvidence(0)] }]);
    const composing = compose({
      hits: [buildHit(FAQ)],
      generator,
      loadPages: () => Promise.reject(failure),
    });
    await expect(composing).rejects.toBe(failure);
  });
});

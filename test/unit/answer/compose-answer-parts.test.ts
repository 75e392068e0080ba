import { describe, expect, test } from 'vitest';
import type { AnswerPart } from '../../../src/answer/compose-answer.ts';
import type { DraftStatement, Grounding } from '../../../src/domain/answer.ts';
import { buildHit } from './build-hits.ts';
import {
  compose,
  createScriptedGenerator,
  ENGLISH_ABSTENTION,
  FAQ,
  FEE,
  feeEvidence,
} from './compose-with.ts';

const SUPPORTED: DraftStatement = { text: FEE, evidence: [feeEvidence(0)] };
const WRONG: DraftStatement = { text: 'The entrance fee is 90 euros.', evidence: [feeEvidence(0)] };
const INVENTED: DraftStatement = { text: 'Dogs are welcome.', evidence: [] };

async function collect(statements: readonly DraftStatement[], grounding: Grounding) {
  const parts: AnswerPart[] = [];
  const { generator } = createScriptedGenerator(statements);
  const onPart = async (part: AnswerPart) => {
    await new Promise((resolve) => setImmediate(resolve));
    parts.push(part);
  };
  const composed = await compose({ hits: [buildHit(FAQ)], generator, grounding, onPart });
  return { parts, composed };
}

describe.each(['flag', 'strict'] as const)('in %s', (grounding) => {
  test.each([
    [[SUPPORTED]],
    [[SUPPORTED, INVENTED, SUPPORTED, WRONG]],
    [[INVENTED, WRONG, SUPPORTED]],
    [[INVENTED, INVENTED]],
    [[WRONG]],
    [[]],
  ])('the parts together are the answer, its statements and its citations: %#', async (statements) => {
    const { parts, composed } = await collect(statements, grounding);
    expect(parts.map(({ text }) => text).join('')).toBe(composed.answer);
    expect(parts.flatMap(({ statement }) => statement ?? [])).toEqual(composed.statements);
    expect(parts.flatMap(({ newCitations }) => newCitations)).toEqual(composed.citations);
  });
});

test('in strict nothing unsupported is sent at any time', async () => {
  const { parts } = await collect([INVENTED, SUPPORTED, WRONG], 'strict');
  expect(parts.map(({ statement }) => statement?.supported)).toEqual([true]);
});

test('what has neither support nor citation waits for a statement that has', async () => {
  const { parts } = await collect([INVENTED, SUPPORTED], 'flag');
  expect(parts.map(({ statement }) => statement?.supported)).toEqual([false, true]);
  const { parts: none, composed } = await collect([INVENTED], 'flag');
  expect(none).toEqual([{ text: ENGLISH_ABSTENTION, statement: null, newCitations: [] }]);
  expect(composed.answerable).toBe(false);
});

import { expect, test } from 'vitest';
import { ASKING_WEIGHT, weighQuestion } from '../../../src/retrieve/weigh-question.ts';

test('words that ask count in part, words that name in full', () => {
  const weights = new Map(weighQuestion('What is the capital of France?'));
  expect(weights.get('capit')).toBe(1);
  expect(weights.get('franc')).toBe(1);
  for (const word of ['what', 'is', 'the', 'of']) expect(weights.get(word)).toBe(ASKING_WEIGHT);
});

test('so do Korean endings and interrogatives', () => {
  const weights = new Map(weighQuestion('연차는 언제 신청하는가?'));
  expect(weights.get('연차')).toBe(1);
  expect(weights.get('신청')).toBe(1);
  expect(weights.get('언제')).toBe(ASKING_WEIGHT);
  expect(weights.get('는가')).toBe(ASKING_WEIGHT);
});

test('a word that is repeated counts as often; a question that only asks counts in full', () => {
  expect(new Map(weighQuestion('tax on tax')).get('tax')).toBe(2);
  expect(weighQuestion('무엇인가?').every(([, count]) => count >= 1)).toBe(true);
  expect(weighQuestion('')).toEqual([]);
});

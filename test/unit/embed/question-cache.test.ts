import { expect, test } from 'vitest';
import type { MetricEvent } from '../../../src/domain/metrics-port.ts';
import { createQuestionCache } from '../../../src/embed/question-cache.ts';

const never = new AbortController().signal;

test('a vector is that of its space and its text to the letter, and costs once', async () => {
  const events: MetricEvent[] = [];
  const cache = createQuestionCache(10, { record: (event) => events.push(event) });
  const space = { provider: 'openai', model: 'm', dimensions: 2 };
  let calls = 0;
  const ask = async (text: string, changed: Partial<typeof space> = {}) => {
    const embed = async () => ({ vector: Float32Array.of(1, calls++), tokens: 7 });
    const { vector, tokens } = await cache({ ...space, ...changed }, text, embed, never);
    return [vector[1], tokens];
  };
  expect(await ask('fee')).toEqual([0, 7]);
  expect(await ask('fee')).toEqual([0, 0]);
  expect(await ask('fee ')).toEqual([1, 7]);
  expect(await ask('fee', { model: 'other' })).toEqual([2, 7]);
  expect(await ask('fee', { dimensions: 3 })).toEqual([3, 7]);
  expect(await ask('fee', { provider: 'other' })).toEqual([4, 7]);
  expect(await ask('fee')).toEqual([0, 0]);
  const lookups = events.map((event) => event.kind === 'question-cache' && event.lookup);
  expect(lookups).toEqual(['miss', 'hit', 'miss', 'miss', 'miss', 'miss', 'hit']);
});

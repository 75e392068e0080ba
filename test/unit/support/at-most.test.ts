import { expect, test } from 'vitest';
import { atMost } from '../../../src/support/at-most.ts';

test('so many run at once, in the order in which they came; an error is its own', async () => {
  const limit = atMost(2);
  const started: number[] = [];
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<number>());
  const runs = gates.map(({ promise }, index) =>
    limit(() => {
      started.push(index);
      return promise;
    }),
  );
  const failed = expect(runs[0]).rejects.toThrow('first');
  await new Promise(setImmediate);
  expect(started).toEqual([0, 1]);
  gates[0]?.reject(new Error('first'));
  await failed;
  await new Promise(setImmediate);
  expect(started).toEqual([0, 1, 2]);
  for (const [index, { resolve }] of gates.entries()) resolve(index);
  expect(await Promise.all(runs.slice(1))).toEqual([1, 2, 3, 4]);
  expect(started).toEqual([0, 1, 2, 3, 4]);
});

import { expect, it } from 'vitest';
import { runPool } from '../../../src/cli/run-pool.ts';

const NEVER = new AbortController().signal;

it('does all in order, as many at once as it may', async () => {
  let inWork = 0;
  let most = 0;
  const begun: number[] = [];
  await runPool([1, 2, 3, 4, 5, 6, 7], 3, NEVER, async (item) => {
    begun.push(item);
    inWork += 1;
    most = Math.max(most, inWork);
    await new Promise((resolve) => setImmediate(resolve));
    inWork -= 1;
  });
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

it('begins nothing after an error or a stop, and ends what it has begun', async () => {
  const stop = new AbortController();
  const ended: number[] = [];
  await runPool([1, 2, 3, 4], 2, stop.signal, async (item) => {
    if (item === 2) stop.abort();
    await new Promise((resolve) => setImmediate(resolve));
    ended.push(item);
  });
  expect(ended).toEqual([1, 2]);
  const failing = runPool([1, 2, 3, 4, 5], 2, NEVER, async (item) => {
    if (item === 1) throw new Error('one');
    await new Promise((resolve) => setImmediate(resolve));
    ended.push(item);
  });
  await expect(failing).rejects.toThrow('one');
  expect(ended).toEqual([1, 2, 2]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapAhead } from '../../../src/support/map-ahead.ts';

async function* count(to: number): AsyncGenerator<number> {
  for (let number = 1; number <= to; number += 1) yield number;
}

test('results come in the order of the items, with no more than so many under way', async () => {
  let running = 0;
  let most = 0;
  const results = mapAhead(count(20), 3, async (number) => {
    running += 1;
    most = Math.max(most, running);
    await sleep(number % 4);
    running -= 1;
    return number * 2;
  });
  expect(await Array.fromAsync(results)).toEqual(Array.from({ length: 20 }, (_, index) => 2 * index + 2));
  expect(most).toBe(3);
});

test('a result is given before the source has its next item', async () => {
  const never = Promise.withResolvers<void>();
  async function* slow(): AsyncGenerator<number> {
    yield 1;
    await never.promise;
  }
  const results = mapAhead(slow(), 4, async (number) => number);
  expect(await results.next()).toEqual({ done: false, value: 1 });
  never.resolve();
  expect(await results.next()).toEqual({ done: true, value: undefined });
});

test('an error of an item comes in its turn, one of the source after the items before it', async () => {
  const failing = mapAhead(count(5), 2, async (number) => {
    if (number === 3) throw new Error('third');
    return number;
  });
  expect((await failing.next()).value).toBe(1);
  expect((await failing.next()).value).toBe(2);
  await expect(failing.next()).rejects.toThrow('third');

  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error('source');
  }
  const results = mapAhead(broken(), 4, async (number) => number);
  expect((await results.next()).value).toBe(1);
  await expect(results.next()).rejects.toThrow('source');
});

test('whoever stops early closes the source', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<number> {
    try {
      yield* count(100);
    } finally {
      closed = true;
    }
  }
  for await (const number of mapAhead(source(), 3, async (item) => item)) if (number === 2) break;
  await new Promise(setImmediate);
  expect(closed).toBe(true);
});

test('an error is told although the source has not given its next item', async () => {
  const never = Promise.withResolvers<void>();
  async function* slow(): AsyncGenerator<number> {
    yield 1;
    await never.promise;
  }
  const results = mapAhead(slow(), 4, async () => {
    throw new Error('refused');
  });
  await expect(results.next()).rejects.toThrow('refused');
});

import { expect, test } from 'vitest';
import { AsyncQueue } from '../../../src/support/async-queue.ts';

test('items come out as they went in; who puts them in waits while the queue is full', async () => {
  const queue = new AsyncQueue<number>(2);
  let put = 0;
  const writer = (async () => {
    for (let item = 1; item <= 6; item += 1) {
      await queue.put(item);
      put = item;
    }
    queue.end();
  })();
  await new Promise(setImmediate);
  expect(put).toBe(2);
  expect(await Array.fromAsync(queue)).toEqual([1, 2, 3, 4, 5, 6]);
  await writer;
});

test('a reader may take all that has gathered while it was busy', async () => {
  const queue = new AsyncQueue<number>(3);
  await queue.put(1);
  const reader = queue.gathered();
  expect((await reader.next()).value).toEqual([1]);
  for (const item of [2, 3, 4]) await queue.put(item);
  expect((await reader.next()).value).toEqual([2, 3, 4]);
  queue.end();
  expect((await reader.next()).done).toBe(true);
});

test('a failure reaches a reader and a writer that wait', async () => {
  const full = new AsyncQueue<number>(1);
  await full.put(1);
  const writing = full.put(2);
  full.fail(new Error('over'));
  await expect(writing).rejects.toThrow('over');
  await expect(Array.fromAsync(full)).rejects.toThrow('over');

  const empty = new AsyncQueue<number>(1);
  const reading = Array.fromAsync(empty);
  empty.fail(new Error('over'));
  await expect(reading).rejects.toThrow('over');
});

test('what lies there is bounded by its weight; a heavier item goes alone', async () => {
  const queue = new AsyncQueue<number>(10, (item) => item);
  let put = 0;
  const writer = (async () => {
    for (const item of [4, 4, 4, 4, 50, 1]) {
      await queue.put(item);
      put += 1;
    }
    queue.end();
  })();
  await new Promise(setImmediate);
  expect(put).toBe(3);
  expect(await Array.fromAsync(queue.gathered())).toEqual([[4, 4], [4, 4], [50], [1]]);
  await writer;
});

import { expect, test } from 'vitest';
import { collectBatches } from '../../../src/support/batches.ts';

async function* give(...batches: number[][]): AsyncGenerator<number[]> {
  yield* batches;
}

test('items are grouped by their number, and by their weight where that comes first', async () => {
  const collect = (...batches: number[][]) =>
    Array.fromAsync(collectBatches(give(...batches), 3, 10, (item) => item));
  expect(await collect([1, 1], [1, 1, 1, 1, 1])).toEqual([[1, 1, 1], [1, 1, 1], [1]]);
  expect(await collect([6, 4], [1, 99, 2])).toEqual([[6, 4], [1], [99], [2]]);
  expect(await collect([])).toEqual([]);
});

test('a full batch is not kept back until more comes', async () => {
  async function* stall(): AsyncGenerator<number[]> {
    yield [1, 1];
    await new Promise(() => {});
  }
  const batches = collectBatches(stall(), 2, 10, (item) => item);
  expect((await batches.next()).value).toEqual([1, 1]);
});

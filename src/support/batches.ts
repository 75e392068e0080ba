/**
 * Groups items as they come, in order, into arrays of `size` (the last may be shorter); of fewer where they would weigh
 * more than `maxWeight`, though of one at least.
 */
export async function* collectBatches<Item>(
  source: AsyncIterable<readonly Item[]>,
  size: number,
  maxWeight: number,
  weigh: (item: Item) => number,
): AsyncGenerator<Item[]> {
  let pending: Item[] = [];
  let weight = 0;
  for await (const items of source) {
    for (const item of items) {
      const isTooHeavy = pending.length > 0 && weight + weigh(item) > maxWeight;
      if (isTooHeavy || pending.length === size) {
        yield pending;
        [pending, weight] = [[], 0];
      }
      pending.push(item);
      weight += weigh(item);
    }
    // What is full waits for nothing.
    if (pending.length === size) {
      yield pending;
      [pending, weight] = [[], 0];
    }
  }
  if (pending.length > 0) yield pending;
}

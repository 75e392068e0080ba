/** Groups items as they come, in order, into arrays of `size` (the last may be shorter). */
export async function* collectBatches<Item>(
  source: AsyncIterable<readonly Item[]>,
  size: number,
): AsyncGenerator<Item[]> {
  let pending: Item[] = [];
  for await (const items of source) {
    pending.push(...items);
    while (pending.length >= size) {
      yield pending.slice(0, size);
      pending = pending.slice(size);
    }
  }
  if (pending.length > 0) yield pending;
}

/**
 * Maps items as they come, up to `ahead` of them at once, and yields the results in the items' order. An error of the
 * source, or of an item, is thrown when its turn comes.
 */
export async function* mapAhead<Item, Result>(
  source: AsyncIterable<Item>,
  ahead: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const iterator = source[Symbol.asyncIterator]();
  const running: Promise<{ readonly result: Result } | null>[] = [];
  const startNext = (): void => {
    // Items come one after the other; what is made of them goes on side by side.
    const before = reading;
    const item = before.then((done) => (done ? null : iterator.next()));
    reading = item.then((next) => next === null || next.done === true);
    const mapped = item.then(async (next) =>
      next === null || next.done === true ? null : { result: await map(next.value) },
    );
    // Whoever stops early asks for no more results, and must not be told of errors elsewhere.
    for (const promise of [reading, mapped]) promise.catch(() => {});
    running.push(mapped);
  };
  let reading: Promise<boolean> = Promise.resolve(false);
  try {
    while (running.length < ahead) startNext();
    for (let next = running.shift(); next !== undefined; next = running.shift()) {
      const mapped = await next;
      if (mapped === null) return;
      startNext();
      yield mapped.result;
    }
  } finally {
    // Not awaited: it queues behind the item that is being waited for, and who stops wants to stop now.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

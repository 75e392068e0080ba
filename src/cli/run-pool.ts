/** Works through `items` in order, `concurrency` at once, until `stop`. The first error stops the others, and is thrown. */
export async function runPool<Item>(
  items: readonly Item[],
  concurrency: number,
  stop: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  let failed = false;
  async function runWorker(): Promise<void> {
    for (const item of rest) {
      if (failed || stop.aborted) return;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  const results = await Promise.allSettled(Array.from({ length: concurrency }, runWorker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

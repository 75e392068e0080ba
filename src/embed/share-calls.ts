import type { AnalyzedChunk } from '../domain/chunk.ts';
import type { Embedder } from '../domain/ports.ts';
import { IngestError, isUpstreamError } from '../errors.ts';

/** What arrives within this time of each other shares a call that is not full. */
const LINGER_MS = 10;

/** What one caller wants embedded. */
interface Order {
  readonly vectors: Float32Array[];
  missing: number;
  readonly done: PromiseWithResolvers<readonly Float32Array[]>;
}

/** One text of an order, and where its vector goes. */
interface Entry {
  readonly order: Order;
  readonly index: number;
  readonly chunk: AnalyzedChunk;
}

/** One call to the model, for as long as somebody waits for it. */
interface Call {
  readonly orders: Set<Order>;
  readonly controller: AbortController;
}

/**
 * The same embedder for many callers at once: at most `callsInFlight` calls to it run side by side, each filled up to
 * `maxBatchSize` with the texts of whoever waits. A call that is refused while several share it is made again for each of
 * them alone, so that nobody fails of another's text.
 */
export function shareCalls(embedder: Embedder, callsInFlight: number): Embedder {
  let waiting: Entry[] = [];
  /** Of refused calls: the entries of one order each, to be sent alone. */
  let refused: Entry[][] = [];
  const calls = new Set<Call>();
  let isLingering = false;

  /** Calls are made as long as there are texts to fill them; with `partly` also the last, which is not full. */
  function dispatch(partly: boolean): void {
    while (calls.size < callsInFlight) {
      const again = refused.shift();
      if (again !== undefined) {
        void send(again);
        continue;
      }
      if (waiting.length === 0) return;
      if (waiting.length < embedder.maxBatchSize && !partly) {
        linger();
        return;
      }
      void send(waiting.splice(0, embedder.maxBatchSize));
    }
  }

  function linger(): void {
    if (isLingering) return;
    isLingering = true;
    setTimeout(() => {
      isLingering = false;
      dispatch(true);
    }, LINGER_MS);
  }

  async function send(entries: readonly Entry[]): Promise<void> {
    const orders = new Set(entries.map(({ order }) => order));
    const call: Call = { orders, controller: new AbortController() };
    calls.add(call);
    try {
      const chunks = entries.map(({ chunk }) => chunk);
      const vectors = await embedder.embedDocuments(chunks, call.controller.signal);
      for (const [position, { order, index }] of entries.entries()) fill(order, index, vectors[position]);
    } catch (error) {
      if (orders.size === 1 || isOutage(error)) for (const order of [...orders]) leave(order, error);
      else for (const order of orders) refused.push(entries.filter((entry) => entry.order === order));
    } finally {
      calls.delete(call);
      dispatch(false);
    }
  }

  function fill(order: Order, index: number, vector: Float32Array | undefined): void {
    if (vector !== undefined) order.vectors[index] = vector;
    order.missing -= 1;
    // Whoever asked checks how many there are.
    if (order.missing === 0) order.done.resolve(order.vectors.filter((given) => given !== undefined));
  }

  function leave(order: Order, reason: unknown): void {
    waiting = waiting.filter((entry) => entry.order !== order);
    refused = refused.filter(([entry]) => entry?.order !== order);
    order.done.reject(reason);
    for (const { orders, controller } of calls) {
      orders.delete(order);
      if (orders.size === 0) controller.abort(reason);
    }
  }

  return {
    ...embedder,
    async embedDocuments(chunks, signal) {
      signal.throwIfAborted();
      const order: Order = { vectors: [], missing: chunks.length, done: Promise.withResolvers() };
      if (chunks.length === 0) return [];
      const abort = () => leave(order, signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      waiting.push(...chunks.map((chunk, index) => ({ order, index, chunk })));
      dispatch(false);
      try {
        return await order.done.promise;
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
  };
}

/** Nobody's text is to blame, and it was waited out already. */
function isOutage(error: unknown): boolean {
  const { cause } = error instanceof IngestError ? error : { cause: undefined };
  return isUpstreamError(cause) && cause.retryAfterSeconds !== undefined;
}

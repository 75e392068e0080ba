/** Hands items from one task to another; whoever puts them in waits while `size` lie there. */
export class AsyncQueue<Item> {
  readonly #size: number;
  readonly #items: Item[] = [];
  #ended = false;
  #failure: { readonly reason: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Throws what `fail` was told. */
  async put(item: Item): Promise<void> {
    while (this.#items.length >= this.#size && this.#failure === undefined) await this.#changed.promise;
    if (this.#failure !== undefined) throw this.#failure.reason;
    this.#items.push(item);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Both sides throw `reason` from now on. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      const item = this.#items.shift();
      if (item !== undefined) {
        this.#wake();
        yield item;
      } else if (this.#ended) return;
      else await this.#changed.promise;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

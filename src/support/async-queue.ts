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
    for await (const items of this.#take(1)) yield* items;
  }

  /** All that lies there at a time: what came while the reader was busy. */
  gathered(): AsyncGenerator<Item[]> {
    return this.#take(this.#size);
  }

  async *#take(most: number): AsyncGenerator<Item[]> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      const items = this.#items.splice(0, most);
      if (items.length > 0) {
        this.#wake();
        yield items;
      } else if (this.#ended) return;
      else await this.#changed.promise;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

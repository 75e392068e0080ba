/** Hands items from one task to another; whoever puts them in waits while items of the weight `size` lie there. */
export class AsyncQueue<Item> {
  readonly #size: number;
  readonly #weigh: (item: Item) => number;
  readonly #items: Item[] = [];
  /** Of what lies there. */
  #weight = 0;
  #ended = false;
  #failure: { readonly reason: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  /** Each item weighs 1 where nothing else is said. */
  constructor(size: number, weigh: (item: Item) => number = () => 1) {
    this.#size = size;
    this.#weigh = weigh;
  }

  /** Throws what `fail` was told. */
  async put(item: Item): Promise<void> {
    while (this.#weight >= this.#size && this.#failure === undefined) await this.#changed.promise;
    if (this.#failure !== undefined) throw this.#failure.reason;
    this.#items.push(item);
    this.#weight += this.#weigh(item);
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
    for await (const items of this.#take(0)) yield* items;
  }

  /** What lies there at a time, up to the weight `size`: what came while the reader was busy. */
  gathered(): AsyncGenerator<Item[]> {
    return this.#take(this.#size);
  }

  /** One item, and more as long as all of them weigh no more than `most`. */
  async *#take(most: number): AsyncGenerator<Item[]> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      const items: Item[] = [];
      let weight = 0;
      for (let [next] = this.#items; next !== undefined; [next] = this.#items) {
        weight += this.#weigh(next);
        if (items.length > 0 && weight > most) break;
        items.push(next);
        this.#items.shift();
        this.#weight -= this.#weigh(next);
      }
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

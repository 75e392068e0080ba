import type { PageRange } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';

/** Pages given out at once: some 10 to 100 ms of work. */
const PAGES_PER_RANGE = 8;
/** For each reader: the range it reads, one that waits for its turn, one to go on with. */
const RANGES_PER_READER = 3;

/**
 * Gives out the pages of one document to several readers, and puts what they read back in order. A reader is given
 * nothing that lies too far ahead of what was taken, so that few pages are held however long the document is.
 */
export class RangePlan {
  #pagesAhead = 0;
  /** Null until it is known. */
  #pageCount: number | null = null;
  #nextToGive = 1;
  #nextToTake = 1;
  /** Batches read, by their first page. */
  readonly #read = new Map<number, readonly Page[]>();
  #failure: { readonly reason: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  addReader(): void {
    this.#pagesAhead += RANGES_PER_READER * PAGES_PER_RANGE;
  }

  /** Pages that nobody was given yet. */
  get pagesLeft(): number {
    return this.#pageCount === null ? 0 : this.#pageCount - this.#nextToGive + 1;
  }

  open(pageCount: number): void {
    this.#pageCount ??= pageCount;
    this.wake();
  }

  /** The next pages to read; null when all were given out, or `mayGoOn` says that the reader is wanted elsewhere. */
  async give(mayGoOn: () => boolean = () => true): Promise<PageRange | null> {
    for (;;) {
      if (this.#failure !== undefined || !mayGoOn()) return null;
      if (this.#pageCount !== null) {
        if (this.#nextToGive > this.#pageCount) return null;
        if (this.#nextToGive < this.#nextToTake + this.#pagesAhead) break;
      }
      await this.#changed.promise;
    }
    const first = this.#nextToGive;
    const last = Math.min(first + PAGES_PER_RANGE - 1, this.#pageCount);
    this.#nextToGive = last + 1;
    return { first, last };
  }

  put(pages: readonly Page[]): void {
    const [first] = pages;
    if (first === undefined) return;
    this.#read.set(first.number, pages);
    this.wake();
  }

  /** The batch that comes next in the document; undefined after the last. Throws what `fail` was told. */
  async take(): Promise<readonly Page[] | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      const pages = this.#read.get(this.#nextToTake);
      if (pages !== undefined) {
        this.#read.delete(this.#nextToTake);
        this.#nextToTake += pages.length;
        this.wake();
        return pages;
      }
      if (this.#pageCount !== null && this.#nextToTake > this.#pageCount) return undefined;
      await this.#changed.promise;
    }
  }

  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.wake();
  }

  /** Lets those who wait look again. */
  wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

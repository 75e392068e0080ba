import type { Chunk } from '../domain/chunk.ts';
import type { Chunking } from '../domain/collection.ts';
import type { Page } from '../domain/page.ts';
import { countTokens } from '../text/count-tokens.ts';
import type { Unit } from './unit.ts';

/** A section or page with less than this share of the budget is joined with what follows it. */
const MIN_SECTION_SHARE = 1 / 4;
const MIN_PAGE_SHARE = 1 / 2;

/**
 * Gathers units into chunks. A chunk ends where the next unit would exceed `maxTokens`; before a heading, once it
 * holds a quarter of the budget; and with its page, once it holds half of it and its last sentence does not go on.
 * Only the first kind of border is bridged by overlap. Headings at the end of a chunk move on to the next.
 *
 * Keeps the units of one chunk and the texts of the pages they stand on.
 */
export class ChunkBuilder {
  readonly #chunking: Chunking;
  readonly #pageTexts = new Map<number, string>();
  #units: Unit[] = [];
  /** How many of the first units are repeated from the chunk before. */
  #repeated = 0;
  #ordinal = 0;

  constructor(chunking: Chunking) {
    this.#chunking = chunking;
  }

  /** The page's units in order; gives the chunks that are complete by now. */
  addPage(page: Page, units: readonly Unit[]): Chunk[] {
    const chunks: Chunk[] = [];
    this.#pageTexts.set(page.number, page.text);
    for (const unit of units) this.#addUnit(unit, chunks);
    const last = this.#units.at(-1);
    const full = this.#newTokens() >= this.#chunking.maxTokens * MIN_PAGE_SHARE;
    if (last && full && !last.goesOn && last.kind !== 'heading') chunks.push(this.#take(false));
    for (const number of this.#pageTexts.keys()) {
      if (number < (this.#units[0]?.page ?? page.number + 1)) this.#pageTexts.delete(number);
    }
    return chunks;
  }

  /** What is left after the last page. */
  finish(): Chunk[] {
    const chunks: Chunk[] = [];
    while (this.#units.length > this.#repeated) chunks.push(this.#take(false));
    return chunks;
  }

  #addUnit(unit: Unit, chunks: Chunk[]): void {
    const { maxTokens } = this.#chunking;
    if (unit.kind === 'heading' && this.#newTokens() >= maxTokens * MIN_SECTION_SHARE) {
      if (this.#endsInText()) chunks.push(this.#take(false));
    }
    while (this.#units.length > 0 && sumTokens(this.#units) + unit.tokens > maxTokens) {
      if (this.#repeated === this.#units.length) this.#forgetRepeated();
      else chunks.push(this.#take(true));
    }
    this.#units.push(unit);
  }
}

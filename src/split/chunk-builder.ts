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
  #tokens = 0;
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
    if (unit.kind === 'heading') {
      const enough = this.#newTokens() >= maxTokens * MIN_SECTION_SHARE;
      if (enough && this.#units.some((earlier) => earlier.kind !== 'heading')) chunks.push(this.#take(false));
    }
    while (this.#units.length > 0 && this.#tokens + unit.tokens > maxTokens) {
      if (this.#repeated === this.#units.length) this.#keep(this.#units.slice(1), this.#repeated - 1);
      // Nothing is repeated under another heading.
      else chunks.push(this.#take(unit.kind !== 'heading'));
    }
    this.#units.push(unit);
    this.#tokens += unit.tokens;
  }

  /** Makes a chunk of the units gathered; what it leaves, and what is repeated of it, begins the next. */
  #take(bridge: boolean): Chunk {
    const units = this.#units;
    let first = 0;
    let size = this.#withoutLastHeadings(units.length);
    let tokens = countTokens(this.#textOf(units.slice(first, size)));
    // Tokens of units need not add up to the tokens of the whole.
    while (tokens > this.#chunking.maxTokens && size - first > 1) {
      if (first < this.#repeated) first += 1;
      else size = this.#withoutLastHeadings(size - 1);
      tokens = countTokens(this.#textOf(units.slice(first, size)));
    }
    const chunk = this.#toChunk(units.slice(first, size), units[Math.max(first, this.#repeated)], tokens);
    const rest = units.slice(size);
    const repeated = bridge && rest.length === 0 ? this.#chooseRepeated(units.slice(this.#repeated)) : [];
    this.#keep([...repeated, ...rest], repeated.length);
    return chunk;
  }

  #keep(units: Unit[], repeated: number): void {
    this.#units = units;
    this.#repeated = repeated;
    this.#tokens = sumTokens(units);
  }

  #newTokens(): number {
    return sumTokens(this.#units.slice(this.#repeated));
  }

  /** `size` less the headings at the end, unless there is nothing but headings. */
  #withoutLastHeadings(size: number): number {
    let shorter = size;
    while (this.#units[shorter - 1]?.kind === 'heading') shorter -= 1;
    return shorter > this.#repeated ? shorter : size;
  }

  /** The last whole sentences of a section, up to `overlapTokens`. */
  #chooseRepeated(units: readonly Unit[]): Unit[] {
    const chosen: Unit[] = [];
    let tokens = 0;
    for (const unit of units.slice(1).reverse()) {
      tokens += unit.tokens;
      if (unit.kind !== 'sentence' || tokens > this.#chunking.overlapTokens) break;
      chosen.unshift(unit);
    }
    return chosen;
  }

  #textOf(units: readonly Unit[]): string {
    const [first, last] = [units[0], units.at(-1)];
    if (!first || !last) return '';
    const { text, offset } = this.#joinPages(first.page, last.page);
    return text.slice(first.start, offset + last.end);
  }

  /** Page texts joined by line ends, and where the last begins in them. */
  #joinPages(from: number, to: number): { text: string; offset: number } {
    let text = this.#pageTexts.get(from) ?? '';
    let offset = 0;
    for (let number = from + 1; number <= to; number += 1) {
      offset = text.length + 1;
      text += `\n${this.#pageTexts.get(number) ?? ''}`;
    }
    return { text, offset };
  }

  /** `headed` is the first unit that is not repeated: its headings are the chunk's. */
  #toChunk(units: readonly Unit[], headed: Unit | undefined, tokens: number): Chunk {
    const [first, last] = [units[0], units.at(-1)];
    if (!first || !last || !headed) throw new Error('A chunk needs a unit');
    const ordinal = this.#ordinal;
    this.#ordinal += 1;
    return {
      ordinal,
      text: this.#textOf(units),
      pageStart: first.page,
      pageEnd: last.page,
      start: first.start,
      end: this.#joinPages(first.page, last.page).offset + last.end,
      headings: headed.headings,
      tokens,
    };
  }
}

function sumTokens(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + unit.tokens, 0);
}

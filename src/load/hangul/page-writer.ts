import type { LoadLimits } from '../../domain/load.ts';
import type { Heading, Page } from '../../domain/page.ts';
import { limitExceeded } from '../load-limits.ts';
import { paginateText } from '../paginate-text.ts';
import type { Block } from './block.ts';

/**
 * Gathers blocks to pages. Paragraphs are apart by a blank line, rows of a table are not; notes come after the
 * paragraph or the table that refers to them.
 */
export class PageWriter {
  readonly #limits: LoadLimits;
  #text = '';
  #headings: Heading[] = [];
  #notes: string[] = [];
  #table: number | null = null;
  #pages: Page[] = [];
  #pageCount = 0;
  #chars = 0;
  #isBegun = false;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  /** Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED. */
  addBlocks(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (block.table === null || block.table !== this.#table) this.#placeNotes();
      this.#write(block.text, block.table);
      if (block.headingLevel !== null) {
        const title = block.text.replace(/\s+/g, ' ');
        this.#headings.push({
          start: this.#text.length - block.text.length,
          level: block.headingLevel,
          title,
        });
      }
      this.#notes.push(...block.notes);
      if (block.table === null) this.#placeNotes();
    }
  }

  /** The next block begins a page; nothing before the first one. Throws DOCUMENT_LIMIT_EXCEEDED. */
  breakPage(): void {
    if (this.#isBegun) this.#finishPage();
    this.#isBegun = true;
  }

  /** The pages that are complete. */
  takePages(): Page[] {
    return this.#pages.splice(0);
  }

  /** The rest; a blank page behind the last text is none. */
  finish(): Page[] {
    this.#placeNotes();
    if (this.#text !== '' || this.#pageCount === 0) this.#finishPage();
    return this.takePages();
  }

  #placeNotes(): void {
    for (const note of this.#notes.splice(0)) this.#write(note, null);
  }

  #write(text: string, table: number | null): void {
    this.#isBegun = true;
    this.#chars += text.length;
    if (this.#chars > this.#limits.maxTextBytes)
      throw limitExceeded('bytes of text', this.#limits.maxTextBytes);
    const isSameTable = table !== null && table === this.#table;
    const separator = this.#text === '' ? '' : isSameTable ? '\n' : '\n\n';
    this.#text += separator + text;
    this.#table = table;
  }

  #finishPage(): void {
    this.#placeNotes();
    for (const page of paginateText(this.#text, this.#headings)) {
      this.#pageCount += 1;
      this.#pages.push({ ...page, number: this.#pageCount });
    }
    if (this.#pageCount > this.#limits.maxPages) throw limitExceeded('pages', this.#limits.maxPages);
    [this.#text, this.#headings, this.#table] = ['', [], null];
  }
}

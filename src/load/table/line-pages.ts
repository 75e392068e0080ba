import type { LoadLimits } from '../../domain/load.ts';
import type { Page } from '../../domain/page.ts';
import { limitExceeded } from '../load-limits.ts';
import { MAX_PAGE_CHARS, paginateText } from '../paginate-text.ts';

/**
 * Gathers lines to pages of at most 50,000 characters, cut between lines; a longer line is cut as a text is. A line
 * without a bar would be read as one sentence with its neighbours, so a blank line is put around it.
 */
export class LinePages {
  /** Number of the first page of the sheet; null while nothing is on it. */
  sheetPage: number | null = null;

  readonly #limits: LoadLimits;
  #label: string | null = null;
  #heading: string | null = null;
  #lines: string[] = [];
  #chars = 0;
  #totalChars = 0;
  #pageCount = 0;
  #pages: Page[] = [];

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  /** Begins a page; the name of the sheet is the label of its pages, and a heading above its text. Throws as `addLine`. */
  startSheet(name: string): void {
    this.#finishPage();
    this.sheetPage = null;
    this.#label = name;
    this.#heading = name;
  }

  /** Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED. */
  addLine(line: string): void {
    this.#totalChars += line.length;
    if (this.#totalChars > this.#limits.maxTextBytes)
      throw limitExceeded('bytes of text', this.#limits.maxTextBytes);
    if (this.#chars + line.length + 2 > MAX_PAGE_CHARS) this.#finishPage();
    this.sheetPage ??= this.#pageCount + 1;
    const previous = this.#lines.at(-1);
    const separator = previous === undefined ? '' : isTight(previous) && isTight(line) ? '\n' : '\n\n';
    this.#lines.push(separator + line);
    this.#chars += separator.length + line.length;
  }

  /** The pages that are complete. */
  takePages(): Page[] {
    return this.#pages.splice(0);
  }

  /** The rest. Throws as `addLine`. */
  finish(): Page[] {
    this.#finishPage();
    return this.takePages();
  }

  #finishPage(): void {
    if (this.#lines.length === 0) return;
    const title = this.#heading;
    const headings = title === null ? [] : [{ start: 0, level: 1, title }];
    for (const page of paginateText(this.#lines.join(''), headings)) {
      this.#pageCount += 1;
      this.#pages.push({ ...page, number: this.#pageCount, label: this.#label });
    }
    if (this.#pageCount > this.#limits.maxPages) throw limitExceeded('pages', this.#limits.maxPages);
    // Further pages of a sheet stand under the same heading.
    [this.#lines, this.#chars, this.#heading] = [[], 0, null];
  }
}

function isTight(line: string): boolean {
  return line.includes(' | ');
}

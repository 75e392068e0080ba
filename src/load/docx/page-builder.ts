import type { Warning } from '../../domain/document.ts';
import type { LoadLimits } from '../../domain/load.ts';
import type { Page } from '../../domain/page.ts';
import { limitExceeded } from '../load-limits.ts';
import { DraftPage } from './draft-page.ts';
import type { Block, PageBreak, RootStory } from './story.ts';

const MAX_WARNED_PAGES = 100;
/** Section starts that need no new page. Odd and even pages may leave a blank one behind; it is not counted. */
const STAYS_ON_PAGE = new Set(['continuous', 'nextColumn']);

/**
 * Gathers blocks to pages. Word stores a break twice, as the author's and, at the head of the next page, as the place
 * where it last broke: between two blocks there are as many as the more frequent kind.
 *
 * How a section begins is told at its end, so its pages wait until then.
 */
export class PageBuilder implements RootStory {
  readonly isPaged = true;
  /** The first paragraph in the style Title. */
  title: string | null = null;

  readonly #limits: LoadLimits;
  #drafts = [new DraftPage()];
  /** The draft that may turn out to be the same page as the one before it. */
  #seam: DraftPage | null = null;
  #isAfterSection = false;
  #breaks = { stored: 0, rendered: 0, before: 0 };
  #isHiddenAhead = false;
  #pageCount = 0;
  #chars = 0;
  readonly #hiddenPages: number[] = [];

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  /** Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED. */
  addBlock(block: Block): void {
    // A note is shown as often as it is referred to.
    this.#chars += block.notes.reduce((sum, note) => sum + note.length, block.text.length);
    if (this.#chars > this.#limits.maxTextBytes)
      throw limitExceeded('bytes of text', this.#limits.maxTextBytes);
    this.#openPages();
    if (this.#isHiddenAhead) this.#draft.isHidden = true;
    this.#isHiddenAhead = false;
    this.#draft.addBlock(block);
    if (block.isTitle) this.title ??= block.text;
  }

  breakPage(kind: PageBreak): void {
    this.#breaks[kind] += 1;
  }

  markHidden(): void {
    if (this.#isBetweenPages) this.#isHiddenAhead = true;
    else this.#draft.isHidden = true;
  }

  endSection(start: string): void {
    const at = this.#seam === null ? -1 : this.#drafts.indexOf(this.#seam);
    if (at > 0 && STAYS_ON_PAGE.has(start)) {
      const [later] = this.#drafts.splice(at, 1);
      if (later) this.#drafts[at - 1]?.append(later);
    } else if (at === -1 && this.#isAfterSection && !STAYS_ON_PAGE.has(start)) {
      // A section without text still takes a page.
      this.#breaks.stored += 1;
    }
    this.#seam = null;
    this.#isAfterSection = true;
  }

  /** The pages that are complete. */
  takePages(): Page[] {
    const seam = this.#seam === null ? this.#drafts.length : this.#drafts.indexOf(this.#seam);
    return this.#write(Math.min(seam - 1, this.#drafts.length - 1));
  }

  /** The rest. Breaks behind the last text make no page. */
  finish(): Page[] {
    return this.#write(this.#drafts.length);
  }

  listWarnings(): Warning[] {
    if (this.#hiddenPages.length === 0) return [];
    const message = `${this.#hiddenPages.length} page(s) have hidden text, which was left out.`;
    return [{ code: 'HIDDEN_TEXT_LEFT_OUT', message, pages: this.#hiddenPages.slice(0, MAX_WARNED_PAGES) }];
  }

  get #draft(): DraftPage {
    const draft = this.#drafts.at(-1);
    if (!draft) throw new Error('There is always a draft');
    return draft;
  }

  get #isBetweenPages(): boolean {
    const { stored, rendered, before } = this.#breaks;
    return this.#isAfterSection || stored + rendered + before > 0;
  }

  #openPages(): void {
    const { stored, rendered, before } = this.#breaks;
    let count = Math.max(stored, rendered);
    if (before > 0 && count === 0 && !this.#draft.isEmpty) count = 1;
    if (this.#pageCount + this.#drafts.length + count > this.#limits.maxPages)
      throw limitExceeded('pages', this.#limits.maxPages);
    if (count === 0 && this.#isAfterSection) {
      this.#seam = new DraftPage();
      this.#drafts.push(this.#seam);
    }
    for (; count > 0; count -= 1) this.#drafts.push(new DraftPage());
    this.#breaks = { stored: 0, rendered: 0, before: 0 };
    this.#isAfterSection = false;
  }

  #write(count: number): Page[] {
    const pages: Page[] = [];
    for (const draft of this.#drafts.splice(0, count)) {
      const written = draft.write(this.#pageCount + 1);
      if (draft.isHidden) this.#hiddenPages.push(this.#pageCount + 1);
      this.#pageCount += written.length;
      pages.push(...written);
    }
    return pages;
  }
}

import type { Heading, Page } from '../../domain/page.ts';
import { beginsBlock } from '../../text/segment-sentences.ts';
import { paginateText } from '../paginate-text.ts';
import type { Block } from './story.ts';

/** A longer paragraph in a heading style is text that someone made large. */
const MAX_HEADING_CHARS = 300;
/** Notes wait for the end of their page, but not longer than about a printed one: there may be no page breaks. */
const MAX_CHARS_BEFORE_NOTES = 3_000;

/** A page while it is written. */
export class DraftPage {
  isHidden = false;
  #blocks: Block[] = [];
  #notes: string[] = [];
  #charsSinceNotes = 0;

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  addBlock(block: Block): void {
    this.#blocks.push(block);
    this.#notes.push(...block.notes);
    this.#charsSinceNotes += block.text.length;
    if (this.#charsSinceNotes > MAX_CHARS_BEFORE_NOTES && block.kind !== 'row') this.#placeNotes();
  }

  /** Takes in what turned out to be the same page. */
  append(later: DraftPage): void {
    this.#blocks.push(...later.#blocks);
    this.#notes.push(...later.#notes);
    this.isHidden ||= later.isHidden;
  }

  /** The page, or several where it has more than 50,000 characters; the first gets `number`. */
  write(number: number): Page[] {
    this.#placeNotes();
    const headings: Heading[] = [];
    let text = '';
    let previous: Block | undefined;
    for (const block of this.#blocks) {
      if (previous) text += isTight(previous, block) ? '\n' : '\n\n';
      if (block.headingLevel !== null && block.text.length <= MAX_HEADING_CHARS)
        headings.push({
          start: text.length,
          level: block.headingLevel,
          title: block.text.replace(/\s+/gu, ' '),
        });
      text += block.text;
      previous = block;
    }
    return paginateText(text, headings).map((page, index) => ({ ...page, number: number + index }));
  }

  #placeNotes(): void {
    for (const text of this.#notes.splice(0))
      this.#blocks.push({
        text,
        kind: 'paragraph',
        headingLevel: null,
        isTitle: false,
        joint: null,
        notes: [],
        table: null,
      });
    this.#charsSinceNotes = 0;
  }
}

/** No blank line stands between rows of a table, nor between list items that are told apart without. */
function isTight(previous: Block, next: Block): boolean {
  if (previous.kind !== next.kind || next.kind === 'paragraph') return false;
  return next.kind === 'row' ? previous.table === next.table : beginsBlock(next.text);
}

import { toCanonicalText } from '../canonical-text.ts';
import type { Block } from './block.ts';

/** A longer paragraph on an outline level is text that someone numbered by it. */
const MAX_HEADING_CHARS = 200;
const HAS_WORD = /\p{L}.*\p{L}/su;

/** A paragraph while it is read. */
export class ParagraphDraft {
  readonly #label: string;
  readonly #headingLevel: number | null;
  #text = '';
  readonly #before: Block[] = [];
  readonly #after: Block[] = [];
  readonly #notes: string[] = [];

  /** `label` is the head that Hangul counts, its blank included. */
  constructor(label: string, headingLevel: number | null) {
    this.#label = label;
    this.#headingLevel = headingLevel;
  }

  addText(text: string): void {
    this.#text += text;
  }

  /** Tables and text boxes: above the paragraph where no text stands before them, else below; never within a sentence. */
  addBlocks(blocks: readonly Block[]): void {
    const target = this.#text.trim() === '' ? this.#before : this.#after;
    for (const block of blocks) target.push(block);
  }

  addNote(mark: string, blocks: readonly Block[]): void {
    this.#text += mark;
    const text = blocks.map((block) => block.text).join('\n');
    if (text !== '') this.#notes.push(`${mark} ${text}`);
    this.#notes.push(...blocks.flatMap((block) => block.notes));
  }

  /** The blocks of the paragraph in reading order; a head alone is none. */
  finish(): Block[] {
    const lines = toCanonicalText(this.#text).split('\n');
    const body = lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
    if (body === '') return [...this.#before, ...this.#after];
    const text = `${this.#label}${body}`;
    const isHeading = text.length <= MAX_HEADING_CHARS && HAS_WORD.test(text);
    const headingLevel = isHeading ? this.#headingLevel : null;
    return [...this.#before, { text, headingLevel, table: null, notes: this.#notes }, ...this.#after];
  }
}

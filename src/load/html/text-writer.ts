import type { Heading } from '../../domain/page.ts';
import { toCanonicalText } from '../canonical-text.ts';
import { MAX_RAISED_CHARS } from './raised-text.ts';

/** A longer one is a text that somebody set as a heading. */
const MAX_HEADING_CHARS = 500;

/** How much of a line is looked at to tell what a raised text stands behind. */
const BASE_PIECES = 4;
const BASE_CHARS = 4;

/** White space other than a single blank, which would be replaced by itself: the matches of a long text take memory. */
const COLLAPSIBLE = /[\t\n\f\r\u00A0][\t\n\f\r \u00A0]*| [\t\n\f\r \u00A0]+/g;

/** Marks where a word may be broken, in words that are to be found whole; a byte order mark within the text. */
export const BREAK_MARKS = /[\u00AD\u200B\uFEFF]/g;

/** A place in the text where something hidden was left out. */
export interface HiddenText {
  readonly offset: number;
  readonly letters: number;
}

/**
 * Builds the canonical text of a page from what stands in it, in order: white space is collapsed as CSS does, a blank
 * line stands between blocks. Each line is made canonical when it ends, so offsets are those of the finished text.
 */
export class TextWriter {
  readonly #parts: string[] = [];
  readonly #headings: Heading[] = [];
  #length = 0;
  /** Pieces of the line, so that a look at its end does not copy all of it. */
  #line: string[] = [];
  /** The last piece is raised or lowered. */
  #isOffLine = false;
  /** What begins the next line that has text: the mark of a list item. */
  #prefix = '';
  /** Line ends wanted before the next line that has text. */
  #gap = 0;
  #heading: { readonly level: number; start: number | null; title: string } | null = null;

  get text(): string {
    return this.#parts.join('');
  }

  get headings(): readonly Heading[] {
    return this.#headings;
  }

  /** Offset at which the next line ends up, give or take its gap. */
  get length(): number {
    return this.#length;
  }

  /** Text within a line. */
  write(text: string): void {
    if (text === '') return;
    if (this.#isOffLine) {
      this.#isOffLine = false;
      const end = this.#line.at(-1) ?? '';
      // What is raised ends where it ends: 2 to the 3rd and a 4 are not 2^34.
      if (/^\d/.test(text) && /\d$/.test(end)) this.#line.push(' ');
      // Nor is the numerator of 1½ an exponent.
      if (/^[/⁄]/.test(text) && /^\^\d+$/.test(end)) this.#line.splice(-1, 1, ` ${end.slice(1)}`);
    }
    this.#line.push(text);
  }

  /**
   * Text that `read` writes off the line, as `write` gives it for what stands before it; as it is where it is long or
   * has lines of its own.
   */
  writeOffLine(read: () => void, write: (part: string, before: string) => string): void {
    const line = this.#line;
    const before = this.#lineEnd();
    const start = line.length;
    read();
    if (this.#line !== line) return;
    const part = line.splice(start).join('');
    this.#isOffLine = false;
    if (part === '') return;
    line.push(part.length > MAX_RAISED_CHARS ? part : write(part, before));
    this.#isOffLine = true;
  }

  /** The last few characters of the line. */
  #lineEnd(): string {
    const end = this.#line.slice(-BASE_PIECES).join('');
    return end.slice(-BASE_CHARS);
  }

  /** A forced line end; a second one right behind it makes a blank line. */
  breakLine(): void {
    if (!this.#endLine() && this.#gap === 1) this.#gap = 2;
    this.#gap = Math.max(this.#gap, 1);
  }

  /** What follows stands on a line of its own; with `blank`, behind a blank line. */
  startBlock(blank: boolean): void {
    this.#endLine();
    this.#gap = Math.max(this.#gap, blank ? 2 : 1);
  }

  /** Marks the next line that has text, e.g. `- `; a mark that got none is dropped. */
  setPrefix(prefix: string): void {
    this.#endLine();
    this.#prefix = prefix;
  }

  /** Preformatted text: its line ends and blanks stay. */
  writeLines(text: string): void {
    this.startBlock(true);
    for (const line of text.replace(/^\r?\n/, '').split(/\r\n?|[\n\f]/)) {
      if (line.trim() === '') this.#gap += 1;
      else {
        this.#push(toCanonicalText(line.replace(BREAK_MARKS, '')).trimEnd());
        this.#gap = 1;
      }
    }
    this.startBlock(true);
  }

  startHeading(level: number): void {
    this.startBlock(true);
    this.#heading ??= { level, start: null, title: '' };
  }

  endHeading(): void {
    this.startBlock(true);
    const heading = this.#heading;
    this.#heading = null;
    if (!heading || heading.start === null || heading.title.length > MAX_HEADING_CHARS) return;
    this.#headings.push({ start: heading.start, level: heading.level, title: heading.title });
  }

  #endLine(): boolean {
    const source = this.#line.join('').replace(BREAK_MARKS, '');
    const line = toCanonicalText(source.replace(COLLAPSIBLE, ' ')).trim();
    this.#line = [];
    this.#isOffLine = false;
    if (line !== '') this.#push(line);
    return line !== '';
  }

  #push(line: string): void {
    const start = this.#prefix;
    const gap = this.#length === 0 ? '' : '\n'.repeat(this.#gap);
    this.#length += gap.length + start.length;
    if (this.#heading) {
      this.#heading.start ??= this.#length;
      this.#heading.title = `${this.#heading.title} ${line.trim()}`.trim();
    }
    this.#length += line.length;
    this.#parts.push(gap, start, line);
    this.#prefix = '';
    this.#gap = 1;
  }
}

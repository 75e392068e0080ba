import type { Heading } from '../../domain/page.ts';
import { toCanonicalText } from '../canonical-text.ts';

/** A longer one is a text that somebody set as a heading. */
const MAX_HEADING_CHARS = 500;

/** White space other than a single blank, which would be replaced by itself: the matches of a long text take memory. */
const COLLAPSIBLE = /[\t\n\f\r\u00A0][\t\n\f\r \u00A0]*| [\t\n\f\r \u00A0]+/g;

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
  #line = '';
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
    this.#line += text;
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
        this.#push(toCanonicalText(line).trimEnd());
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
    const line = toCanonicalText(this.#line.replace(COLLAPSIBLE, ' ')).trim();
    this.#line = '';
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

import type { Heading } from '../domain/page.ts';

/** The headings in force while a document is read from front to back. */
export class HeadingStack {
  #open: readonly Heading[] = [];
  #titles: readonly string[] = [];

  /** Titles from the outermost to the innermost. A new array after every `enter`, so it may be kept. */
  get titles(): readonly string[] {
    return this.#titles;
  }

  /** A heading closes those of its own level and of deeper ones. */
  enter(heading: Heading): void {
    this.#open = [...this.#open.filter((open) => open.level < heading.level), heading];
    this.#titles = this.#open
      .map((open) => open.title.replace(/\s+/gu, ' ').trim())
      .filter((title) => title !== '');
  }
}

/**
 * Finds the pages of the body. Files hold the author's page breaks and where Hangul last put each line: a line that
 * stands higher than the one before it begins a page. A paragraph stays whole on the page that it begins on.
 *
 * Not seen are the pages that a single table runs over. In a tender of 39 pages all six chapters had the page numbers that
 * its table of contents gives; without the lines the same file has 4 pages.
 */
export class LayoutBreaks {
  /** Of the text from here on. In several, a higher line may be the next column: the author's breaks alone count. */
  columnCount = 1;
  #lastPosition = -Infinity;
  #pendingBreaks = 0;
  #isSectionBegun = false;

  /** A section begins a page. */
  beginSection(): void {
    this.columnCount = 1;
    this.#lastPosition = -Infinity;
    this.#pendingBreaks += 1;
    this.#isSectionBegun = false;
  }

  /**
   * How many pages begin until the paragraph does. `isBroken`: the author's break stands before it; `positions`: its
   * lines' distances from the top of the page, in any unit.
   */
  countBefore(isBroken: boolean, positions: readonly number[]): number {
    const lines = this.columnCount === 1 ? positions : [];
    const [first = Infinity] = lines;
    let breaks = this.#pendingBreaks;
    // The first paragraph of a section has begun its page with it.
    if (this.#isSectionBegun && (isBroken || first < this.#lastPosition)) breaks += 1;
    this.#isSectionBegun = true;
    this.#pendingBreaks = 0;
    if (isBroken || this.columnCount !== 1) this.#lastPosition = -Infinity;
    for (const [index, position] of lines.entries()) {
      if (index > 0 && position < this.#lastPosition) this.#pendingBreaks += 1;
      this.#lastPosition = position;
    }
    return breaks;
  }
}

/** Left out with all that is in them: deleted and moved text, earlier formatting, the small print above ruby, forms. */
const SKIPPED =
  /^w:(?:moveFrom|rt|sdtPr|sdtEndPr|ffData|instrText|(?:pPr|rPr|sectPr|tblPr|tblPrEx|trPr|tcPr|tblGrid|numbering)Change)$/;

/** Decides which elements are not read. Of alternatives the first is taken (ISO/IEC 29500-3). */
export class SkipRules {
  #depth = 0;
  readonly #isChosen: boolean[] = [];

  get isSkipping(): boolean {
    return this.#depth > 0;
  }

  /** Whether the element that opens is left out. */
  open(name: string, parent: string): boolean {
    if (this.#depth === 0) {
      if (name === 'mc:AlternateContent') this.#isChosen.push(false);
      if (!this.#leavesOut(name, parent)) return false;
    }
    this.#depth += 1;
    return true;
  }

  /** Whether the element that closes was left out. */
  close(name: string): boolean {
    if (this.#depth > 0) {
      this.#depth -= 1;
      return true;
    }
    if (name === 'mc:AlternateContent') this.#isChosen.pop();
    return false;
  }

  #leavesOut(name: string, parent: string): boolean {
    if (SKIPPED.test(name)) return true;
    // In properties it says that a paragraph mark or a row was deleted.
    if (name === 'w:del') return parent !== 'w:rPr' && parent !== 'w:trPr';
    if (name !== 'mc:Choice' && name !== 'mc:Fallback') return false;
    if (this.#isChosen.at(-1) !== false) return true;
    this.#isChosen[this.#isChosen.length - 1] = true;
    return false;
  }
}

import { isOn } from '../ooxml/namespaces.ts';
import type { Attributes } from '../xml/xml-parser.ts';

/** Left out with all that is in them: deleted and moved text, earlier formatting, the small print above ruby, forms. */
const SKIPPED =
  /^w:(?:moveFrom|rt|sdtPr|sdtEndPr|ffData|instrText|(?:pPr|rPr|sectPr|tblPr|tblPrEx|trPr|tcPr|tblGrid|numbering)Change)$/;

/**
 * Decides which elements are not read. Of alternatives the first that has text is taken (ISO/IEC 29500-3 takes the
 * first that is understood), and of a form what was filled in.
 */
export class SkipRules {
  #depth = 0;
  /** Whether text was found in the alternatives that are open. */
  readonly #hasText: boolean[] = [];
  /** Whether the content controls that are open show no more than what to fill in. */
  readonly #isUnfilled: boolean[] = [];

  get isSkipping(): boolean {
    return this.#depth > 0;
  }

  /** Its elements are read, since a cell keeps its place, but its text is not. */
  get isInUnfilledForm(): boolean {
    return this.#isUnfilled.includes(true);
  }

  /** Whether the element that opens is left out. */
  open(name: string, parent: string, attributes: Attributes): boolean {
    if (this.#depth === 0) {
      if (name === 'mc:AlternateContent') this.#hasText.push(false);
      if (name === 'w:sdt') this.#isUnfilled.push(false);
      if (!this.#leavesOut(name, parent)) return false;
    } else if (this.#depth === 1 && name === 'w:showingPlcHdr' && this.#isUnfilled.length > 0) {
      // Right in the properties, which are skipped.
      this.#isUnfilled[this.#isUnfilled.length - 1] = isOn(attributes('w:val'));
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
    if (name === 'mc:AlternateContent') this.#hasText.pop();
    if (name === 'w:sdt') this.#isUnfilled.pop();
    return false;
  }

  /** Takes notice that text was read here. */
  noteText(): void {
    if (this.#hasText.at(-1) === false) this.#hasText.fill(true);
  }

  #leavesOut(name: string, parent: string): boolean {
    if (SKIPPED.test(name)) return true;
    // In properties it says that a paragraph mark or a row was deleted.
    if (name === 'w:del') return parent !== 'w:rPr' && parent !== 'w:trPr';
    if (name !== 'mc:Choice' && name !== 'mc:Fallback') return false;
    return this.#hasText.at(-1) !== false;
  }
}

/** Decides which alternatives (`mc:AlternateContent`) are not read: all but the first (ISO/IEC 29500-3). */
export class AlternativeFilter {
  #skippedDepth = 0;
  readonly #isChosen: boolean[] = [];

  /** Whether the element that opens is left out. */
  open(name: string): boolean {
    if (this.#skippedDepth === 0) {
      if (name === 'mc:AlternateContent') this.#isChosen.push(false);
      if (name !== 'mc:Choice' && name !== 'mc:Fallback') return false;
      const isChosen = this.#isChosen.at(-1) === true;
      this.#isChosen[this.#isChosen.length - 1] = true;
      if (!isChosen) return false;
    }
    this.#skippedDepth += 1;
    return true;
  }

  /** Whether the element that closes was left out. */
  close(name: string): boolean {
    if (this.#skippedDepth > 0) {
      this.#skippedDepth -= 1;
      return true;
    }
    if (name === 'mc:AlternateContent') this.#isChosen.pop();
    return false;
  }

  get isSkipping(): boolean {
    return this.#skippedDepth > 0;
  }
}

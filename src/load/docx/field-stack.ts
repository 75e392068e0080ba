/** The fields that are open, each in its instruction or in its result. Only results are shown. */
export class FieldStack {
  #open: ('instruction' | 'result')[] = [];

  get isInInstruction(): boolean {
    return this.#open.includes('instruction');
  }

  get isInResult(): boolean {
    return this.#open.length > 0 && !this.isInInstruction;
  }

  /** Takes a `w:fldCharType`. */
  read(type: string | undefined): void {
    if (type === 'begin') this.#open.push('instruction');
    else if (type === 'end') this.#open.pop();
    else if (type === 'separate' && this.#open.length > 0) this.#open[this.#open.length - 1] = 'result';
  }

  /** An instruction that does not end in its paragraph is a fault, and would hide the rest of the document. */
  endParagraph(): void {
    this.#open = this.#open.filter((state) => state === 'result');
  }
}

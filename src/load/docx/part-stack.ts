/** Text in parts that lie in each other, as an exponent in a fraction. A part is taken out once it is whole. */
export class PartStack {
  readonly #parts: string[][] = [[]];

  add(text: string): void {
    if (text !== '') this.#parts.at(-1)?.push(text);
  }

  open(): void {
    this.#parts.push([]);
  }

  /** Takes out the innermost part, '' where none is open. */
  close(): string {
    return this.#parts.length > 1 ? (this.#parts.pop()?.join('') ?? '') : '';
  }

  /** Takes out all text; open parts stay open. */
  takeAll(): string {
    return this.#parts.map((pieces) => pieces.splice(0).join('')).join('');
  }

  /** The last character or two, '' at the beginning. */
  get tail(): string {
    return (
      this.#parts
        .findLast((pieces) => pieces.length > 0)
        ?.at(-1)
        ?.slice(-2) ?? ''
    );
  }
}

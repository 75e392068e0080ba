import { uint8At, uint32At } from './hwp-fields.ts';

const RANGE_BYTES = 12;
const KIND_AT = 11;
/** Kind of a range in `PARA_RANGE_TAG`. The published tables leave the kinds out; files have it for text deleted with changes tracked. */
const DELETED = 0x11;

/** Tells which code units of a paragraph were deleted with changes tracked; ask in order. */
export class DeletedText {
  readonly #ranges: readonly { readonly start: number; readonly end: number }[];
  #next = 0;
  #deletedUntil = 0;

  /** `data` is a `PARA_RANGE_TAG` record (table 63): start, end and, in the upper byte of the third number, the kind. */
  constructor(data: Buffer) {
    const ranges: { start: number; end: number }[] = [];
    for (let at = 0; at + RANGE_BYTES <= data.length; at += RANGE_BYTES) {
      if (uint8At(data, at + KIND_AT) === DELETED)
        ranges.push({ start: uint32At(data, at), end: uint32At(data, at + 4) });
    }
    this.#ranges = ranges.sort((a, b) => a.start - b.start);
  }

  has(unit: number): boolean {
    for (;;) {
      const range = this.#ranges[this.#next];
      if (!range || range.start > unit) return unit < this.#deletedUntil;
      this.#deletedUntil = Math.max(this.#deletedUntil, range.end);
      this.#next += 1;
    }
  }
}

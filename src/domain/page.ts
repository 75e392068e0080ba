/** x, y, width, height in points from the top left corner of the page. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** One printed line: its span in the page's text (line end outside) and its box. Lines are in order and do not overlap. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly box: Box;
}

/** A heading that begins on a page: offset of its first character in the page's text, level from 1 (outermost). */
export interface Heading {
  readonly start: number;
  readonly level: number;
  readonly title: string;
}

/** Canonical text of one page. Offsets everywhere count UTF-16 code units of `text`; `number` counts from 1. */
export interface Page {
  readonly number: number;
  /** The label printed by the document ("iv"), where the format has one. */
  readonly label: string | null;
  /** NFC, without NUL and lone surrogates; lines separated by `\n`. */
  readonly text: string;
  /** Points; null where the format has no layout. */
  readonly width: number | null;
  readonly height: number | null;
  /** Empty where the format has no layout. */
  readonly lines: readonly Line[];
  readonly headings: readonly Heading[];
}

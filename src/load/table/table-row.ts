/** A filled cell; `text` is canonical, on one line and not blank. */
export interface Cell {
  /** From 0. */
  readonly column: number;
  readonly text: string;
}

/** The filled cells of a row from left to right; none for a blank row. */
export type TableRow = readonly Cell[];

/** A cell's text on one line. */
export function flattenCell(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** A paragraph or a table row in reading order; `text` is canonical and not blank. */
export interface Block {
  readonly text: string;
  /** From 1; null where it is no heading. */
  readonly headingLevel: number | null;
  /** Rows of one table have the same number; null for a paragraph. */
  readonly table: number | null;
  /** Footnotes and endnotes referred to, each with its mark before it. */
  readonly notes: readonly string[];
}

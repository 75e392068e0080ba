/** A paragraph or a table row in reading order; `text` is canonical and not blank. */
export interface Block {
  readonly text: string;
  readonly kind: 'paragraph' | 'item' | 'row';
  /** From 1; null where it is no heading. */
  readonly headingLevel: number | null;
  readonly isTitle: boolean;
  /** What stands between it and the block before it, from which a page break divides it; null where it begins anew. */
  readonly joint: '' | ' ' | null;
  /** Footnotes and endnotes referred to, each with its mark before it. */
  readonly notes: readonly string[];
  /** Rows of one table have the same number. */
  readonly table: number | null;
}

/** `stored`: the author's; `rendered`: where Word last broke the page; `before`: the next paragraph begins a page. */
export type PageBreak = 'stored' | 'rendered' | 'before';

/** Where blocks go: the pages, a table cell, a text box, a note. */
export interface Story {
  /** A page break cuts the paragraph in two. */
  readonly isPaged: boolean;
  addBlock(block: Block): void;
  breakPage(kind: PageBreak): void;
}

/** The story of the whole part. */
export interface RootStory extends Story {
  /** Hidden text was left out here. */
  markHidden(): void;
  /** The section ends here; `start` is how it began: `continuous`, `nextPage` and so on. */
  endSection?(start: string): void;
}

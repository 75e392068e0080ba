/** What chunks are made of and never divide: a sentence, a heading line, or a piece of an over-long sentence. */
export interface Unit {
  readonly page: number;
  /** Offsets in the page's text. */
  readonly start: number;
  readonly end: number;
  /** Of the unit with the white space before it, so that a chunk's tokens are about the sum of its units'. */
  readonly tokens: number;
  readonly kind: 'sentence' | 'piece' | 'heading';
  /** Titles of the headings the unit stands under, outermost first; a heading stands under itself. */
  readonly headings: readonly string[];
  /** A sentence that seems to go on on the next page. */
  readonly goesOn: boolean;
}

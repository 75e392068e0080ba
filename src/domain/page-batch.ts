import type { Page } from './page.ts';

/** In characters: what a page costs however little stands on it, and a line for its box. */
const WEIGHT_OF_PAGE = 4_096;
const WEIGHT_OF_LINE = 24;
/** Of pages that travel together: 32 blank ones, some 16 printed ones, or 131,072 characters. */
const MAX_BATCH_WEIGHT = 131_072;
/** Of pages that are written at once, or lie before a stage: 64 blank ones, or 0.8 MB of Korean text. */
export const MAX_PAGES_WEIGHT = 2 * MAX_BATCH_WEIGHT;

/** What pages weigh in memory and in a statement, about, in characters. */
export function weighPages(pages: readonly Page[]): number {
  return pages.reduce(
    (sum, { text, lines, headings }) =>
      sum +
      WEIGHT_OF_PAGE +
      text.length +
      lines.length * WEIGHT_OF_LINE +
      headings.reduce((chars, { title }) => chars + title.length, 0),
    0,
  );
}

/**
 * Cuts pages, in order, into batches of bounded weight, a heavier page alone. Loaders hand on what they have: all 10,000
 * pages of an RTF at once, and it is not the document that says how much a message or a statement holds.
 */
export function cutPages(pages: readonly Page[]): (readonly Page[])[] {
  const batches: Page[][] = [];
  let room = 0;
  for (const page of pages) {
    const weight = weighPages([page]);
    if (batches.length === 0 || weight > room) {
      batches.push([]);
      room = MAX_BATCH_WEIGHT;
    }
    batches.at(-1)?.push(page);
    room -= weight;
  }
  return batches;
}

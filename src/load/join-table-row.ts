/**
 * A row of a table as one line: its cells joined by ` | `, each cell on one line. Empty cells keep their places, so
 * that what stands under a header still does, except at the end of the row; a row without any text is ''.
 */
export function joinTableRow(cells: readonly string[]): string {
  const texts = cells.map((cell) => cell.replace(/\s+/gu, ' ').trim());
  return texts
    .slice(0, texts.findLastIndex((text) => text !== '') + 1)
    .join(' | ')
    .trim();
}

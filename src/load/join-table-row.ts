/**
 * One line for a row of a table: cells with their white space collapsed, joined by ` | `; empty cells at the end are
 * dropped, and a row of empty cells is the empty string.
 */
export function joinTableRow(cells: readonly string[]): string {
  const texts = cells.map((cell) => cell.replace(/\s+/g, ' ').trim());
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1).join(' | ');
}

import { readInteger } from './describe-element.ts';
import type { HtmlElement } from './html-tree.ts';

/** Cells reach no further; what a page says about its spans must not make texts of its own. */
const MAX_COLUMNS = 100;
const MAX_ROWS = 1000;

/**
 * The columns of a table while its rows are read: a cell over several columns or rows has its text in the first, so
 * that what stands under a header still does. Rows are those of one `thead`, `tbody` or `tfoot`, which no cell leaves.
 */
export class TableGrid {
  /** Rows that the cell above each column still covers. */
  #covered: number[] = [];

  startSection(): void {
    this.#covered = [];
  }

  /** Texts of all columns of the next row, from those of its cells; '' where a column is covered. */
  placeRow(cells: readonly HtmlElement[], texts: readonly string[]): string[] {
    const row: string[] = [];
    const covered = this.#covered.map((rows) => Math.max(rows - 1, 0));
    const skipCovered = (): void => {
      while ((this.#covered[row.length] ?? 0) > 0) row.push('');
    };
    cells.forEach((cell, index) => {
      skipCovered();
      const start = row.length;
      const rows = readSpan(cell, 'rowspan', MAX_ROWS);
      row.push(texts[index] ?? '');
      const end = Math.min(start + readSpan(cell, 'colspan', MAX_COLUMNS), MAX_COLUMNS);
      while (row.length < end) row.push('');
      for (let column = start; column < end; column += 1) covered[column] = rows - 1;
    });
    this.#covered = covered.some((rows) => rows > 0) ? covered : [];
    return row;
  }
}

/** A `rowspan` of 0 reaches to the end of the section. */
function readSpan(cell: HtmlElement, name: 'colspan' | 'rowspan', max: number): number {
  const span = readInteger(cell.attributes.get(name)) ?? 1;
  if (span === 0 && name === 'rowspan') return max;
  return Math.min(Math.max(span, 1), max);
}

import type { PrintedLine } from '../read-pdf-page.ts';
import { joinCells } from './join-cells.ts';
import { joinScripts } from './join-scripts.ts';
import { orderLines } from './order-lines.ts';
import type { PrintedRow } from './printed-row.ts';
import { separateColumns } from './separate-columns.ts';

/** Lines of a page in the order of reading, from the rows in the order of the file. */
export function arrangeLines(rows: readonly PrintedRow[]): PrintedLine[] {
  return orderLines(joinCells(separateColumns(joinScripts(rows))));
}

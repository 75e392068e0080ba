import { IngestError } from '../../errors.ts';
import type { TableRow } from '../table/table-row.ts';

const MAX_CELLS = 1_000_000;

/** Counts the filled cells of a workbook. */
export class CellCounter {
  #cells = 0;

  /** Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED beyond 1,000,000 cells. */
  addRow(row: TableRow): void {
    this.#cells += row.length;
    if (this.#cells <= MAX_CELLS) return;
    const message = `The document has more than ${MAX_CELLS} filled cells.`;
    const hint = 'Split the workbook into smaller ones, or send its sheets as CSV.';
    throw new IngestError('DOCUMENT_LIMIT_EXCEEDED', message, hint);
  }
}

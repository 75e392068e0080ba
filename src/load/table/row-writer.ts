import { findHeader, type Header, hasDataUnder } from './find-header.ts';
import type { TableRow } from './table-row.ts';

const NONE: Header = new Map();

/**
 * Writes rows as lines that are understood alone: `name: value | name: value` under a header, empty cells left out,
 * else the cells joined by ` | `. A row waits for the two after it, as these tell whether it is a header.
 *
 * One sheet may hold several tables: another header begins after a blank row, or beside the columns of the last one.
 */
export class RowWriter {
  readonly #write: (line: string) => void;
  readonly #waiting: TableRow[] = [];
  #header: Header = NONE;
  #isAfterBlank = true;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** A blank row has no cells. */
  addRow(row: TableRow): void {
    this.#waiting.push(row);
    while (this.#waiting.length > 2) this.#takeRow();
  }

  finish(): void {
    while (this.#waiting.length > 0) this.#takeRow();
  }

  #takeRow(): void {
    const [row = [], next = [], afterNext = []] = this.#waiting;
    const found = this.#mayBeHeader(row, next) ? findHeader(row, next, afterNext) : null;
    this.#waiting.splice(0, found?.rowCount ?? 1);
    this.#isAfterBlank = row.length === 0;
    if (found) this.#header = found.header;
    else if (row.length > 0) this.#writeRow(row, next);
  }

  #mayBeHeader(row: TableRow, next: TableRow): boolean {
    if (this.#header.size === 0 || row.every(({ column }) => !this.#header.has(column))) return true;
    const names = new Map(row.map(({ column, text }) => [column, text]));
    return this.#isAfterBlank && hasDataUnder(names, next);
  }

  #writeRow(row: TableRow, next: TableRow): void {
    const beside = this.#findTableBeside(row, next);
    const line = row
      .filter(({ column }) => !beside.has(column))
      .map(({ column, text }) => {
        const name = this.#header.get(column);
        return name === undefined ? text : `${name}: ${text}`;
      })
      .join(' | ');
    this.#write(line);
    if (beside.size > 0) this.#header = new Map([...this.#header, ...beside]);
  }

  /** The header of a table that begins on this row, right of the one whose rows are being written. */
  #findTableBeside(row: TableRow, next: TableRow): Header {
    if (this.#header.size === 0) return NONE;
    const outside = (cells: TableRow) => cells.filter(({ column }) => !this.#header.has(column));
    const found = findHeader(outside(row), outside(next), []);
    return found && hasDataUnder(found.header, next) ? found.header : NONE;
  }
}

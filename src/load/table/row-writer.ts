import { findHeader, type Header, hasDataUnder } from './find-header.ts';
import type { TableRow } from './table-row.ts';

const NONE: Header = new Map();

/**
 * Writes rows as lines that are understood alone: `name: value | name: value` under a header, empty cells left out,
 * else the cells joined by ` | `. A row waits for the two after it, as these tell whether it is a header.
 *
 * One sheet may hold several tables: another header begins after a blank row, or beside the columns of the last one.
 * Names that no cell stands under follow at the end of their table, so that nothing is lost of a row that was no header.
 */
export class RowWriter {
  readonly #write: (line: string) => void;
  readonly #waiting: TableRow[] = [];
  readonly #header = new Map<number, string>();
  readonly #unused = new Map<number, string>();
  /** Cells of the row before. */
  #previousLength = 0;

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
    this.#startHeader(NONE);
  }

  #takeRow(): void {
    const [row = [], next = [], afterNext = []] = this.#waiting;
    const found = this.#mayBeHeader(row, next) ? findHeader(row, next, afterNext) : null;
    this.#waiting.splice(0, found?.rowCount ?? 1);
    this.#previousLength = row.length;
    if (found) this.#startHeader(found.header);
    else if (row.length > 0) this.#writeRow(row, next);
  }

  #mayBeHeader(row: TableRow, next: TableRow): boolean {
    // A row of words among other rows is none; a title may stand above one.
    if (this.#header.size === 0) return this.#previousLength < 2;
    if (row.every(({ column }) => !this.#header.has(column))) return true;
    const names = new Map(row.map(({ column, text }) => [column, text]));
    return this.#previousLength === 0 && hasDataUnder(names, next);
  }

  #writeRow(row: TableRow, next: TableRow): void {
    const beside = this.#findTableBeside(row, next);
    const line = row
      .filter(({ column }) => !beside.has(column))
      .map(({ column, text }) => {
        const name = this.#header.get(column);
        this.#unused.delete(column);
        return name === undefined ? text : `${name}: ${text}`;
      })
      .join(' | ');
    this.#write(line);
    this.#addNames(beside);
  }

  #startHeader(header: Header): void {
    if (this.#unused.size > 0) this.#write([...this.#unused.values()].join(' | '));
    this.#unused.clear();
    this.#header.clear();
    this.#addNames(header);
  }

  #addNames(names: Header): void {
    for (const [column, name] of names) {
      this.#header.set(column, name);
      this.#unused.set(column, name);
    }
  }

  /** The header of a table that begins on this row, right of the one whose rows are being written. */
  #findTableBeside(row: TableRow, next: TableRow): Header {
    if (this.#header.size === 0) return NONE;
    const outside = (cells: TableRow) => cells.filter(({ column }) => !this.#header.has(column));
    const found = findHeader(outside(row), outside(next), []);
    return found && hasDataUnder(found.header, next) ? found.header : NONE;
  }
}

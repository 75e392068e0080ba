import { readInteger } from '../ooxml/namespaces.ts';
import type { Cell, TableRow } from '../table/table-row.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { formatNumber } from './format-number.ts';
import { GENERAL, type NumberFormat } from './number-format.ts';
import { StringDraft, toCellText } from './string-draft.ts';

const MAX_COLUMNS = 16_384;

/** What the cells of a workbook refer to. */
export interface CellTables {
  readonly strings: readonly string[];
  readonly formats: readonly NumberFormat[];
  readonly countsFrom1904: boolean;
}

/** Reads the rows of a sheet: cached values of formulas, merged cells once, errors left out. A gap between rows is a blank row. */
export class SheetReader implements XmlHandler {
  /** Cells with a formula that was never calculated, or with an error. */
  cellsWithoutValue = 0;

  readonly #tables: CellTables;
  readonly #takeRow: (row: TableRow) => void;
  readonly #inline = new StringDraft();
  #rowNumber = 0;
  #cells: Cell[] = [];
  #column = -1;
  #type = 'n';
  #format: NumberFormat = GENERAL;
  #value = '';
  #isInValue = false;
  #hasFormula = false;
  #hasValue = false;

  constructor(tables: CellTables, takeRow: (row: TableRow) => void) {
    this.#tables = tables;
    this.#takeRow = takeRow;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 's:v') [this.#isInValue, this.#hasValue] = [true, true];
    else if (name === 's:f') this.#hasFormula = true;
    else if (name === 's:c') this.#startCell(attributes);
    else if (name === 's:row') this.#startRow(readInteger(attributes('r')));
    else this.#inline.open(name);
  }

  close(name: string): void {
    if (name === 's:v') this.#isInValue = false;
    else if (name === 's:c') this.#finishCell();
    else if (name === 's:row') this.#takeRow(this.#cells);
    else this.#inline.close(name);
  }

  text(text: string): void {
    if (this.#isInValue) this.#value += text;
    else this.#inline.addText(text);
  }

  #startRow(number = this.#rowNumber + 1): void {
    if (number > this.#rowNumber + 1) this.#takeRow([]);
    this.#rowNumber = number;
    this.#cells = [];
    this.#column = -1;
  }

  /** Without a reference a cell stands right of the one before it. */
  #startCell(attributes: Attributes): void {
    this.#column = readColumn(attributes('r')) ?? this.#column + 1;
    this.#type = attributes('t') ?? 'n';
    this.#format = this.#tables.formats[readInteger(attributes('s')) ?? 0] ?? GENERAL;
    this.#value = '';
    [this.#hasFormula, this.#hasValue] = [false, false];
    this.#inline.take();
  }

  #finishCell(): void {
    const text = this.#readValue();
    if (text !== '') this.#cells.push({ column: this.#column, text });
    // The result of a formula may be an empty text, which is a value.
    else if (this.#type === 'e' || (this.#hasFormula && !this.#hasValue)) this.cellsWithoutValue += 1;
  }

  #readValue(): string {
    const value = this.#value;
    switch (this.#type) {
      case 's':
        return this.#tables.strings[readInteger(value.trim()) ?? -1] ?? '';
      case 'inlineStr':
        return this.#inline.take();
      case 'str':
        return toCellText(value);
      case 'b':
        return value === '' ? '' : value.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'd':
        return toCellText(value.replace(/T00:00(?::00(?:\.0+)?)?Z?$/, '').replace('T', ' '));
      case 'n': {
        const number = Number(value);
        if (value.trim() === '' || !Number.isFinite(number)) return '';
        return formatNumber(number, this.#format, this.#tables.countsFrom1904);
      }
      default:
        return '';
    }
  }
}

/** Column of a reference such as `AB12`, from 0. */
function readColumn(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/i.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return Math.min(column, MAX_COLUMNS) - 1;
}

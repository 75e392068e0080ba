import { isOn, readInteger } from '../ooxml/namespaces.ts';
import type { Attributes } from '../xml/xml-parser.ts';
import type { RootStory, Story } from './story.ts';
import { Cell, TableRow } from './table-row.ts';

interface Table {
  readonly number: number;
  row: TableRow | undefined;
}

/** Reads tables, which may lie in each other. */
export class TableReader {
  readonly #root: RootStory;
  readonly #open: Table[] = [];
  #count = 0;

  constructor(root: RootStory) {
    this.#root = root;
  }

  openTable(): void {
    this.#count += 1;
    this.#open.push({ number: this.#count, row: undefined });
  }

  closeTable(): void {
    this.#open.pop();
  }

  openRow(): void {
    const table = this.#open.at(-1);
    if (table) table.row = new TableRow();
  }

  openCell(): Cell {
    const cell = new Cell();
    this.#open.at(-1)?.row?.cells.push(cell);
    return cell;
  }

  /** Hands the row on to the story around the table. */
  finishRow(story: Story): void {
    const table = this.#open.at(-1);
    table?.row?.addTo(story, table.number);
    if (table) table.row = undefined;
  }

  /** Takes a child of `w:trPr`. */
  readRowProperty(name: string, attributes: Attributes): void {
    const row = this.#open.at(-1)?.row;
    if (!row) return;
    if (name === 'w:del') row.isDropped = true;
    else if (name === 'w:gridBefore') row.addEmptyCells(readInteger(attributes('w:val')) ?? 0);
    else if (name === 'w:hidden' && isOn(attributes('w:val'))) {
      row.isDropped = true;
      this.#root.markHidden();
    }
  }

  /** Takes a child of the `w:tcPr` of a cell. */
  readCellProperty(cell: Cell, name: string, attributes: Attributes): void {
    if (name === 'w:vMerge' || name === 'w:hMerge') cell.isMerged = attributes('w:val') !== 'restart';
    else if (name === 'w:gridSpan')
      this.#open.at(-1)?.row?.addEmptyCells((readInteger(attributes('w:val')) ?? 1) - 1);
  }
}

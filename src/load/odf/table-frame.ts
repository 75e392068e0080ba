import type { Block } from '../hangul/block.ts';
import { TableDraft } from '../hangul/table-draft.ts';
import type { Attributes } from '../xml/xml-parser.ts';
import { readCount } from './namespaces.ts';

/** What is repeated more often is said often enough. */
const MAX_REPEATED = 100;
/** Longer ones are not repeated: tables in tables would grow without end. */
const MAX_REPEATED_CELL_CHARS = 1_000;
const MAX_REPEATED_ROW_CHARS = 10_000;

/** A table while it is read: rows and cells that stand once for many, and rows after which a page ends. */
export class TableFrame {
  readonly #number: number;
  #draft: TableDraft;
  #row = 0;
  #column = 0;
  #rowCopies = 1;
  #cells: { readonly column: number; readonly blocks: readonly Block[] }[] = [];
  /** A page ends within the row. */
  isBroken = false;

  constructor(number: number) {
    this.#number = number;
    this.#draft = new TableDraft(number);
  }

  openRow(attributes: Attributes): void {
    this.#rowCopies = readCount(attributes('table:number-rows-repeated'), MAX_REPEATED);
    [this.#column, this.#cells, this.isBroken] = [0, [], false];
  }

  /** Covered cells keep their places, empty. */
  addCell(attributes: Attributes, blocks: readonly Block[]): void {
    const max = countChars(blocks) > MAX_REPEATED_CELL_CHARS ? 1 : MAX_REPEATED;
    for (let left = readCount(attributes('table:number-columns-repeated'), max); left > 0; left -= 1) {
      this.#cells.push({ column: this.#column, blocks });
      this.#column += 1;
    }
  }

  closeRow(): void {
    const chars = this.#cells.reduce((sum, { blocks }) => sum + countChars(blocks), 0);
    for (let left = chars > MAX_REPEATED_ROW_CHARS ? 1 : this.#rowCopies; left > 0; left -= 1) {
      for (const cell of this.#cells) this.#draft.addCell({ row: this.#row, rowSpan: 1, ...cell });
      this.#row += 1;
    }
  }

  /** The rows since the last time. */
  take(): Block[] {
    const blocks = this.#draft.finish();
    this.#draft = new TableDraft(this.#number);
    return blocks;
  }
}

function countChars(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}

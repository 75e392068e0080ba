import { joinTableRow } from '../join-table-row.ts';
import type { Block } from './block.ts';

/** Merged cells that reach into a row: more than a sheet of paper has columns; bounds the cost of hostile spans. */
const MAX_CELLS_ABOVE = 100;
/** About a chunk: a longer cell of several paragraphs is a page's column and not a value. */
const MAX_CELL_CHARS = 500;

export interface TableCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly blocks: readonly Block[];
}

/** A table while it is read. */
export class TableDraft {
  readonly #number: number;
  readonly #cells: TableCell[] = [];

  /** `number` tells the tables of a document apart. */
  constructor(number: number) {
    this.#number = number;
  }

  addCell(cell: TableCell): void {
    this.#cells.push(cell);
  }

  /**
   * The rows as blocks, each one line. A merged cell stands once, where it begins; in the rows below it leaves an empty
   * place, so that what stands under a header still does. Tables that only arrange text on the page are no rows: of one
   * cell, or with long cells of several paragraphs; their paragraphs stand by themselves.
   */
  finish(): Block[] {
    const [only] = this.#cells;
    if (only && this.#cells.length === 1) return [...only.blocks];
    const rows = Map.groupBy(this.#cells, (cell) => cell.row);
    const blocks: Block[] = [];
    let open: TableCell[] = [];
    for (const [row, cells] of [...rows].sort(([a], [b]) => a - b)) {
      const above = open.filter((cell) => cell.row + cell.rowSpan > row).slice(0, MAX_CELLS_ABOVE);
      open = [...above, ...cells].sort((a, b) => a.column - b.column);
      const shown = open.map((cell) => (cell.row === row ? cell.blocks : []));
      for (const block of isLayout(shown) ? shown.flat() : this.#writeRow(shown)) blocks.push(block);
    }
    return blocks;
  }

  #writeRow(cells: readonly (readonly Block[])[]): Block[] {
    const texts = cells.map((blocks) => blocks.map(writeInCell).join(' '));
    const filled = texts.filter((text) => text !== '');
    // What stands alone in a row needs no empty places around it.
    const text = joinTableRow(filled.length > 1 ? texts : filled).trim();
    if (text === '') return [];
    const blocks = cells.flat();
    const only = blocks.length === 1 ? blocks[0] : undefined;
    const notes = blocks.flatMap((block) => block.notes);
    return [{ text, headingLevel: only?.headingLevel ?? null, table: this.#number, notes }];
  }
}

/** A row of a table within a cell: the bars belong to the table around. */
function writeInCell({ text, table }: Block): string {
  return table === null ? text : text.replaceAll(' | ', ' ');
}

function isLayout(cells: readonly (readonly Block[])[]): boolean {
  const charsOf = (blocks: readonly Block[]) => blocks.reduce((sum, { text }) => sum + text.length, 0);
  return cells.some((blocks) => blocks.length > 1 && charsOf(blocks) > MAX_CELL_CHARS);
}

import type { Block } from '../hangul/block.ts';
import { TableDraft } from '../hangul/table-draft.ts';

/** Word allows 64. */
const MAX_LEVEL = 100;

interface Level {
  readonly draft: TableDraft;
  row: number;
  cells: Block[][];
  blocks: Block[];
}

/** The tables that are open, the innermost last. RTF has rows only: a table ends where its level does. */
export class TableLevels {
  readonly #nextNumber: () => number;
  readonly #levels: Level[] = [];

  constructor(nextNumber: () => number) {
    this.#nextNumber = nextNumber;
  }

  /** Takes blocks of a paragraph within tables of `level`. */
  addBlocks(level: number, blocks: readonly Block[]): void {
    this.#enter(level)?.blocks.push(...blocks);
  }

  endCell(level: number): void {
    const open = this.#enter(Math.max(1, level));
    open?.cells.push(open.blocks.splice(0));
  }

  endRow(level: number): void {
    const open = this.#enter(Math.max(1, level));
    if (!open) return;
    // What stands behind the last cell is in none.
    const rest = open.blocks.splice(0);
    if (rest.length > 0) open.cells.push(rest);
    for (const [column, blocks] of open.cells.splice(0).entries())
      open.draft.addCell({ row: open.row, column, rowSpan: 1, blocks });
    open.row += 1;
  }

  /** All tables end here; the blocks of the outermost. */
  finish(): Block[] {
    return this.#leave(0);
  }

  #enter(level: number): Level | undefined {
    this.#leave(level);
    while (this.#levels.length < Math.min(level, MAX_LEVEL))
      this.#levels.push({ draft: new TableDraft(this.#nextNumber()), row: 0, cells: [], blocks: [] });
    return this.#levels.at(-1);
  }

  /** Ends tables deeper than `level`: each is part of the cell around it. */
  #leave(level: number): Block[] {
    while (this.#levels.length > level) {
      const inner = this.#levels.length;
      const { cells, blocks } = this.#levels[inner - 1] ?? { cells: [], blocks: [] };
      if (cells.length > 0 || blocks.length > 0) this.#closeOpenRow(inner);
      const written = this.#levels.pop()?.draft.finish() ?? [];
      const outer = this.#levels.at(-1);
      if (!outer) return written;
      outer.blocks.push(...written);
    }
    return [];
  }

  /** A row that its file forgot to end. */
  #closeOpenRow(level: number): void {
    const open = this.#levels[level - 1];
    if (!open) return;
    for (const [column, blocks] of [...open.cells.splice(0), open.blocks.splice(0)].entries())
      open.draft.addCell({ row: open.row, column, rowSpan: 1, blocks });
  }
}

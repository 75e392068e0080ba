import { joinTableRow } from '../join-table-row.ts';
import type { Block, PageBreak, Story } from './story.ts';

/** A cell while it is read. */
export class Cell implements Story {
  readonly isPaged = false;
  readonly blocks: Block[] = [];
  /** It goes on from the cell above it, or to its left. */
  isMerged = false;
  breaksBefore = 0;
  breaksAfter = 0;

  addBlock(block: Block): void {
    this.blocks.push(block);
  }

  breakPage(kind: PageBreak, isInText: boolean): void {
    if (isInText || this.blocks.length > 0) this.breaksAfter += 1;
    else if (kind === 'before') this.breaksBefore = Math.max(1, this.breaksBefore);
    else this.breaksBefore += 1;
  }
}

/** A row while it is read. */
export class TableRow {
  /** A row that begins late has an empty one first. */
  readonly cells: Cell[] = [];
  /** Deleted with changes tracked, or hidden. */
  isDropped = false;

  /**
   * Hands the row on as one block. Rows do not divide: a page break within one stands before or after it, and was
   * stored once in each cell that it runs through. `isNested`: within a cell, where ` | ` belongs to the table around.
   */
  addTo(story: Story, table: number, isNested: boolean): void {
    if (this.isDropped) return;
    const cells = this.cells.map((cell) => (cell.isMerged ? [] : cell.blocks));
    const texts = cells.map((blocks) => blocks.map((block) => block.text).join(' '));
    const line = joinTableRow(texts);
    const breaks = (read: (cell: Cell) => number) => Math.max(0, ...this.cells.map(read));

    for (let left = breaks((cell) => cell.breaksBefore); left > 0; left -= 1)
      story.breakPage('rendered', false);
    const blocks = cells.flat();
    const only = blocks.length === 1 ? blocks[0] : undefined;
    if (line !== '') {
      story.addBlock({
        text: isNested ? texts.filter((text) => text !== '').join(' ') : line,
        kind: 'row',
        headingLevel: only?.headingLevel ?? null,
        isTitle: only?.isTitle ?? false,
        notes: blocks.flatMap((block) => block.notes),
        table,
      });
    }
    for (let left = breaks((cell) => cell.breaksAfter); left > 0; left -= 1)
      story.breakPage('rendered', true);
  }
}

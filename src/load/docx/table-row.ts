import { joinTableRow } from '../join-table-row.ts';
import type { Block, PageBreak, Story } from './story.ts';

/** Empty places of a row: more than a sheet of paper has columns; bounds the cost of hostile spans. */
const MAX_EMPTY_CELLS = 100;
/** Bars of a row in a cell: they belong to the table around it. */
const INNER_BARS = /(?:^| )\|(?= |$)/;
/** Behind it a blank is enough. */
const ENDS_WITH_MARK = /[.,:;!?。…]$/u;

/** A cell while it is read. */
export class Cell implements Story {
  readonly isPaged = true;
  /** Blocks and page breaks in their order. */
  readonly items: (Block | PageBreak)[] = [];
  readonly blocks: Block[] = [];
  /** It goes on from the cell above it, or to its left. */
  isMerged = false;
  breaksBefore = 0;
  breaksAfter = 0;

  addBlock(block: Block): void {
    this.items.push(block);
    this.blocks.push(block);
  }

  breakPage(kind: PageBreak): void {
    this.items.push(kind);
    if (this.blocks.length > 0) this.breaksAfter += 1;
    else if (kind === 'before') this.breaksBefore = Math.max(1, this.breaksBefore);
    else this.breaksBefore += 1;
  }
}

/** A row while it is read. */
export class TableRow {
  /** Cells and the empty places that keep columns: where a row begins late, and behind a cell of several columns. */
  readonly cells: Cell[] = [];
  /** Deleted with changes tracked, or hidden. */
  isDropped = false;
  #emptyCells = 0;

  addEmptyCells(count: number): void {
    for (let left = count; left > 0 && this.#emptyCells < MAX_EMPTY_CELLS; left -= 1) {
      this.#emptyCells += 1;
      this.cells.push(new Cell());
    }
  }

  /**
   * Hands the row on. One cell alone with several blocks is a frame around text: they stand by themselves, page breaks
   * among them. Else it is one block, and does not divide: a page break within it stands before or after it, and was
   * stored once in each cell that it runs through.
   */
  addTo(story: Story, table: number): void {
    if (this.isDropped) return;
    const filled = this.cells.filter((cell) => !cell.isMerged && cell.blocks.length > 0);
    const [frame] = filled;
    if (frame && filled.length === 1 && frame.blocks.length > 1) {
      for (const item of frame.items) {
        if (typeof item === 'string') story.breakPage(item);
        else story.addBlock(item);
      }
      return;
    }
    const breaks = (read: (cell: Cell) => number) =>
      this.cells.reduce((most, cell) => Math.max(most, read(cell)), 0);
    for (let left = breaks((cell) => cell.breaksBefore); left > 0; left -= 1) story.breakPage('rendered');
    this.#addLine(story, table);
    for (let left = breaks((cell) => cell.breaksAfter); left > 0; left -= 1) story.breakPage('rendered');
  }

  #addLine(story: Story, table: number): void {
    const cells = this.cells.map((cell) => (cell.isMerged ? [] : cell.blocks));
    const text = joinTableRow(cells.map(writeCell));
    if (text === '') return;
    const blocks = cells.flat();
    const only = blocks.length === 1 ? blocks[0] : undefined;
    story.addBlock({
      text,
      kind: 'row',
      headingLevel: only?.headingLevel ?? null,
      isTitle: only?.isTitle ?? false,
      joint: null,
      notes: blocks.flatMap((block) => block.notes),
      table,
    });
  }
}

/** The blocks of a cell on one line, those of a table in it `a, b; c, d`. */
function writeCell(blocks: readonly Block[]): string {
  return blocks
    .flatMap((block, index) => {
      const text = block.kind === 'row' ? writeInnerRow(block.text) : block.text;
      const previous = blocks[index - 1];
      if (!previous) return text;
      const isByRow = previous.kind === 'row' || block.kind === 'row';
      return [block.joint ?? (isByRow ? separate(previous.text, '; ') : ' '), text];
    })
    .join('');
}

function writeInnerRow(text: string): string {
  const cells = text
    .split(INNER_BARS)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  return cells
    .flatMap((cell, index) => [index === 0 ? '' : separate(cells[index - 1] ?? '', ', '), cell])
    .join('');
}

function separate(before: string, separator: string): string {
  return ENDS_WITH_MARK.test(before.slice(-2)) ? ' ' : separator;
}

import { joinTableRow } from '../join-table-row.ts';
import type { PrintedLine } from '../read-pdf-page.ts';
import { heightOf, type PrintedRow, uniteLines } from './printed-row.ts';

/** A row with so many gaps is one of a table, whatever stands around it. */
const SURE_GAPS = 3;
/** How far away the next row of a table stands at most, in heights. */
const MAX_PITCH = 4;
/** Bullets stand apart from their text as cells do. */
const BULLET = /^\s*[^\p{L}\p{N}]{1,2}\s*$/u;
/** So do numbers of headings and lists: `1.`, `(a)`, `B.4.7`, `iv)`. With more cells behind it, it is one of a row. */
const NUMBER = /^\s*[([]?(?:\d{1,3}|\p{L}{1,4}(?=[.)\]]))(?:\.\d{1,3})*[.)\]:]*\s*$/u;

/**
 * A line of each row. Pieces are cells, joined by ` | `, where a row next to it has a gap at the same place, or the row
 * itself has many; else the gap is what the engine gives for it.
 */
export function joinCells(rows: readonly PrintedRow[]): PrintedLine[] {
  return rows.flatMap((row, index) => {
    const { pieces } = row;
    const [first] = pieces;
    if (!first || pieces.length === 1) return pieces;
    const neighbours = [rows[index - 1], rows[index + 1]].filter((other) => isNear(row, other));
    const sure = pieces.length > SURE_GAPS;
    const cells: string[] = [first.text];
    for (const [gap, piece] of pieces.slice(1).entries()) {
      const before = pieces[gap];
      const marks =
        gap === 0 && (BULLET.test(first.text) || (pieces.length === 2 && NUMBER.test(first.text)));
      const divides = sure || (before && !marks && neighbours.some((other) => hasGap(other, before, piece)));
      if (divides) cells.push(piece.text);
      else cells.push(`${cells.pop() ?? ''}${piece.text}`);
    }
    return uniteLines(pieces, joinTableRow(cells));
  });
}

function isNear(row: PrintedRow, other: PrintedRow | undefined): other is PrintedRow {
  const [line, neighbour] = [row.pieces[0], other?.pieces[0]];
  if (!line || !neighbour) return false;
  return Math.abs(line.baseline - neighbour.baseline) < MAX_PITCH * heightOf(line);
}

/** Whether the row has a gap that overlaps the one between the pieces. */
function hasGap(row: PrintedRow, before: PrintedLine, after: PrintedLine): boolean {
  const least = Math.min(heightOf(before), heightOf(after)) / 2;
  return row.pieces.some((piece, index) => {
    const next = row.pieces[index + 1];
    if (!next) return false;
    return Math.min(next.left, after.left) - Math.max(piece.right, before.right) > least;
  });
}

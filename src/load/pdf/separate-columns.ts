import type { PrintedLine } from '../read-pdf-page.ts';
import { heightOf, type PrintedRow } from './printed-row.ts';

/** Columns of running text have so many lines, lines so wide (in line heights) and filled so far on average. */
const MIN_LINES = 4;
const MIN_WIDTH = 12;
const MIN_FILL = 0.75;
/** Share of the lines that have no wide gap. */
const MIN_WHOLE = 0.8;
const MIN_GUTTER_POINTS = 5;
const MAX_COLUMNS = 5;
/** More than stand on a page: a hostile one may have any number. */
const MAX_RUN_ROWS = 200;

interface Gutter {
  readonly left: number;
  readonly right: number;
}

/**
 * Columns that the file draws line by line across the page are put one after the other. A gutter is a gap that rows in
 * succession share; what stands on both sides of it must look like running text, else it is a table.
 */
export function separateColumns(rows: readonly PrintedRow[]): PrintedRow[] {
  const separated: PrintedRow[] = [];
  for (let at = 0; at < rows.length; ) {
    const run = findRun(rows, at);
    if (run === null) {
      separated.push(...rows.slice(at, at + 1));
      at += 1;
      continue;
    }
    const [left, right] = divide(rows.slice(at, run.end), run.gutter);
    separated.push(...separateColumns(left), ...separateColumns(right));
    at = run.end;
  }
  return separated;
}

/** The rows from `at` on that one gutter divides, where they are columns of running text. */
function findRun(rows: readonly PrintedRow[], at: number): { end: number; gutter: Gutter } | null {
  const pieces = rows[at]?.pieces.length ?? 0;
  if (pieces > MAX_COLUMNS) return null;
  for (let piece = 1; piece < pieces; piece += 1) {
    let gutter = gutterAfter(rows[at], piece - 1);
    let end = at + 1;
    for (; end < rows.length && end - at < MAX_RUN_ROWS && gutter !== null; end += 1) {
      const narrowed = narrow(gutter, rows[end], rows[end - 1]);
      if (narrowed === null) break;
      gutter = narrowed;
    }
    if (gutter !== null && areColumns(divide(rows.slice(at, end), gutter))) return { end, gutter };
  }
  return null;
}

function gutterAfter(row: PrintedRow | undefined, piece: number): Gutter | null {
  const [before, after] = [row?.pieces[piece], row?.pieces[piece + 1]];
  if (!before || !after || after.left - before.right < MIN_GUTTER_POINTS) return null;
  return { left: before.right, right: after.left };
}

/** What is left of the gutter beside the row; null when the row crosses it, or stands above the one before. */
function narrow(gutter: Gutter, row: PrintedRow | undefined, above: PrintedRow | undefined): Gutter | null {
  if (!row || row.turned || (row.pieces[0]?.baseline ?? 0) < (above?.pieces[0]?.baseline ?? 0)) return null;
  const middle = (gutter.left + gutter.right) / 2;
  let { left, right } = gutter;
  for (const piece of row.pieces) {
    if ((piece.left + piece.right) / 2 < middle) left = Math.max(left, piece.right);
    else right = Math.min(right, piece.left);
  }
  return right - left < MIN_GUTTER_POINTS ? null : { left, right };
}

function divide(rows: readonly PrintedRow[], gutter: Gutter): [left: PrintedRow[], right: PrintedRow[]] {
  const middle = (gutter.left + gutter.right) / 2;
  const side = (isOf: (piece: PrintedLine) => boolean): PrintedRow[] =>
    rows
      .map(({ pieces, turned }) => ({ pieces: pieces.filter(isOf), turned }))
      .filter(({ pieces }) => pieces.length > 0);
  return [side((piece) => piece.left < middle), side((piece) => piece.left >= middle)];
}

/** The right side may be several columns again; a table has more cells than that. */
function areColumns([left, right]: readonly [PrintedRow[], PrintedRow[]]): boolean {
  return isRunningText(left) && (isRunningText(right) || findRun(right, 0)?.end === right.length);
}

function isRunningText(rows: readonly PrintedRow[]): boolean {
  const lines = rows.flatMap(({ pieces }) => (pieces.length === 1 ? pieces : []));
  if (lines.length < Math.max(MIN_LINES, rows.length * MIN_WHOLE)) return false;
  let [widest, highest, sum] = [0, 0, 0];
  for (const line of lines) {
    widest = Math.max(widest, line.right - line.left);
    highest = Math.max(highest, heightOf(line));
    sum += line.right - line.left;
  }
  return widest >= MIN_WIDTH * highest && sum >= MIN_FILL * widest * lines.length;
}

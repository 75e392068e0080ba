import type { PrintedLine } from '../read-pdf-page.ts';
import { heightOf, type PrintedRow, uniteLines } from './printed-row.ts';

/** In heights of the lower line: nearer than this is no space; further away is another column. */
const SPACE = 0.15;
const MAX_GAP = 1;
/** Stands off the raised mark before it by its own white, not by a space. */
const CLOSING = /^\s*[.,;:!?)\]\u3001\u3002]/;

/**
 * Joins what the engine breaks a line at: raised and lowered characters (exponents, marks of notes), and what follows
 * them. A piece joins when it stands beside the one before, close to its right, and overlaps it in height.
 */
export function joinScripts(rows: readonly PrintedRow[]): PrintedRow[] {
  const joined: { pieces: PrintedLine[]; turned: boolean }[] = [];
  for (const { pieces, turned } of rows) {
    const last = joined.at(-1);
    const [before, first] = [last?.pieces.at(-1), pieces[0]];
    if (!last || !before || !first || last.turned || turned || !standsBeside(before, first)) {
      joined.push({ pieces: [...pieces], turned });
      continue;
    }
    last.pieces[last.pieces.length - 1] = uniteLines([before, first], joinTexts(before, first));
    for (const piece of pieces.slice(1)) last.pieces.push(piece);
  }
  return joined;
}

function joinTexts(before: PrintedLine, after: PrintedLine): string {
  const apart = after.left - before.right > SPACE * Math.min(heightOf(before), heightOf(after));
  const space = apart && !CLOSING.test(after.text) ? ' ' : '';
  return `${before.text.trimEnd()}${space}${after.text.trimStart()}`;
}

function standsBeside(before: PrintedLine, after: PrintedLine): boolean {
  const lower = Math.min(heightOf(before), heightOf(after));
  const overlap = Math.min(before.bottom, after.bottom) - Math.max(before.top, after.top);
  const gap = after.left - before.right;
  return overlap > lower * 0.4 && gap > -lower * 0.5 && gap < MAX_GAP * lower;
}

import type { PrintedLine } from '../read-pdf-page.ts';

/** What the engine gives as one line, cut at wide gaps: cells of a table, or lines of two columns. */
export interface PrintedRow {
  readonly pieces: readonly PrintedLine[];
  /** Written in another direction than most of the page: never joined with what stands beside it. */
  readonly turned: boolean;
}

export function heightOf(line: PrintedLine): number {
  return line.bottom - line.top;
}

/** The lines, one at least, as one with this text. */
export function uniteLines(lines: readonly PrintedLine[], text: string): PrintedLine {
  const united = lines.reduce((one, other) => ({
    text,
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
    // Raised and lowered characters are smaller than the line they stand in.
    baseline: heightOf(other) > heightOf(one) ? other.baseline : one.baseline,
  }));
  return { ...united, text };
}

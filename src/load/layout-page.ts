import type { Box, Line } from '../domain/page.ts';
import type { PrintedLine, PrintedPage } from './read-pdf-page.ts';

/** A line this much further away than its neighbours are from theirs begins a paragraph. */
const PARAGRAPH_PITCH = 1.3;
/** The same as a multiple of the line's height, whatever the neighbours are. */
const SURE_PARAGRAPH_PITCH = 2.8;
/** A change of the ink height by this factor, further away than usual, begins a paragraph (a heading, a footnote). */
const HEIGHT_CHANGE = 1.2;
const HEIGHT_CHANGE_PITCH = 1.1;

/**
 * Canonical text of a printed page with a box per line. Lines end in `\n`; a blank line stands where the page shows
 * a wider gap. White space within a line is one space.
 */
export function layoutPage(page: PrintedPage): { text: string; lines: Line[] } {
  const printed = page.lines
    .map((line) => ({ ...line, text: cleanLine(line.text) }))
    .filter((line) => line.text !== '');
  const pitches = printed.map(
    (line, index) => line.baseline - (printed[index - 1]?.baseline ?? line.baseline),
  );
  const lines: Line[] = [];
  let text = '';
  for (const [index, line] of printed.entries()) {
    if (index > 0) text += beginsParagraph(printed, pitches, index) ? '\n\n' : '\n';
    lines.push({ start: text.length, end: text.length + line.text.length, box: toBox(line) });
    text += line.text;
  }
  return { text, lines };
}

function cleanLine(source: string): string {
  return source
    .replace(/\p{Surrogate}/gu, '')
    .replace(/[\u200B\uFEFF\uFFFE\uFFFF]/g, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim()
    .normalize('NFC');
}

/**
 * Whether the line at `index` stands further below the one before than the lines around them do. Neighbours tell
 * better than the page as a whole, where body, code and footnotes differ. Jumps upwards and sideways (columns,
 * superscripts) do not count: a sentence may go on there.
 */
function beginsParagraph(lines: readonly PrintedLine[], pitches: readonly number[], index: number): boolean {
  const [previous, line] = [lines[index - 1], lines[index]];
  if (!previous || !line) return false;
  const lower = Math.min(heightOf(previous), heightOf(line));
  const higher = Math.max(heightOf(previous), heightOf(line));
  const pitch = pitches[index] ?? 0;
  if (pitch < lower) return false;
  if (pitch > higher * SURE_PARAGRAPH_PITCH) return true;
  const around = [pitches[index - 1] ?? 0, pitches[index + 1] ?? 0].filter((other) => other >= lower);
  if (around.length === 0) return false;
  const usual = Math.min(...around);
  return (
    pitch > usual * PARAGRAPH_PITCH || (higher > lower * HEIGHT_CHANGE && pitch > usual * HEIGHT_CHANGE_PITCH)
  );
}

function heightOf(line: PrintedLine): number {
  return line.bottom - line.top;
}

function toBox(line: PrintedLine): Box {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return [round(line.left), round(line.top), round(line.right - line.left), round(heightOf(line))];
}

import type { Box, Line } from '../domain/page.ts';

/** The boxes of the lines that the span `start..end` touches, in order. */
export function listBoxes(lines: readonly Line[], start: number, end: number): Box[] {
  return lines.filter((line) => line.start < end && start < line.end).map(({ box }) => box);
}

import type { Box } from '../../domain/page.ts';

/** Clockwise. */
export type QuarterTurns = 0 | 1 | 2 | 3;

/** A box on a page that was turned clockwise, on the page as it was before: `width` by `height` points. */
export function turnBoxBack(box: Box, turns: QuarterTurns, width: number, height: number): Box {
  const [x, y, boxWidth, boxHeight] = box;
  const round = (value: number): number => Math.round(value * 10) / 10;
  if (turns === 1) return [round(y), round(height - x - boxWidth), boxHeight, boxWidth];
  if (turns === 2) return [round(width - x - boxWidth), round(height - y - boxHeight), boxWidth, boxHeight];
  if (turns === 3) return [round(width - y - boxHeight), round(x), boxHeight, boxWidth];
  return box;
}

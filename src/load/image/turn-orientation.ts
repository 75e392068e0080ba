import type { QuarterTurns } from '../ocr/turn-box.ts';

/** EXIF orientations, each a quarter turn clockwise after the one before; the second row is mirrored. */
const TURNED = [
  [1, 6, 3, 8],
  [2, 7, 4, 5],
];

/** The EXIF orientation of a picture that is shown turned further. */
export function turnOrientation(orientation: number, turns: QuarterTurns): number {
  const row = TURNED.find((candidate) => candidate.includes(orientation)) ?? [1];
  return row[(row.indexOf(orientation) + turns) % row.length] ?? orientation;
}

/** Whether width and height change places when it is shown. */
export function isSideways(orientation: number): boolean {
  return orientation >= 5;
}

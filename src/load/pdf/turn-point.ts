export type Point = readonly [x: number, y: number];

/**
 * From the page's own space, y upwards, to one in which writing that is turned by `quarters` anticlockwise runs from
 * left to right and its lines go down: y downwards. It is its own way back.
 */
export function turnPoint(quarters: number, x: number, y: number): Point {
  if (quarters === 1) return [y, x];
  if (quarters === 2) return [-x, y];
  if (quarters === 3) return [-y, -x];
  return [x, -y];
}

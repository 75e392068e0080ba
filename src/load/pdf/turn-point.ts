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

/** The same for boxes, four numbers each: from left, right, bottom, top to left, right, top, bottom. */
export function turnBoxes(quarters: number, boxes: readonly number[]): number[] {
  const turned = new Array<number>(boxes.length);
  const isAcross = quarters % 2 === 0;
  const [xSign, ySign] = [quarters >= 2 ? -1 : 1, quarters === 0 || quarters === 3 ? -1 : 1];
  for (let at = 0; at < boxes.length; at += 4) {
    // Four numbers and no points: this runs for every character.
    const left = boxes[at] ?? 0;
    const right = boxes[at + 1] ?? 0;
    const bottom = boxes[at + 2] ?? 0;
    const top = boxes[at + 3] ?? 0;
    const x1 = xSign * (isAcross ? left : bottom);
    const x2 = xSign * (isAcross ? right : top);
    const y1 = ySign * (isAcross ? bottom : left);
    const y2 = ySign * (isAcross ? top : right);
    turned[at] = Math.min(x1, x2);
    turned[at + 1] = Math.max(x1, x2);
    turned[at + 2] = Math.min(y1, y2);
    turned[at + 3] = Math.max(y1, y2);
  }
  return turned;
}

import type { Place, Shape } from './shape.ts';

/** Shapes whose tops differ by less than this share of the lower one's height stand side by side. */
const SAME_ROW_SHARE = 0.5;

/**
 * Shapes in reading order: rows from top to bottom, each from left to right; groups stay together. A shape without a
 * place follows the one before it in the file.
 */
export function orderShapes(shapes: readonly Shape[]): Shape[] {
  const placed: { shape: Shape; place: Place }[] = [];
  let place: Place = { left: 0, top: 0, height: 0 };
  for (const shape of shapes) {
    place = shape.place ?? place;
    placed.push({ shape, place });
  }
  placed.sort((a, b) => a.place.top - b.place.top);
  const rows: (typeof placed)[] = [];
  for (const item of placed) {
    const first = rows.at(-1)?.[0];
    const height = Math.min(first?.place.height ?? 0, item.place.height);
    if (first && item.place.top - first.place.top <= height * SAME_ROW_SHARE) rows.at(-1)?.push(item);
    else rows.push([item]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.place.left - b.place.left).map(({ shape }) => shape));
}

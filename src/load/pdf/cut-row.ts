/** Boxes of characters, four numbers each: left, right, top, bottom, as the writing runs. */
export type CharBoxes = readonly number[];

/** Characters with ink `from` up to `to` of a row. */
export interface Cut {
  readonly from: number;
  readonly to: number;
}

/** A gap wider than this many heights of the row's highest character is none between words. */
const WIDE_GAP = 1.5;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
/** Dots that lead to a page number. */
const LEADER = /(?:[.\u00B7\u2026]\s?){3}$/;
const LEADER_AHEAD = /^(?:[.\u00B7\u2026]\s?){3}/;
const LOOK_AROUND = 8;

/**
 * Cuts a row where white space is wide, or where it goes on further left. `places` are the offsets in `text` of the
 * characters that `boxes` belong to. Rows with writing from right to left stay whole: their characters go both ways.
 */
export function cutRow(text: string, places: readonly number[], boxes: CharBoxes): Cut[] {
  if (RIGHT_TO_LEFT.test(text)) return [{ from: 0, to: places.length }];
  let height = 0;
  for (let at = 0; at < boxes.length; at += 4)
    height = Math.max(height, (boxes[at + 3] ?? 0) - (boxes[at + 2] ?? 0));
  const cuts: Cut[] = [];
  let from = 0;
  for (let index = 1; index < places.length; index += 1) {
    const at = index * 4;
    const gap = Math.max(
      (boxes[at] ?? 0) - (boxes[at - 3] ?? 0),
      (boxes[at - 4] ?? 0) - (boxes[at + 1] ?? 0),
    );
    if (gap <= WIDE_GAP * height) continue;
    const place = places[index] ?? 0;
    const before = text.slice(Math.max(0, place - LOOK_AROUND), place);
    if (LEADER.test(before)) continue;
    if (LEADER_AHEAD.test(text.slice(place, place + LOOK_AROUND))) continue;
    cuts.push({ from, to: index });
    from = index;
  }
  cuts.push({ from, to: places.length });
  return cuts;
}

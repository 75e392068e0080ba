import type { CharBoxes } from './cut-row.ts';

const ALEF = /[\u0622\u0623\u0625\u0627]/;
const LAM = '\u0644';

/**
 * The engine turns writing from right to left around, and with it the two letters of a ligature of lam and alef, which
 * one glyph stands for: they share a box. `places` are the offsets in `text` of the characters that `boxes` belong to.
 */
export function repairLigatures(text: string, places: readonly number[], boxes: CharBoxes): string {
  if (!text.includes(LAM)) return text;
  const letters = text.split('');
  for (let index = 0; index + 1 < places.length; index += 1) {
    const [alef, lam] = [places[index] ?? 0, places[index + 1] ?? 0];
    if (lam !== alef + 1 || letters[lam] !== LAM || !ALEF.test(letters[alef] ?? '')) continue;
    const shared = [0, 1, 2, 3].every((edge) => boxes[index * 4 + edge] === boxes[index * 4 + 4 + edge]);
    if (shared) [letters[alef], letters[lam]] = [LAM, letters[alef] ?? ''];
  }
  return letters.join('');
}

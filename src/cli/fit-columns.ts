/** Hangul, Han, kana, full-width forms and emoji take two columns of a terminal (Unicode, East Asian Width W and F). */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{Mark}/u;

/** Columns that `text` takes. */
export function countColumns(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOf(character);
  return columns;
}

/** `text` within `columns`; of a longer one the end is kept, behind `…`, since the end of a path is the file. */
export function fitColumns(text: string, columns: number): string {
  if (countColumns(text) <= columns) return text;
  const kept: string[] = [];
  let left = columns - 1;
  for (const character of [...text].reverse()) {
    left -= columnsOf(character);
    if (left < 0) break;
    kept.unshift(character);
  }
  return columns < 1 ? '' : `…${kept.join('')}`;
}

function columnsOf(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

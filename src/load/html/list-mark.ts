const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
const MAX_ROMAN = 3999;

/** What stands before the item `number` of an `ol` with this `type`; plain numbers where letters or Roman numerals end. */
export function writeListMark(number: number, type: string | null): string {
  if ((type === 'a' || type === 'A') && number >= 1 && number <= 26) {
    return `${String.fromCharCode(type.charCodeAt(0) + number - 1)}. `;
  }
  if ((type === 'i' || type === 'I') && number >= 1 && number <= MAX_ROMAN) {
    const roman = toRoman(number);
    return `${type === 'I' ? roman.toUpperCase() : roman}. `;
  }
  return `${number}. `;
}

function toRoman(number: number): string {
  let roman = '';
  let rest = number;
  for (const [value, letters] of ROMAN) {
    roman += letters.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return roman;
}

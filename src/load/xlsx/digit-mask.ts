/** A number written as groups of digits, e.g. `000\-0000\-0000`. */
export interface DigitMask {
  /** What stands before, between and behind the digits: one more than there are digits. */
  readonly literals: readonly string[];
  /** Of each digit, whether a zero fills its place (`0`) or nothing does (`#`, `?`). */
  readonly isFilled: readonly boolean[];
}

/** In turn: quoted, escaped, a currency, what shows nothing, a digit, any other character. */
const TOKEN = /"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|[_*].|\[[^\]]*\]|,|([0#?])|(.)/gsu;
const CONDITION = /\[[<>=][^\]]*\]/;
/** Of decimals, fractions and exponents. */
const NO_MASK = /[./e]/i;
const MAX_LITERAL_CHARS = 40;

/**
 * The mask of a section of a format code that writes something between its digits. Null where it does not, and where
 * the digits do not follow from it: with decimals or an exponent, or for some numbers only. Blanks that part thousands are no mask.
 */
export function readDigitMask(section: string): DigitMask | null {
  if (CONDITION.test(section)) return null;
  const literals = [''];
  const isFilled: boolean[] = [];
  for (const [, quoted, escaped, currency, digit, bare] of section.matchAll(TOKEN)) {
    if (bare !== undefined && NO_MASK.test(bare)) return null;
    if (digit === undefined) {
      literals[literals.length - 1] += quoted ?? escaped ?? currency ?? bare ?? '';
      continue;
    }
    isFilled.push(digit === '0');
    literals.push('');
  }
  const between = literals.slice(1, -1).join('');
  const isGrouped = isFilled[0] === true ? between !== '' : between.trim() !== '';
  return isGrouped && literals.join('').length <= MAX_LITERAL_CHARS ? { literals, isFilled } : null;
}

/** Lays digits into a mask from the right, as Excel does; the first place takes all that are left. */
export function layDigits(digits: string, { literals, isFilled }: DigitMask): string {
  let text = literals.at(-1) ?? '';
  let left = digits;
  for (let index = isFilled.length - 1; index >= 0; index -= 1) {
    const taken = index === 0 ? left : left.slice(-1);
    left = left.slice(0, -1);
    text = (taken === '' && isFilled[index] === true ? '0' : taken) + text;
    // Excel writes what parts no digits too: `-5` would be read as less than nothing.
    const goesOn = left !== '' || isFilled.slice(0, index).includes(true);
    if (index > 0 && goesOn) text = literals[index] + text;
  }
  return literals[0] + text;
}

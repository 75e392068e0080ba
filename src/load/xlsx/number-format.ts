import { type DigitMask, readDigitMask } from './digit-mask.ts';

/** What a number format makes of a number, as far as it matters for reading. */
export type NumberFormat =
  | { readonly kind: 'number'; readonly prefix: string; readonly suffix: string; readonly minDigits: number }
  | { readonly kind: 'masked'; readonly mask: DigitMask }
  | { readonly kind: 'percent' }
  | { readonly kind: 'date'; readonly date: DatePrecision | null; readonly hasTime: boolean }
  | { readonly kind: 'elapsed' };

export type DatePrecision = 'year' | 'month' | 'day';

export const GENERAL: NumberFormat = { kind: 'number', prefix: '', suffix: '', minDigits: 1 };

const DAY: NumberFormat = { kind: 'date', date: 'day', hasTime: false };
const TIME: NumberFormat = { kind: 'date', date: null, hasTime: true };
/** Formats that a file does not spell out (ISO/IEC 29500-1, 18.8.30), those of East Asian languages among them. */
const BUILT_IN: ReadonlyMap<number, NumberFormat> = new Map<number, NumberFormat>([
  [9, { kind: 'percent' }],
  [10, { kind: 'percent' }],
  ...[14, 15, 16, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, DAY] as const),
  [17, { kind: 'date', date: 'month', hasTime: false }],
  ...[18, 19, 20, 21, 32, 33, 45, 47].map((id) => [id, TIME] as const),
  // Of 34, 35, 55 and 56 the language decides whether they are dates or times.
  ...[22, 34, 35, 55, 56].map((id) => [id, { kind: 'date', date: 'day', hasTime: true }] as const),
  [46, { kind: 'elapsed' }],
]);

/** In quotes, escaped, as wide as another character, repeated to fill the cell. */
const LITERAL = /"([^"]*)"|\\(.)|_.|\*./gu;
const CURRENCY = /\[\$([^\]-]*)(?:-[^\]]*)?\]/gu;
const CONDITION_OR_COLOUR = /\[(?!h+\]|m+\]|s+\])[^\]]*\]/giu;
const PLACEHOLDERS = /[0#?][0#?,.\s/]*(?:E[+-][0#?]+)?/i;
/** A comma behind the last digit divides by a thousand: what is said of the unit would be wrong of the number. */
const SCALED = /[0#?],+(?![0#?,])/;
const MAX_AFFIX_CHARS = 12;
/** Excel's own limit; a longer one would only keep the expressions below busy. */
const MAX_CODE_CHARS = 255;

/** The format with this id, where the file does not spell it out. */
export function getBuiltInFormat(id: number): NumberFormat {
  return BUILT_IN.get(id) ?? GENERAL;
}

/** Reads the first section of a format code, which is that of positive numbers. A code that Excel would refuse is General. */
export function parseNumberFormat(code: string): NumberFormat {
  if (code.length > MAX_CODE_CHARS) return GENERAL;
  const section = splitSection(code);
  const bare = section
    .replace(LITERAL, '')
    .replace(CURRENCY, '')
    .replace(CONDITION_OR_COLOUR, '')
    .replace(/am\/pm|a\/p|general/gi, '');
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return { kind: 'elapsed' };
  if (/[ymdhs]/i.test(bare)) return parseDateFormat(bare);
  if (bare.includes('%')) return { kind: 'percent' };
  if (SCALED.test(bare)) return GENERAL;
  const mask = readDigitMask(section);
  if (mask) return { kind: 'masked', mask };
  return { kind: 'number', ...readAffixes(section), minDigits: /^0+$/.test(bare) ? bare.length : 1 };
}

/** Up to the first semicolon that is no literal. */
function splitSection(code: string): string {
  return /^(?:"[^"]*"|\\.|[_*].|\[[^\]]*\]|[^;"\\_*[]|["\\_*[])*/u.exec(code)?.[0] ?? code;
}

/** `m` is the month unless only hours or seconds stand with it. */
function parseDateFormat(bare: string): NumberFormat {
  const hasTime = /[hs]/i.test(bare);
  if (/d/i.test(bare)) return { kind: 'date', date: 'day', hasTime };
  const hasYear = /y/i.test(bare);
  if (/m/i.test(bare) && (hasYear || !hasTime)) return { kind: 'date', date: 'month', hasTime };
  return { kind: 'date', date: hasYear ? 'year' : null, hasTime };
}

/** What the format writes around the number: a currency, a unit. */
function readAffixes(section: string): { prefix: string; suffix: string } {
  const marked = section
    .replace(CURRENCY, (_, symbol: string) => `"${symbol}"`)
    .replace(CONDITION_OR_COLOUR, '');
  // Quoted digits are no placeholders.
  const blotted = marked.replace(LITERAL, (literal) => '\u0001'.repeat(literal.length));
  const at = PLACEHOLDERS.exec(blotted);
  if (!at) return { prefix: '', suffix: '' };
  const prefix = readLiterals(marked.slice(0, at.index));
  const end = Math.max(at.index + at[0].length, blotted.search(/[0#?][^0#?]*$/) + 1);
  const suffix = readLiterals(marked.slice(end));
  if (prefix.length + suffix.length > MAX_AFFIX_CHARS) return { prefix: '', suffix: '' };
  return { prefix, suffix };
}

function readLiterals(part: string): string {
  return part
    .replace(LITERAL, (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? '')
    .replace(/[^\p{L}\p{N}\p{Sc}℃℉°/.%]/gu, '');
}

/**
 * Shapes of numbers in the order of their codes in HWP (HWP 5.0 revision 1.3, table 43: 0 to 16), by their names in
 * HWPX (`NumberType1` of OWPML, KS X 6101).
 */
export const NUMBER_SHAPES = [
  'DIGIT',
  'CIRCLED_DIGIT',
  'ROMAN_CAPITAL',
  'ROMAN_SMALL',
  'LATIN_CAPITAL',
  'LATIN_SMALL',
  'CIRCLED_LATIN_CAPITAL',
  'CIRCLED_LATIN_SMALL',
  'HANGUL_SYLLABLE',
  'CIRCLED_HANGUL_SYLLABLE',
  'HANGUL_JAMO',
  'CIRCLED_HANGUL_JAMO',
  'HANGUL_PHONETIC',
  'IDEOGRAPH',
  'CIRCLED_IDEOGRAPH',
  'DECAGON_CIRCLE',
  'DECAGON_CIRCLE_HANJA',
] as const;
export type NumberShape = (typeof NUMBER_SHAPES)[number];

type Format = (number: number) => string;

const SYLLABLES = '가나다라마바사아자차카타파하';
const ROMAN: readonly (readonly [value: number, letters: string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];
const MAX_ROMAN = 3_999;
const MAX_COUNTED = 99;

const FORMATS: Readonly<Record<NumberShape, Format>> = {
  DIGIT: String,
  CIRCLED_DIGIT: circleDigits,
  ROMAN_CAPITAL: toRoman,
  ROMAN_SMALL: (number) => toRoman(number).toLowerCase(),
  LATIN_CAPITAL: (number) => cycle('ABCDEFGHIJKLMNOPQRSTUVWXYZ', number),
  LATIN_SMALL: (number) => cycle('abcdefghijklmnopqrstuvwxyz', number),
  CIRCLED_LATIN_CAPITAL: (number) => cycle('ⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏ', number),
  CIRCLED_LATIN_SMALL: (number) => cycle('ⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩ', number),
  HANGUL_SYLLABLE: (number) => cycle(SYLLABLES, number),
  CIRCLED_HANGUL_SYLLABLE: (number) => cycle('㉮㉯㉰㉱㉲㉳㉴㉵㉶㉷㉸㉹㉺㉻', number),
  HANGUL_JAMO: (number) => cycle('ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ', number),
  CIRCLED_HANGUL_JAMO: (number) => cycle('㉠㉡㉢㉣㉤㉥㉦㉧㉨㉩㉪㉫㉬㉭', number),
  HANGUL_PHONETIC: (number) => count('일이삼사오육칠팔구', '십', number),
  IDEOGRAPH: (number) => count('一二三四五六七八九', '十', number),
  CIRCLED_IDEOGRAPH: (number) => cycle('㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉', number),
  DECAGON_CIRCLE: (number) => cycle('갑을병정무기경신임계', number),
  DECAGON_CIRCLE_HANJA: (number) => cycle('甲乙丙丁戊己庚辛壬癸', number),
};

/** A number as Hangul shows it; what is not known of a shape, and numbers below 1, are given in digits. */
export function formatHangulNumber(shape: string, number: number): string {
  const format = FORMATS[shape as NumberShape] as Format | undefined;
  return number > 0 && format ? format(number) : String(number);
}

function cycle(letters: string, number: number): string {
  return letters[(number - 1) % letters.length] ?? '';
}

/** Unicode has circles in three places, up to 50. */
function circleDigits(number: number): string {
  if (number <= 20) return String.fromCodePoint(0x2460 + number - 1);
  if (number <= 35) return String.fromCodePoint(0x3251 + number - 21);
  return number <= 50 ? String.fromCodePoint(0x32b1 + number - 36) : String(number);
}

function toRoman(number: number): string {
  if (number > MAX_ROMAN) return String(number);
  let rest = number;
  let roman = '';
  for (const [value, letters] of ROMAN) {
    for (; rest >= value; rest -= value) roman += letters;
  }
  return roman;
}

/** 일, 십일, 이십: a one before the ten is not written. */
function count(digits: string, ten: string, number: number): string {
  if (number > MAX_COUNTED) return String(number);
  const tens = Math.floor(number / 10);
  const one = digits[(number % 10) - 1] ?? '';
  return `${tens > 1 ? digits[tens - 1] : ''}${tens > 0 ? ten : ''}${one}`;
}

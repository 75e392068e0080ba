type Format = (number: number) => string;

const GANADA = '가나다라마바사아자차카타파하';
const CHOSUNG = 'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ';
const LATIN = 'abcdefghijklmnopqrstuvwxyz';
const CYRILLIC = 'абвгдежзиклмнопрстуфхцчшщыэюя';
const AIUEO = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン';
const IROHA =
  'イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン';
const STEMS = '甲乙丙丁戊己庚辛壬癸';
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥';
const CHICAGO = '*†‡§';
const KOREAN_ONES = ['', '하나', '둘', '셋', '넷', '다섯', '여섯', '일곱', '여덟', '아홉'];
const KOREAN_TENS = ['', '열', '스물', '서른', '마흔', '쉰', '예순', '일흔', '여든', '아흔'];
const ROMAN: readonly (readonly [value: number, letters: string])[] = [
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
const MAX_ROMAN = 32_767;

const FORMATS = new Map<string, Format>([
  ['decimalZero', (number) => String(number).padStart(2, '0')],
  ['ordinal', (number) => `${number}${ordinalSuffix(number)}`],
  ['hex', (number) => number.toString(16).toUpperCase()],
  ['numberInDash', (number) => `- ${number} -`],
  ['none', () => ''],
  ['lowerLetter', (number) => repeatLetter(LATIN, number)],
  ['upperLetter', (number) => repeatLetter(LATIN, number).toUpperCase()],
  ['russianLower', (number) => repeatLetter(CYRILLIC, number)],
  ['russianUpper', (number) => repeatLetter(CYRILLIC, number).toUpperCase()],
  ['chicago', (number) => repeatLetter(CHICAGO, number)],
  ['lowerRoman', toRoman],
  ['upperRoman', (number) => toRoman(number).toUpperCase()],
  ['ganada', (number) => cycle(GANADA, number)],
  ['chosung', (number) => cycle(CHOSUNG, number)],
  ['aiueoFullWidth', (number) => cycle(AIUEO, number)],
  ['aiueo', (number) => cycle(AIUEO, number)],
  ['irohaFullWidth', (number) => cycle(IROHA, number)],
  ['iroha', (number) => cycle(IROHA, number)],
  ['ideographTraditional', (number) => cycle(STEMS, number)],
  ['ideographZodiac', (number) => cycle(BRANCHES, number)],
  ['decimalEnclosedCircle', toCircled],
  ['decimalEnclosedCircleChinese', toCircled],
  ['decimalEnclosedParen', (number) => offset(number, 0x2474, 20, `(${number})`)],
  ['decimalEnclosedFullstop', (number) => offset(number, 0x2488, 20, `${number}.`)],
  ['ideographEnclosedCircle', (number) => offset(number, 0x3280, 10, String(number))],
  ['decimalFullWidth', toFullWidth],
  ['decimalFullWidth2', toFullWidth],
  ['koreanDigital', (number) => toDigits('영일이삼사오육칠팔구', number)],
  ['koreanDigital2', (number) => toDigits('零一二三四五六七八九', number)],
  ['koreanLegal', toKoreanLegal],
  ['koreanCounting', (number) => count('일이삼사오육칠팔구', '십백천', number)],
  ['ideographDigital', (number) => toDigits('〇一二三四五六七八九', number)],
  ['japaneseDigitalTenThousand', (number) => toDigits('〇一二三四五六七八九', number)],
  ['taiwaneseDigital', (number) => toDigits('○一二三四五六七八九', number)],
  ['japaneseCounting', (number) => count('一二三四五六七八九', '十百千', number)],
  ['chineseCounting', (number) => count('一二三四五六七八九', '十百千', number)],
  ['chineseCountingThousand', (number) => count('一二三四五六七八九', '十百千', number)],
  ['taiwaneseCounting', (number) => count('一二三四五六七八九', '十百千', number)],
]);

/**
 * A list number as Word shows it for an `ST_NumberFormat` (ISO/IEC 29500-1, 17.18.59). Formats that are not known, and
 * words such as `cardinalText`, are given in decimal.
 */
export function formatNumber(format: string, number: number): string {
  const write = number > 0 || format === 'decimalZero' || format === 'none' ? FORMATS.get(format) : undefined;
  return write ? write(number) : String(number);
}

/** a to z, then aa, bb and so on. */
function repeatLetter(letters: string, number: number): string {
  const letter = cycle(letters, number);
  return letter.repeat(Math.min(30, Math.ceil(number / letters.length)));
}

function cycle(letters: string, number: number): string {
  return letters[(number - 1) % letters.length] ?? '';
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

function offset(number: number, first: number, size: number, otherwise: string): string {
  return number <= size ? String.fromCodePoint(first + number - 1) : otherwise;
}

/** Unicode has circles in three places, up to 50. */
function toCircled(number: number): string {
  if (number <= 20) return offset(number, 0x2460, 20, '');
  if (number <= 35) return offset(number - 20, 0x3251, 15, '');
  return offset(number - 35, 0x32b1, 15, String(number));
}

function toFullWidth(number: number): string {
  return String(number).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
}

function toDigits(digits: string, number: number): string {
  return String(number).replace(/\d/g, (digit) => digits[Number(digit)] ?? digit);
}

/** 하나, 둘, …, 아흔아홉. */
function toKoreanLegal(number: number): string {
  if (number > 99) return String(number);
  return `${KOREAN_TENS[Math.floor(number / 10)]}${KOREAN_ONES[number % 10]}`;
}

/** 十, 十一, 二十, 百, up to 9,999; a one before a unit is not written. */
function count(digits: string, units: string, number: number): string {
  if (number > 9_999) return String(number);
  const figures = [...String(number)].map(Number);
  return figures
    .map((figure, index) => {
      const power = figures.length - 1 - index;
      if (figure === 0) return '';
      const digit = figure === 1 && power > 0 ? '' : digits[figure - 1];
      return `${digit}${power > 0 ? units[power - 1] : ''}`;
    })
    .join('');
}

function ordinalSuffix(number: number): string {
  if (number % 100 >= 11 && number % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
}

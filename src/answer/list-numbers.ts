/** A number of a text with its unit, both in one spelling: "780 MB" is `780` and `mb`, "시간" and "hours" are `hour`. */
export interface Quantity {
  readonly value: string;
  /** Empty where none is written to it. */
  readonly unit: string;
}

/** Units in all their spellings, after the one that stands for them. What is not here (개, 명, bytes) stands for itself. */
const SPELLINGS: readonly (readonly string[])[] = [
  ['%', '퍼센트', '프로', 'percent', 'per cent'],
  ['year', '년', 'years'],
  // 개월 is a length, 월 a name: "3개월" is not "3월".
  ['months', '개월', '달', 'month'],
  ['month-of-year', '월'],
  ['week', '주', '주일', '주간', 'weeks'],
  ['day', '일', 'days'],
  ['hour', '시간', 'hours'],
  ['clock', '시', "o'clock"],
  ['minute', '분', '분간', 'minutes'],
  ['second', '초', '초간', 'seconds'],
  ['won', '원'],
  ['dollar', '달러', 'dollars'],
  ['euro', '유로', 'euros'],
  ['pound', '파운드', 'pounds'],
  ['meter', '미터', 'meters', 'metres', 'm'],
  ['kilometer', '킬로미터', 'kilometers', 'kilometres', 'km'],
  ['mile', 'miles'],
  ['ton', '톤', 'tons'],
  ['person', '명', '인', 'people', 'persons'],
  ['page', '쪽', '페이지', 'pages'],
  ['time', '번', '회', 'times'],
];
/** Without another spelling: bytes, metric lengths and weights, frequencies, Korean counters and powers of ten. */
const OTHERS =
  'b kb mb gb tb kib mib gib tib byte bytes bit bits mm cm µm g kg mg µg hz khz mhz ghz feet foot ft inch inches acre acres degree degrees ' +
  '개 배 층 권 장 대 차 세 살 위 점 호 조 항 번째 차례 가지 만 억 조원 천 백 만원 억원 만명 million billion thousand hundred trillion';

const UNIT_OF = new Map<string, string>([
  ...OTHERS.split(' ').map((unit): [string, string] => [unit, unit]),
  ...SPELLINGS.flatMap((spellings) =>
    spellings.map((spelling): [string, string] => [spelling, spellings[0] ?? spelling]),
  ),
]);
const UNITS = [...UNIT_OF.keys()].sort((a, b) => b.length - a.length).join('|');
/**
 * A minus counts after a blank or at the start ("3-5" is a range). A Latin unit ends with its word; a Korean one is
 * followed by its particle, so that nothing tells its end.
 */
const NUMBER = new RegExp(
  `(?<minus>(?<=^|[\\s(])[-−])?(?<value>\\p{N}+(?:[.,]\\p{N}+)*)(?:\\s?(?<unit>${UNITS})(?![a-z]))?`,
  'giu',
);

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const MONTH = MONTHS.join('|');
const MONTH_FIRST = new RegExp(
  `\\b(${MONTH})(?:\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b)?(?:,?\\s+(\\d{4})\\b)?`,
  'gu',
);
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(${MONTH})\\b(?:,?\\s+(\\d{4})\\b)?`, 'gu');
const NUMERIC_DATE = /(?<![\d.])(\d{4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,2})(?!\d)\.?/gu;

/** The quantities of a text in order; dates in any usual spelling are a year, a month and a day. */
export function listNumbers(text: string): Quantity[] {
  const plain = text
    .normalize('NFKC')
    .replace(NUMERIC_DATE, ' $1년 $2월 $3일 ')
    .replace(DAY_FIRST, (_all, day, month, year) => spellDate(month, day, year))
    .replace(MONTH_FIRST, (_all, month, day, year) => spellDate(month, day, year));
  return [...plain.matchAll(NUMBER)].map(({ groups }) => ({
    value: (groups?.minus === undefined ? '' : '-') + plainValue(groups?.value ?? ''),
    unit: UNIT_OF.get((groups?.unit ?? '').toLowerCase()) ?? '',
  }));
}

/** Whether `source` has the quantity: with the same unit, or with any where the statement names none. */
export function holdsNumber(source: readonly Quantity[], { value, unit }: Quantity): boolean {
  return source.some(
    (other) =>
      other.value === value &&
      (unit === '' || other.unit === unit || (unit === 'year' && other.unit === '' && value.length === 4)),
  );
}

function spellDate(month: string, day?: string, year?: string): string {
  const parts = [year && `${year}년`, `${MONTHS.indexOf(month) + 1}월`, day && `${day}일`];
  return ` ${parts.filter(Boolean).join(' ')} `;
}

/** "12,500" is "12500", "05" is "5"; a version ("1.0.2") stays. */
function plainValue(value: string): string {
  return value.replace(/(?<=\p{N}),(?=\p{N}{3}(?!\p{N}))/gu, '').replace(/^0+(?=\d)/u, '');
}

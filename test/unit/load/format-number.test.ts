import { describe, expect, test } from 'vitest';
import { formatNumber } from '../../../src/load/xlsx/format-number.ts';
import { getBuiltInFormat, parseNumberFormat } from '../../../src/load/xlsx/number-format.ts';

const write = (value: number, format: string | number, from1904 = false) =>
  formatNumber(
    value,
    typeof format === 'number' ? getBuiltInFormat(format) : parseNumberFormat(format),
    from1904,
  );

/** 2026-03-05 14:30 */
const DAY = 46_086;
const MOMENT = DAY + 14.5 / 24;

describe('dates', () => {
  test.each([
    ...[14, 15, 16, 27, 31, 36, 50, 58].map((id) => [id, DAY, '2026-03-05'] as const),
    [17, DAY, '2026-03'],
    [22, MOMENT, '2026-03-05 14:30'],
    [22, DAY, '2026-03-05'],
    [14, MOMENT, '2026-03-05'],
    ...[18, 20, 32].map((id) => [id, 14.5 / 24, '14:30'] as const),
    [21, 14.5 / 24 + 7 / 86_400, '14:30:07'],
    [46, 1.5, '36:00'],
    ['yyyy-mm-dd', DAY, '2026-03-05'],
    ['yyyy"년" m"월" d"일"', DAY, '2026-03-05'],
    ['[$-412]yyyy"년" m"월" d"일" dddd;@', DAY, '2026-03-05'],
    ['yyyy\\-mm\\-dd hh:mm:ss', MOMENT, '2026-03-05 14:30'],
    ['yyyy/m/d h:mm AM/PM', MOMENT, '2026-03-05 14:30'],
    ['h:mm', MOMENT, '14:30'],
    ['mm:ss', 90 / 86_400, '00:01:30'],
    ['[h]:mm', 2 + 1 / 24, '49:00'],
    ['yyyy', DAY, '2026'],
    ['mmm', DAY, '2026-03'],
    ['[Red]yyyy-mm-dd', DAY, '2026-03-05'],
    [22, 0.5, '12:00'],
    [14, 0, '0'],
    [14, -3, '-3'],
    [14, 2_958_466, '2958466'],
    [14, 2_958_465, '9999-12-31'],
  ] as const)('%s of %d: %s', (format, value, text) => {
    expect(write(value, format)).toBe(text);
  });

  test('1900 is a leap year, as in Excel', () => {
    expect([1, 59, 60, 61].map((serial) => write(serial, 14))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-02-29',
      '1900-03-01',
    ]);
  });

  test('days may be counted from 1904', () => {
    expect(write(0, 14, true)).toBe('1904-01-01');
    expect(write(MOMENT - 1_462, 22, true)).toBe('2026-03-05 14:30');
    expect(write(0.5, 20, true)).toBe('12:00');
  });

  test('a time a moment before midnight is the next day', () => {
    expect(write(DAY + 0.999_999_999, 22)).toBe('2026-03-06');
  });
});

describe('numbers', () => {
  test.each([
    ['General', 0.1 + 0.2, '0.3'],
    ['General', 1 / 3, '0.33333333333'],
    ['General', 1_234_567.891, '1234567.891'],
    ['General', 123_456_789_012_345, '123456789012345'],
    ['General', 12_345_678_901.25, '12345678901.25'],
    ['#,##0.00', 1234.5, '1234.5'],
    ['0.00E+00', 12_000, '12000'],
    ['# ?/?', 0.5, '0.5'],
    ['0.0%', 0.125, '12.5%'],
    ['0%', 0.07, '7%'],
    ['0"%"', 7, '7%'],
    ['"₩"#,##0', 1234, '₩1234'],
    ['[$₩-412]#,##0', 1234, '₩1234'],
    ['_-"₩"* #,##0_-;-"₩"* #,##0_-;_-"₩"* "-"_-;_-@_-', -1234, '-₩1234'],
    ['$#,##0.00;[Red]-$#,##0.00', 5.5, '$5.5'],
    ['#,##0"원"', 1234, '1234원'],
    ['0.0"kg"', 2.5, '2.5kg'],
    ['#,##0\\ "명"', 12, '12명'],
    ['"제"0"조 2항"', 3, '제3조2항'],
    ['"day "0', 3, 'day3'],
    ['#,##0,"천원"', 1_234_567, '1234567'],
    ['#,##0_);(#,##0)', -5, '-5'],
    ['00000', 123, '00123'],
    ['@', 42, '42'],
    ['"a very long remark behind"0', 1, '1'],
    [`yyyy${' '.repeat(300)}`, 1, '1'],
  ] as const)('%s of %d: %s', (format, value, text) => {
    expect(write(value, format)).toBe(text);
  });
});

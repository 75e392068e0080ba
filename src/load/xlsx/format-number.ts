import { layDigits } from './digit-mask.ts';
import type { DatePrecision, NumberFormat } from './number-format.ts';
import { toCellText } from './string-draft.ts';

const DAY_SECONDS = 86_400;
/** 9999-12-31, the last day that Excel knows. */
const MAX_SERIAL = 2_958_465;
const DAYS_BEFORE_1904 = 1_462;
/** Excel shows so many digits of a fraction in the format General. */
const GENERAL_DIGITS = 11;
const SAFE_DIGITS = 15;

/**
 * A number as a reader should find it: dates as `2026-03-05`, times as `14:30`, shares as `12.5%`, others without
 * thousands marks and with the currency or the unit that the format writes, numbers of telephones and the like in the
 * groups that it makes: `010-1234-5678`.
 */
export function formatNumber(value: number, format: NumberFormat, countsFrom1904: boolean): string {
  switch (format.kind) {
    case 'number': {
      const digits = roundAsGeneral(Math.abs(value)).padStart(format.minDigits, '0');
      return toCellText(`${value < 0 ? '-' : ''}${format.prefix}${digits}${format.suffix}`);
    }
    case 'masked': {
      const digits = roundAsGeneral(Math.abs(value));
      // Of a fraction or a number with an exponent the mask does not tell the digits.
      const text = /^\d+$/.test(digits) ? layDigits(digits, format.mask) : digits;
      return toCellText(`${value < 0 ? '-' : ''}${text}`);
    }
    case 'percent':
      return `${roundAsGeneral(value * 100)}%`;
    case 'elapsed': {
      const seconds = Math.round(value * DAY_SECONDS);
      return seconds < 0 ? roundAsGeneral(value) : formatTime(seconds);
    }
    case 'date':
      return formatDate(value, format.date, format.hasTime, countsFrom1904);
  }
}

function roundAsGeneral(value: number): string {
  const isLarge = Number.isInteger(value) || Math.abs(value) >= 1e9;
  return String(Number(value.toPrecision(isLarge ? SAFE_DIGITS : GENERAL_DIGITS)));
}

function formatDate(
  value: number,
  precision: DatePrecision | null,
  hasTime: boolean,
  countsFrom1904: boolean,
): string {
  const seconds = Math.round((value + (countsFrom1904 ? DAYS_BEFORE_1904 : 0)) * DAY_SECONDS);
  const serial = Math.floor(seconds / DAY_SECONDS);
  if (seconds < 0 || serial > MAX_SERIAL) return roundAsGeneral(value);
  const time = formatTime(seconds % DAY_SECONDS);
  if (precision === null) return time;
  // Day 0 of 1900 is none.
  if (serial === 0) return hasTime ? time : roundAsGeneral(value);
  const day = formatDay(serial);
  const date = precision === 'day' ? day : day.slice(0, precision === 'month' ? 7 : 4);
  return hasTime && seconds % DAY_SECONDS !== 0 ? `${date} ${time}` : date;
}

/** Excel holds 1900 for a leap year, as Lotus 1-2-3 did: day 60 is its 29 February, and the days before count from one day later. */
function formatDay(serial: number): string {
  if (serial === 60) return '1900-02-29';
  const day = new Date(Date.UTC(1899, 11, serial < 60 ? 31 : 30) + serial * DAY_SECONDS * 1000);
  return day.toISOString().slice(0, 10);
}

/** `14:30`, with seconds only where there are some. */
function formatTime(seconds: number): string {
  const pad = (part: number) => String(part).padStart(2, '0');
  const time = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? time : `${time}:${pad(seconds % 60)}`;
}

import { formatNumber } from '../docx/format-number.ts';
import type { Attributes } from '../xml/xml-parser.ts';
import { readCount } from './namespaces.ts';

const MAX_LEVEL = 10;
const MAX_START = 1_000_000;
const BULLET = '- ';
const INDENT = '  ';
/** The style that numbers headings. */
export const OUTLINE = 'outline of headings';

interface Level {
  readonly isBullet: boolean;
  /** As `ST_NumberFormat` calls it; '' for no number. */
  readonly format: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Numbers of how many levels are shown. */
  readonly shown: number;
  readonly start: number;
}

/** Number formats (ISO/IEC 26300-1, 19.500) that are not a letter, by their first character. */
const FORMATS = new Map([
  ['1', 'decimal'],
  ['a', 'lowerLetter'],
  ['A', 'upperLetter'],
  ['i', 'lowerRoman'],
  ['I', 'upperRoman'],
  ['가', 'ganada'],
  ['ㄱ', 'chosung'],
  ['일', 'koreanCounting'],
  ['①', 'decimalEnclosedCircle'],
  ['一', 'chineseCounting'],
  ['甲', 'ideographTraditional'],
  ['子', 'ideographZodiac'],
  ['ア', 'aiueo'],
  ['イ', 'iroha'],
]);

/** List styles, and the numbers of their lists in the order of the document. */
export class ListLabels {
  readonly #styles = new Map<string, Map<number, Level>>();
  readonly #numbers = new Map<string, Map<number, number>>();
  #defined: Map<number, Level> | undefined;

  /** Takes in the elements of styles. */
  open(name: string, attributes: Attributes): void {
    if (name === 'text:list-style' || name === 'text:outline-style') {
      this.#defined = new Map();
      this.#styles.set(
        name === 'text:outline-style' ? OUTLINE : (attributes('style:name') ?? ''),
        this.#defined,
      );
    } else if (/^text:(?:list-level-style-|outline-level-style)/.test(name)) {
      const format = attributes('style:num-format') ?? '';
      this.#defined?.set(readCount(attributes('text:level'), MAX_LEVEL), {
        isBullet: name.endsWith('-bullet') || name.endsWith('-image'),
        format: FORMATS.get(format.slice(0, 1)) ?? (format === '' ? '' : 'decimal'),
        prefix: attributes('style:num-prefix') ?? '',
        suffix: attributes('style:num-suffix') ?? '',
        shown: readCount(attributes('text:display-levels'), MAX_LEVEL),
        start: readCount(attributes('text:start-value'), MAX_START),
      });
    }
  }

  /** The next item of `level` (from 1) is the first again. */
  restart(style: string, level: number): void {
    this.#numbers.get(style)?.delete(level);
  }

  /** What stands before the next item, its indent and the blank behind it included; '' for headings without a number. */
  next(style: string, level: number, start: number | undefined): string {
    const levels = this.#styles.get(style);
    const place = levels?.get(Math.min(level, MAX_LEVEL));
    const numbers = this.#numbers.get(style) ?? new Map<number, number>();
    this.#numbers.set(style, numbers);
    const previous = numbers.get(level);
    numbers.set(level, start ?? (previous === undefined ? (place?.start ?? 1) : previous + 1));
    for (const below of numbers.keys()) if (below > level) numbers.delete(below);
    const indent = style === OUTLINE ? '' : INDENT.repeat(Math.min(level, MAX_LEVEL) - 1);
    if (!place || place.isBullet) return style === OUTLINE ? '' : indent + BULLET;
    if (place.format === '') return indent;
    const shown: string[] = [];
    for (let at = Math.max(1, level - place.shown + 1); at <= level; at += 1) {
      const format = levels?.get(at)?.format ?? '';
      if (format !== '') shown.push(formatNumber(format, numbers.get(at) ?? levels?.get(at)?.start ?? 1));
    }
    return `${indent}${place.prefix}${shown.join('.')}${place.suffix}`.trimEnd().concat(' ');
  }
}

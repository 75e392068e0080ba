import { writeNoteMark } from '../note-mark.ts';

export type RaisedPosition = 'superscript' | 'subscript';

/** Text off the line, between what stands before and after it. */
export interface RaisedText {
  readonly text: string;
  readonly position: RaisedPosition;
  /** It is all that a link or the result of a field shows so far. */
  readonly isLinked: boolean;
}

/** Longer text is set small, it is no exponent and no mark. */
const MAX_RAISED_CHARS = 40;
/** `1)`, `(1)`, `[1]`, `a)`, `주1)`, `*`: marks of notes, their brackets left out. */
const NOTE =
  /^(?:[([]\s*((?:주\s?)?\d{1,3})\s*[)\]]|((?:주\s?)?\d{1,3}|(?:주\s?)?\p{L})[)\]]|\[(\p{L})\]|([*∗†‡§※]{1,3}))$/u;
const LINKED_NOTE = /^[([]?([\p{L}\p{N}][\p{L}\p{N}\s,.–-]{0,9}|[*∗†‡§¶※]{1,3})[)\]]?$/u;
const NUMBERS = /^\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,3}$/;
/** A number raised behind these counts nothing. */
const BEFORE_NOTE =
  /[.,;:!?。、"'”’」』》]$|[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;
const ORDINAL = /^(?:st|nd|rd|th|er|ème)$/i;
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['tm', '™'],
  ['sm', '℠'],
]);
const ENDS_WITH_BASE = /[\p{L}\p{M}\p{N})\]}]$/u;
const ENDS_WITH_NUMBER = /\p{N}$/u;
const BEGINS_WITH_NUMBER = /^\p{N}/u;
const NEEDS_NO_BRACKETS = /^(?:\p{L}|\p{N}+|∞)$/u;

/**
 * Superscripts and subscripts on the line: `10^8`, `x^(n-1)`, `x_i`, notes as `⁽¹⁾`; as they are `H2O`, `1st` and what
 * has no base. Their digits alone would become part of the number before or behind them.
 */
export function writeRaised(raised: RaisedText, before: string, after: string): string {
  const text = raised.text.trim();
  if (text === '') return raised.text;
  const lead = raised.text.slice(0, raised.text.length - raised.text.trimStart().length);
  const tail = raised.text.slice(raised.text.trimEnd().length);
  const base = /[\n\t]/.test(lead) ? lead : before;
  const hasBase = ENDS_WITH_BASE.test(base);
  if (text.length > MAX_RAISED_CHARS) return `${hasBase ? ' ' : lead}${text}${tail}`;
  const beforeNumber = BEGINS_WITH_NUMBER.test(tail + after);
  return `${hasBase ? '' : lead}${raised.position === 'superscript' ? lift() : lower()}${tail}`;

  function lift(): string {
    const note = readNote(text, base, raised.isLinked);
    if (note !== null) return writeNoteMark(note);
    if (!hasBase || !/[\p{L}\p{N}∞]/u.test(text)) return text;
    if (ENDS_WITH_NUMBER.test(base)) {
      if (ORDINAL.test(text)) return text;
      if (text === 'o') return '°';
    }
    return SIGNS.get(text.toLowerCase()) ?? `^${bracketRaised()}`;
  }

  function lower(): string {
    if (!hasBase) return text;
    const isPlain = /^\d+$/.test(text) && !ENDS_WITH_NUMBER.test(base) && !beforeNumber;
    return isPlain ? text : `_${bracketRaised()}`;
  }

  function bracketRaised(): string {
    if (/^\([^()]*\)$/.test(text)) return text;
    return beforeNumber && ENDS_WITH_NUMBER.test(text) ? `(${text})` : bracket(text);
  }
}

/** In brackets, unless it is one letter or number. */
export function bracket(part: string): string {
  return NEEDS_NO_BRACKETS.test(part) ? part : `(${part})`;
}

/** What marks a note, null where it is no note. A number without a base, before the text of a note, is its mark too. */
function readNote(text: string, before: string, isLinked: boolean): string | null {
  const match = isLinked ? LINKED_NOTE.exec(text.replace(/\]\s*,?\s*\[/g, ',')) : NOTE.exec(text);
  const mark = match?.slice(1).find((group) => group !== undefined);
  const isNumber = NUMBERS.test(text) && (BEFORE_NOTE.test(before) || !ENDS_WITH_BASE.test(before));
  return (mark ?? (isNumber ? text : null))?.replace(/\s/g, '') ?? null;
}

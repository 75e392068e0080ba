import { writeNoteMark } from '../note-mark.ts';

/** Longer raised or lowered text is a way of setting it, no exponent and no mark. */
export const MAX_RAISED_CHARS = 40;

/** `1)`, `(1)`, `[1]`, `[a]`, `[주 3]`, `1, 2`, `*`: how notes are marked; the brackets are not part of the mark. */
const NOTE = /^(?:[([]\s*([^\s()[\]]{1,10}(?:\s\d{1,3})?)\s*[)\]]|((?:주\s?)?\d{1,3})\)|([*∗†‡§※]{1,3}))$/u;
const LINKED_NOTE = /^[([]?([\p{L}\p{N}][\p{L}\p{N}\s,.–-]{0,9}|[*∗†‡§¶※]{1,3})[)\]]?$/u;
/** A number raised behind these counts nothing. */
const BEFORE_NOTE =
  /[.,;:!?。、"'”’」』》]$|[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;
const ORDINAL = /^(?:st|nd|rd|th|er|re|e|ème|es|º|ª)$/i;
const ENDS_WITH_BASE = /[\p{L}\p{N})\]}]$/u;
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['tm', '™'],
  ['sm', '℠'],
]);
const NEEDS_NO_BRACKETS = /^(?:\p{L}|\p{N}+|∞)$/u;

/**
 * Superscript `part` as it is written behind `before`: `10^8`, `x^(n-1)`, notes as `⁽¹⁾`, `1st` and what has no base as
 * it is. The bare digits would become part of the number before them. `isLinked`: it is a link to a place in a page.
 */
export function writeRaised(part: string, before: string, isLinked: boolean): string {
  const text = part.trim();
  const note = readNote(text, before, isLinked);
  if (note !== null) return writeNoteMark(note);
  if (text.startsWith('[')) return ` ${text}`;
  if (!ENDS_WITH_BASE.test(before) || !/[\p{L}\p{N}∞]/u.test(text)) return part;
  if (/\p{N}$/u.test(before) && ORDINAL.test(text)) return part;
  return SIGNS.get(text.toLowerCase()) ?? `^${bracket(text)}`;
}

/** Subscript `part` as it is written behind `before`: `x_i`, `5_10`, but `H2O`. */
export function writeLowered(part: string, before: string): string {
  const text = part.trim();
  if (!ENDS_WITH_BASE.test(before) || text === '') return part;
  return /^\d+$/.test(text) && !/\p{N}$/u.test(before) ? part : `_${bracket(text)}`;
}

/** In brackets, unless it is one letter or number. */
export function bracket(part: string): string {
  return NEEDS_NO_BRACKETS.test(part) ? part : `(${part})`;
}

function readNote(text: string, before: string, isLinked: boolean): string | null {
  if (isLinked) {
    // Marks side by side in one element: `[1][2]`.
    const match = LINKED_NOTE.exec(text.replace(/\]\s*,?\s*\[/g, ','));
    return match?.[1] === undefined ? null : match[1].replace(/\s/g, '');
  }
  const match = NOTE.exec(text);
  const mark = match?.[1] ?? match?.[2] ?? match?.[3];
  if (mark !== undefined) return mark.replace(/\s/g, '');
  return /^\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,3}$/.test(text) && BEFORE_NOTE.test(before)
    ? text.replace(/\s/g, '')
    : null;
}

import { joinLines } from '../text/join-lines.ts';

/**
 * Whether the words of a statement stand in the source in this order. Line ends become a blank, or nothing, or take a
 * hyphen with them, so blanks between letters do not count; between numbers they do. A match must not begin or end
 * inside a word or a number: "80MB" is not said by "780MB", nor 「가능하다」 by 「불가능하다」.
 */
export function isVerbatim(statement: string, source: string): boolean {
  const wanted = squeeze(joinLines(statement).text).text;
  if (wanted === '') return false;
  const { text, isInside } = squeeze(source);
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (!isInside(at) && !isInside(at + wanted.length)) return true;
  }
  return false;
}

/** `isInside(index)` tells whether `text[index]` follows on `text[index - 1]` within one word or number. */
function squeeze(source: string): { text: string; isInside(index: number): boolean } {
  const spaced = source.normalize('NFC').trim().replace(/\s+/gu, ' ');
  let text = '';
  const afterBlank = new Set<number>();
  let from = 0;
  for (const { index } of spaced.matchAll(/ /gu)) {
    text += spaced.slice(from, index);
    const splitsNumber = /\p{N}$/u.test(text) && /^\p{N}/u.test(spaced.slice(index + 1, index + 3));
    if (splitsNumber) text += ' ';
    afterBlank.add(text.length);
    from = index + 1;
  }
  text += spaced.slice(from);
  return { text, isInside: (index) => !afterBlank.has(index) && joins(text, index) };
}

/** Letters with letters, numbers with numbers; a sign or a decimal point between two numbers belongs to them. */
function joins(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 2), index);
  const after = text.slice(index, index + 2);
  if (/[\p{L}\p{M}]$/u.test(before) && /^[\p{L}\p{M}]/u.test(after)) return true;
  if (/\p{N}$/u.test(before) && /^(?:\p{N}|[.,]\p{N})/u.test(after)) return true;
  return /\p{N}[.,]$/u.test(before) && /^\p{N}/u.test(after);
}

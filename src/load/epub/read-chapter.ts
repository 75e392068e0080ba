import { toCanonicalText } from '../canonical-text.ts';
import { decodeHtml } from '../html/decode-html.ts';
import { isMostlyLinks, type LeaveOut, measureText } from '../html/measure-text.ts';
import { parseHtml } from '../html/parse-html.ts';
import { type HtmlText, readHtmlText } from '../html/read-html-text.ts';

const isNav: LeaveOut = ({ name }) => name === 'nav';

/**
 * The text of a chapter, null for a table of contents. `isSaidContents`: the book says that its table of contents is
 * here, but it may be at the head of the first chapter. Throws `IngestError` DOCUMENT_TOO_COMPLEX and CHARSET_UNKNOWN.
 */
export function readChapter(bytes: Uint8Array, isSaidContents: boolean): HtmlText | null {
  const { body } = parseHtml(toCanonicalText(decodeHtml(bytes, null).text));
  if (isSaidContents && isMostlyLinks(measureText(body, isNav))) return null;
  return readHtmlText(body, isNav);
}

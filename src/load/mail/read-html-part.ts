import { toCanonicalText } from '../canonical-text.ts';
import { parseHtml } from '../html/parse-html.ts';
import { type HtmlText, readHtmlText } from '../html/read-html-text.ts';

/** The text of all that a part in HTML shows: a message has no furniture of a site. Throws DOCUMENT_TOO_COMPLEX. */
export function readHtmlPart(source: string): HtmlText {
  return readHtmlText(parseHtml(toCanonicalText(source)).body, () => false);
}

import { toCanonicalText } from './canonical-text.ts';
import { parseHtml } from './html/parse-html.ts';
import { type HtmlText, readHtmlText } from './html/read-html-text.ts';

/**
 * The text of all that an HTML page shows, nothing of it taken for the furniture of a site: for chapters of books and
 * messages. Throws `IngestError` DOCUMENT_TOO_COMPLEX.
 */
export function readWholeHtml(source: string): HtmlText {
  return readHtmlText(parseHtml(toCanonicalText(source)).body, () => false);
}

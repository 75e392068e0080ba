import type { Warning } from '../../domain/document.ts';
import { toCanonicalText } from '../canonical-text.ts';
import { chooseContent } from './choose-content.ts';
import { chooseHtmlTitle } from './choose-html-title.ts';
import { decodeHtml } from './decode-html.ts';
import { parseHtml } from './parse-html.ts';
import { type HtmlText, readHtmlText } from './read-html-text.ts';

/** Fewer say nothing; the shortest comment that answered a question had 19. */
const MIN_WARNED_LETTERS = 12;

export interface ReadHtml extends HtmlText {
  readonly title: string | null;
  readonly warnings: readonly Warning[];
}

/** From bytes to the text of a page. Throws `IngestError` CHARSET_UNKNOWN and DOCUMENT_TOO_COMPLEX. */
export function readHtml(bytes: Uint8Array, charset: string | null): ReadHtml {
  const { text: source, warnings } = decodeHtml(bytes, charset);
  const page = parseHtml(toCanonicalText(source));
  const { root, leaveOut, title, leftOutLetters } = chooseContent(page);
  const content = readHtmlText(root, leaveOut);
  return {
    ...content,
    title: chooseHtmlTitle(page, title, content.headings),
    warnings: [...warnings, ...warnOfLeftOut(leftOutLetters)],
  };
}

function warnOfLeftOut(letters: number): Warning[] {
  if (letters < MIN_WARNED_LETTERS) return [];
  const message = `${letters} letters outside links were left out with what was taken for the header, the footer and other parts of the site around the text.`;
  return [{ code: 'CONTENT_LEFT_OUT', message, pages: [] }];
}

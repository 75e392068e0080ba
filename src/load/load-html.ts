import type { Warning } from '../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { countAgainstLimits } from './load-limits.ts';
import { paginateText } from './paginate-text.ts';

const MAX_WARNED_PAGES = 100;

/**
 * HTML: the text of the article or, where that is not told surely, of the whole page without navigation and the like;
 * headings h1 to h6. Nothing is fetched, no script runs.
 *
 * Throws `IngestError` CHARSET_UNKNOWN, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadHtml(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  // Readability and linkedom take 0.2 s to load, which no other format should wait for.
  const { readHtml } = await import('./html/read-html.ts');
  const { text, headings, title, hidden, warnings } = readHtml(bytes, source.charset);
  const pages = paginateText(text, headings);
  const counter = countAgainstLimits(limits);
  counter.checkPageCount(pages.length);
  yield { kind: 'head', head: { loader: 'html 1', pageCount: pages.length, title } };
  for (const page of pages) {
    counter.addPage(page);
    yield { kind: 'pages', pages: [page] };
  }
  counter.checkHasText();
  yield { kind: 'end', warnings: [...warnings, ...warnOfHidden(hidden, findStarts(text, pages))] };
}

/** Texts that were left out because the page hides them, by the pages on which they would stand. */
function warnOfHidden(
  hidden: readonly { readonly offset: number; readonly letters: number }[],
  pageStarts: readonly number[],
): Warning[] {
  if (hidden.length === 0) return [];
  const letters = hidden.reduce((sum, passage) => sum + passage.letters, 0);
  const numbers = new Set(
    hidden.map(({ offset }) => pageStarts.findLastIndex((start) => start <= offset) + 1),
  );
  const message = `${hidden.length} hidden passage(s) with ${letters} letters were left out.`;
  return [{ code: 'HIDDEN_TEXT_LEFT_OUT', message, pages: [...numbers].slice(0, MAX_WARNED_PAGES) }];
}

/** Offsets of the pages in the whole text: a line feed at a cut is in none of them. */
function findStarts(text: string, pages: readonly Page[]): number[] {
  let end = 0;
  return pages.map((page) => {
    const start = text.startsWith(page.text, end) ? end : end + 1;
    end = start + page.text.length;
    return start;
  });
}

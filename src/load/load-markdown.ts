import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import { toCanonicalText } from './canonical-text.ts';
import { decodeText } from './decode-text.ts';
import { findMarkdownHeadings } from './find-markdown-headings.ts';
import { countAgainstLimits } from './load-limits.ts';
import { paginateText } from './paginate-text.ts';

/**
 * Markdown: the canonical text is the source. The title is the first heading of level 1, else `title` of the front
 * matter. Throws `IngestError` CHARSET_UNKNOWN and those of the limits.
 */
export async function* loadMarkdown(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const decoded = decodeText(bytes, source.charset);
  const text = toCanonicalText(decoded.text);
  const { headings, frontMatterTitle } = findMarkdownHeadings(text);
  const pages = paginateText(text, headings);
  const counter = countAgainstLimits(limits);
  counter.checkPageCount(pages.length);
  const title = headings.find((heading) => heading.level === 1)?.title ?? frontMatterTitle;
  yield { kind: 'head', head: { loader: 'markdown 1', pageCount: pages.length, title } };
  for (const page of pages) {
    counter.addPage(page);
    yield { kind: 'pages', pages: [page] };
  }
  counter.checkHasText();
  yield { kind: 'end', warnings: decoded.warnings };
}

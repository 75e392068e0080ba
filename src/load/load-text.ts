import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import { toCanonicalText } from './canonical-text.ts';
import { decodeText } from './decode-text.ts';
import { countAgainstLimits } from './load-limits.ts';
import { paginateText } from './paginate-text.ts';

/** Plain text: no headings, no title. Throws `IngestError` CHARSET_UNKNOWN and those of the limits. */
export async function* loadText(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const decoded = decodeText(bytes, source.charset);
  const pages = paginateText(toCanonicalText(decoded.text), []);
  const counter = countAgainstLimits(limits);
  counter.checkPageCount(pages.length);
  yield { kind: 'head', head: { loader: 'text 1', pageCount: pages.length, title: null } };
  for (const page of pages) {
    counter.addPage(page);
    yield { kind: 'pages', pages: [page] };
  }
  counter.checkHasText();
  yield { kind: 'end', warnings: decoded.warnings };
}

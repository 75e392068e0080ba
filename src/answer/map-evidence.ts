import type { Evidence } from '../domain/answer.ts';
import type { Hit } from '../domain/hit.ts';
import type { Page } from '../domain/page.ts';
import { trimSpan } from './cut-sentences.ts';

/** A stored page of the version a hit belongs to; undefined when there is none. */
export type PageLookup = (hit: Hit, page: number) => Page | undefined;

/** A place on one page; `verified` says that the page's words there are the hit's words. */
export interface PageSpan {
  readonly page: Page;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly verified: boolean;
}

/**
 * The places on the pages where a span of a hit's text stands, one per page, without blanks at their ends. Empty for a
 * span that is no span of the text (a generator may say anything) and where a page is missing.
 */
export function mapEvidence(hit: Hit, evidence: Evidence, pageOf: PageLookup): PageSpan[] {
  if (!isSpanOf(hit.text, evidence)) return [];
  const start = hit.start + evidence.start;
  const end = hit.start + evidence.end;
  const spans: PageSpan[] = [];
  let base = 0;
  for (let number = hit.pageStart; number <= hit.pageEnd && base < end; number += 1) {
    const page = pageOf(hit, number);
    if (page === undefined) return [];
    const from = Math.max(0, start - base);
    const to = Math.min(page.text.length, end - base);
    const place = widenSpan(page.text, trimSpan(page.text, from, to));
    if (place.start < place.end) {
      const quote = page.text.slice(place.start, place.end);
      // The page has the whole character where a hit begins or ends inside one; the words asked for must be there.
      const inHit = hit.text.slice(evidence.start, evidence.end);
      const inPage = page.text.slice(from, to);
      const part = inHit.slice(base + from - start, base + to - start);
      spans.push({ page, ...place, quote, verified: inPage === part });
    }
    base += page.text.length + 1;
  }
  return spans;
}

/** Outwards to whole characters: a quote with half a surrogate pair is no text for most clients. */
function widenSpan(
  text: string,
  { start, end }: { start: number; end: number },
): { start: number; end: number } {
  const splits = (index: number) =>
    /[\uD800-\uDBFF]/.test(text.charAt(index - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(index));
  return { start: splits(start) ? start - 1 : start, end: splits(end) ? end + 1 : end };
}

function isSpanOf(text: string, { start, end }: Evidence): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= text.length;
}

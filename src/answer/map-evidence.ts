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
    const place = trimSpan(page.text, Math.max(0, start - base), Math.min(page.text.length, end - base));
    if (place.start < place.end) {
      const quote = page.text.slice(place.start, place.end);
      const inHit = hit.text.slice(base + place.start - hit.start, base + place.end - hit.start);
      spans.push({ page, ...place, quote, verified: quote === inHit });
    }
    base += page.text.length + 1;
  }
  return spans;
}

function isSpanOf(text: string, { start, end }: Evidence): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= text.length;
}

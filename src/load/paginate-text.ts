import type { Heading, Page } from '../domain/page.ts';

export const MAX_PAGE_CHARS = 50_000;
const SENTENCE_END = /[.!?。…]["'”’)\]]*\s+/g;

/** A page of a text and where it begins in the whole. */
interface PageSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a canonical text into pages: at form feeds (dropped), and at 50,000 characters on a paragraph, else a line, a
 * sentence, at last between two graphemes. The line feed at a cut is dropped, as joining the pages brings it back.
 */
export function paginateText(text: string, headings: readonly Heading[]): Page[] {
  const spans = splitAtFormFeeds(text).flatMap((span) => splitLong(text, span));
  const placed = shareHeadings(spans, headings);
  return spans.map((span, index) => ({
    number: index + 1,
    label: null,
    text: text.slice(span.start, span.end),
    width: null,
    height: null,
    lines: [],
    headings: placed[index] ?? [],
  }));
}

/** The headings within each span, from its start; in one pass, as a text may have thousands of both. */
function shareHeadings(spans: readonly PageSpan[], headings: readonly Heading[]): Heading[][] {
  const sorted = headings.toSorted((a, b) => a.start - b.start);
  let next = 0;
  return spans.map(({ start, end }) => {
    const within: Heading[] = [];
    for (let heading = sorted[next]; heading && heading.start < end; heading = sorted[next]) {
      if (heading.start >= start) within.push({ ...heading, start: heading.start - start });
      next += 1;
    }
    return within;
  });
}

function splitAtFormFeeds(text: string): PageSpan[] {
  const spans: PageSpan[] = [];
  let start = 0;
  for (let at = text.indexOf('\f'); at !== -1; at = text.indexOf('\f', start)) {
    spans.push({ start, end: at });
    start = at + 1;
  }
  // A form feed at the very end closes the last page, it does not begin another.
  if (start < text.length || spans.length === 0) spans.push({ start, end: text.length });
  return spans;
}

function splitLong(text: string, span: PageSpan): PageSpan[] {
  const spans: PageSpan[] = [];
  let { start } = span;
  while (span.end - start > MAX_PAGE_CHARS) {
    const next = findCut(text, start);
    spans.push({ start, end: text[next - 1] === '\n' ? next - 1 : next });
    start = next;
  }
  spans.push({ start, end: span.end });
  return spans;
}

/** Offset at which the next page begins; at least half a page after `start`. */
function findCut(text: string, start: number): number {
  const from = start + MAX_PAGE_CHARS / 2;
  const window = text.slice(from, start + MAX_PAGE_CHARS);
  const paragraph = window.lastIndexOf('\n\n');
  if (paragraph !== -1) return from + paragraph + 2;
  const line = window.lastIndexOf('\n');
  if (line !== -1) return from + line + 1;
  const sentence = [...window.matchAll(SENTENCE_END)].at(-1);
  if (sentence) return from + sentence.index + sentence[0].length;
  return findGraphemeBoundary(text, start + MAX_PAGE_CHARS);
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const LOOK_BACK_CHARS = 1000;

function findGraphemeBoundary(text: string, limit: number): number {
  const from = limit - LOOK_BACK_CHARS;
  const within = graphemes.segment(text.slice(from, limit + LOOK_BACK_CHARS)).containing(LOOK_BACK_CHARS);
  // A "grapheme" longer than the window is an endless run of combining marks: cut between code points.
  if (!within || within.index === 0) return /^[\uDC00-\uDFFF]/.test(text.slice(limit)) ? limit - 1 : limit;
  return from + within.index;
}

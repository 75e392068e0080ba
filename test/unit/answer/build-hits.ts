import type { Hit, HitDocument } from '../../../src/domain/hit.ts';
import type { Line, Page } from '../../../src/domain/page.ts';
import type { WeightedTerm } from '../../../src/domain/term.ts';
import { analyzeText } from '../../../src/text/analyze-text.ts';
import { countTokens } from '../../../src/text/count-tokens.ts';

/** A version of a document with its pages. */
export interface TestDocument extends HitDocument {
  readonly pages: readonly Page[];
}

export function buildPage(number: number, text: string, lines: readonly Line[] = []): Page {
  return { number, label: null, text, width: null, height: null, lines, headings: [] };
}

/** A document `doc-1`, version 1, without a title, whose pages have these texts. */
export function buildDocument(texts: readonly string[], changes: Partial<TestDocument> = {}): TestDocument {
  return {
    id: 'doc-1',
    title: null,
    externalId: null,
    collection: 'default',
    version: 1,
    metadata: {},
    pages: texts.map((text, index) => buildPage(index + 1, text)),
    ...changes,
  };
}

export interface HitPlace {
  readonly pageStart: number;
  readonly pageEnd: number;
  /** Offsets in the joined pages; the whole of them when absent. */
  readonly start: number;
  readonly end: number;
}

/** A hit on the whole document, or on the place given. */
export function buildHit(
  { pages, ...document }: TestDocument,
  place: Partial<HitPlace> = {},
  changes: Partial<Pick<Hit, 'chunkId' | 'score' | 'headings'>> = {},
): Hit {
  const { pageStart = 1, pageEnd = pages.length } = place;
  const joined = pages
    .slice(pageStart - 1, pageEnd)
    .map(({ text }) => text)
    .join('\n');
  const { start = 0, end = joined.length } = place;
  return {
    chunkId: `${document.id}/${pageStart}-${pageEnd}/${start}-${end}`,
    score: 1,
    text: joined.slice(start, end),
    document,
    pageStart,
    pageEnd,
    start,
    end,
    headings: [],
    legs: { lexical: null, dense: null },
    ...changes,
  };
}

/** A hit on a document of one page, that page. */
export function buildTextHit(text: string, changes: Partial<TestDocument> = {}, score = 1): Hit {
  return buildHit(buildDocument([text], changes), {}, { score });
}

/** The pages of these documents as they are stored. */
export function lookUpPages(documents: readonly TestDocument[]) {
  return ({ document }: Hit, number: number): Page | undefined =>
    documents
      .find(({ id, version }) => id === document.id && version === document.version)
      ?.pages.find((page) => page.number === number);
}

/** The terms of a question, all of idf 2 except those named. */
export function weighTerms(question: string, idf: Readonly<Record<string, number>> = {}): WeightedTerm[] {
  return [...new Set(analyzeText(question))].map((term) => ({
    term,
    idf: idf[term] ?? 2,
    documentFrequency: 1,
  }));
}

/** Offsets of `words` in a text; throws where they do not stand exactly once. */
export function spanOf(text: string, words: string): { start: number; end: number } {
  const start = text.indexOf(words);
  if (start < 0 || text.indexOf(words, start + 1) >= 0) throw new Error(`not once in the text: ${words}`);
  return { start, end: start + words.length };
}

/** What the store says of the hits' texts. */
export function countHits(hits: readonly Hit[]): Map<string, number> {
  return new Map(hits.map(({ chunkId, text }) => [chunkId, countTokens(text)]));
}

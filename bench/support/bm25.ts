import type { TermCount, WeightedTerm } from '../../src/domain/term.ts';

export interface Bm25Match {
  /** Position of the passage in the input. */
  readonly index: number;
  readonly score: number;
}

export interface Bm25Index {
  readonly size: number;
  /** The distinct terms with their weight in this collection. */
  weigh(terms: Iterable<string>): readonly WeightedTerm[];
  /** Best first; ties by position; passages without any of the terms are left out. */
  search(terms: readonly WeightedTerm[], limit: number): readonly Bm25Match[];
}

/**
 * BM25 in memory, after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
 * with the inverse document frequency `ln(1 + (N - df + 0.5) / (df + 0.5))`, which is never negative.
 */
export function buildBm25(
  passages: readonly (readonly TermCount[])[],
  { k1 = 1.2, b = 0.75 }: { readonly k1?: number; readonly b?: number } = {},
): Bm25Index {
  const postings = new Map<string, { index: number; count: number }[]>();
  const lengths = passages.map((terms) => terms.reduce((sum, [, count]) => sum + count, 0));
  const averageLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, passages.length);
  for (const [index, terms] of passages.entries()) {
    for (const [term, count] of terms) {
      const posting = postings.get(term);
      if (posting) posting.push({ index, count });
      else postings.set(term, [{ index, count }]);
    }
  }

  const weighTerm = (term: string): WeightedTerm => {
    const documentFrequency = postings.get(term)?.length ?? 0;
    const idf = Math.log(1 + (passages.length - documentFrequency + 0.5) / (documentFrequency + 0.5));
    return { term, idf, documentFrequency };
  };

  return {
    size: passages.length,
    weigh: (terms) => [...new Set(terms)].map(weighTerm),
    search(terms, limit) {
      const scores = new Map<number, number>();
      for (const { term, idf } of terms) {
        for (const { index, count } of postings.get(term) ?? []) {
          const norm = k1 * (1 - b + (b * (lengths[index] ?? 0)) / averageLength);
          const score = (idf * count * (k1 + 1)) / (count + norm);
          scores.set(index, (scores.get(index) ?? 0) + score);
        }
      }
      return [...scores]
        .map(([index, score]) => ({ index, score }))
        .sort((a, b) => b.score - a.score || a.index - b.index)
        .slice(0, limit);
    },
  };
}

import type { LexicalPlan, TermStatistics } from '../domain/search-ports.ts';
import type { TermCount, WeightedTerm } from '../domain/term.ts';

/** The usual parameters; see docs/text-analysis.md for what they give on the evaluation sets. */
const K1 = 1.2;
const B = 0.75;

/**
 * Postings that one search reads: some 10 ms on a server. With 200,000 chunks of 181 terms and questions of 8, the ten best
 * by all terms were among the 200 best by these for 39 of 40 questions, with half as many for 35.
 */
const MAX_POSTINGS = 40_000;
/** Fewer than these may not hold `topK` chunks that answer: then a more common term is read too, whatever it costs. */
const MIN_POSTINGS = 1_000;

/** The lexical leg of a search; null when no term of the question stands anywhere in the collections. */
export function planLexical(
  counts: readonly TermCount[],
  weighted: readonly WeightedTerm[],
  statistics: TermStatistics,
  { maxPostings, minPostings } = { maxPostings: MAX_POSTINGS, minPostings: MIN_POSTINGS },
): LexicalPlan | null {
  const known = new Map(
    weighted.filter((term) => term.documentFrequency > 0).map((term) => [term.term, term]),
  );
  const terms = counts
    .flatMap(([term, count]) => {
      const found = known.get(term);
      return found === undefined ? [] : [{ ...found, weight: found.idf * count }];
    })
    .sort((one, other) => one.documentFrequency - other.documentFrequency);
  if (terms.length === 0) return null;
  const rarer = countWithin(terms, minPostings, maxPostings);
  const plain = terms.map(({ term, weight }) => ({ term, weight }));
  return {
    terms: plain.slice(0, rarer),
    common: plain.slice(rarer),
    k1: K1,
    b: B,
    averageLength: Math.max(1, statistics.termTotal / Math.max(1, statistics.chunkCount)),
  };
}

/** How many terms, rarest first, have together no more postings than `max`, unless those of less are below `min`. */
function countWithin(terms: readonly WeightedTerm[], min: number, max: number): number {
  let postings = 0;
  for (const [index, { documentFrequency }] of terms.entries()) {
    if (postings >= min && postings + documentFrequency > max) return index;
    postings += documentFrequency;
  }
  return terms.length;
}

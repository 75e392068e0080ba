import type { LexicalPlan, TermStatistics } from '../domain/search-ports.ts';
import type { TermCount, WeightedTerm } from '../domain/term.ts';

/** The usual parameters; see docs/text-analysis.md for what they give on the evaluation sets. */
const K1 = 1.2;
const B = 0.75;

/** The lexical leg of a search; null when no term of the question stands anywhere in the collections. */
export function planLexical(
  counts: readonly TermCount[],
  weighted: readonly WeightedTerm[],
  statistics: TermStatistics,
): LexicalPlan | null {
  const idf = new Map(
    weighted.filter((term) => term.documentFrequency > 0).map((term) => [term.term, term.idf]),
  );
  const terms = counts.flatMap(([term, count]) => {
    const weight = idf.get(term);
    return weight === undefined ? [] : [{ term, weight: weight * count }];
  });
  if (terms.length === 0) return null;
  return {
    terms,
    k1: K1,
    b: B,
    averageLength: Math.max(1, statistics.termTotal / Math.max(1, statistics.chunkCount)),
  };
}

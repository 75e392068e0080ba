import type { TermStatistics } from '../domain/search-ports.ts';
import type { WeightedTerm } from '../domain/term.ts';

/**
 * Gives each distinct term of a question its inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)), over all
 * chunks of the collections searched (Robertson and Zaragoza 2009, in the form that is never negative).
 */
export function weighTerms(terms: readonly string[], statistics: TermStatistics): WeightedTerm[] {
  const { chunkCount, frequencies } = statistics;
  return [...new Set(terms)].map((term) => {
    const documentFrequency = frequencies.get(term) ?? 0;
    const idf = Math.log(1 + (chunkCount - documentFrequency + 0.5) / (documentFrequency + 0.5));
    return { term, idf, documentFrequency };
  });
}

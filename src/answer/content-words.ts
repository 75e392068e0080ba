import type { WeightedTerm } from '../domain/term.ts';
import { analyzeText } from '../text/analyze-text.ts';
import { listContentWords } from '../text/function-words.ts';

/** A content word of the question: the terms it is analysed into, and what it counts for. */
export interface ContentWord {
  readonly terms: readonly WeightedTerm[];
  /** The highest weight of its terms: a word of five bigrams is not worth five words. */
  readonly weight: number;
}

/**
 * Added to every inverse document frequency. In a collection of a handful of chunks a term found there has an idf near
 * 0 and an unknown one five times that, so that a single word of the asker's own would drown all that was found.
 */
const IDF_FLOOR = 1;

/**
 * The content words of a question with the weights of the collections searched. Terms that `terms` does not know (they
 * arise only where an ending was cut off) are left out. Empty when the question has none.
 */
export function weighContentWords(question: string, terms: readonly WeightedTerm[]): ContentWord[] {
  const known = new Map(terms.map((term) => [term.term, term]));
  const seen = new Set<string>();
  const words: ContentWord[] = [];
  for (const word of listContentWords(question)) {
    const own = [...new Set(analyzeText(word))].flatMap((term) => {
      const weighted = known.get(term);
      return weighted && !seen.has(term) ? [{ ...weighted, idf: weighted.idf + IDF_FLOOR }] : [];
    });
    for (const { term } of own) seen.add(term);
    if (own.length > 0) words.push({ terms: own, weight: Math.max(...own.map(({ idf }) => idf)) });
  }
  return words;
}

/**
 * The weighted share of the words that `has` finds, 0 to 1; a word found in part counts in part, by the weights of its
 * terms. 0 when there are no words.
 */
export function measureCoverage(words: readonly ContentWord[], has: (term: string) => boolean): number {
  let total = 0;
  let covered = 0;
  for (const { terms, weight } of words) {
    const all = terms.reduce((sum, { idf }) => sum + idf, 0);
    const found = terms.reduce((sum, { term, idf }) => sum + (has(term) ? idf : 0), 0);
    total += weight;
    covered += (weight * found) / all;
  }
  return total === 0 ? 0 : covered / total;
}

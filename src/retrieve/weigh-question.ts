import type { TermCount } from '../domain/term.ts';
import { analyzeText, countTerms } from '../text/analyze-text.ts';
import { listContentWords } from '../text/function-words.ts';

/**
 * What a term counts that stands only in words and endings which ask or link ("what", 「무엇」, 「-했는가」), beside one that
 * names. Passages seldom have them, so that their document frequency alone would make them weigh most; 0.3 to 0.5 measure
 * best on every set of docs/text-analysis.md, 0 and 1 worse.
 */
export const ASKING_WEIGHT = 0.4;

/** The question's distinct terms, each with how often it stands there; those that only ask count in part. */
export function weighQuestion(question: string): TermCount[] {
  const counts = countTerms(question);
  const naming = new Set(listContentWords(question).flatMap(analyzeText));
  if (naming.size === 0) return counts;
  return counts.map(([term, count]) => [term, naming.has(term) ? count : count * ASKING_WEIGHT]);
}

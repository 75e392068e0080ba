import type { GenerationRequest } from '../domain/ports.ts';
import { listAnswerShapes } from './answer-hints.ts';
import { type ContentWord, measureCoverage, weighContentWords } from './content-words.ts';
import { analyzeHeadings, cutSentences, type Sentence } from './cut-sentences.ts';

export interface RankedSentence {
  readonly sentence: Sentence;
  readonly score: number;
  /** The question's terms that stand in the sentence, each with its share of the question. */
  readonly found: ReadonlyMap<string, number>;
}

/** A term that stands beside the sentence, not in it, counts this much of one that does. */
const BESIDE = 0.35;
const IN_HEADINGS = 0.35;
/** What the right shape (a number for "how many") and the rank of the hit add to a coverage between 0 and 1. */
const SHAPE_BONUS = 0.15;
const HIT_BONUS = 0.2;

/**
 * The sentences of the hits that hold at least one content word of the question, best first. The score is the weighted
 * share of the question that the sentence covers, a smaller part for what its neighbours and headings cover, and small
 * additions for the shape the question asks for and for the hit's own score.
 */
export function rankSentences({
  question,
  language,
  hits,
  terms,
}: Omit<GenerationRequest, 'history'>): RankedSentence[] {
  const words = weighContentWords(question, terms);
  const shapes = listAnswerShapes(question);
  const ranked: RankedSentence[] = [];
  for (const [position, hit] of hits.entries()) {
    const sentences = cutSentences(hit, position, language);
    const headings = analyzeHeadings(hit);
    for (const [index, sentence] of sentences.entries()) {
      const found = findTerms(words, sentence);
      if (found.size === 0) continue;
      const before = sentences[index - 1]?.terms;
      const after = sentences[index + 1]?.terms;
      const own = measureCoverage(words, (term) => sentence.terms.has(term));
      const near = measureCoverage(
        words,
        (term) => sentence.terms.has(term) || before?.has(term) === true || after?.has(term) === true,
      );
      const under = measureCoverage(words, (term) => sentence.terms.has(term) || headings.has(term));
      const fits = shapes.some((shape) => shape.test(sentence.text));
      const score =
        own +
        BESIDE * (near - own) +
        IN_HEADINGS * (under - own) +
        (fits ? SHAPE_BONUS : 0) +
        HIT_BONUS * hit.score;
      ranked.push({ sentence, score, found });
    }
  }
  return ranked.sort((a, b) => b.score - a.score);
}

function findTerms(words: readonly ContentWord[], sentence: Sentence): Map<string, number> {
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  const found = new Map<string, number>();
  for (const { terms, weight } of words) {
    const all = terms.reduce((sum, { idf }) => sum + idf, 0);
    for (const { term, idf } of terms) {
      if (sentence.terms.has(term)) found.set(term, (weight * idf) / all / total);
    }
  }
  return found;
}

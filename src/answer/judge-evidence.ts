import type { AnswerLanguage } from '../domain/answer.ts';
import type { Hit } from '../domain/hit.ts';
import type { WeightedTerm } from '../domain/term.ts';
import { type ContentWord, measureCoverage, weighContentWords } from './content-words.ts';
import { analyzeHeadings, cutSentences, type Sentence } from './cut-sentences.ts';

export interface Judgement {
  readonly answerable: boolean;
  /** Share of the question that the best place of the hits covers, 0 to 1. */
  readonly evidence: number;
}

/**
 * Below this share the question is not answered. From docs/decisions/2026-11-25-abstention-threshold.md: at this value
 * one answerable question in twenty is refused.
 */
export const EVIDENCE_THRESHOLD = 0.42;

/** What a place of the hits counts for: the sentence alone, with its neighbours, and the whole hit with its headings. */
const SENTENCE_SHARE = 0.3;
const NEIGHBOUR_SHARE = 0.3;
const HIT_SHARE = 0.4;

/**
 * Whether the hits hold enough of the question to answer it: the weighted share of its content words in the best
 * sentence, read with its neighbours and the rest of its hit, against a threshold taken from data. A question without
 * content words ("what?") has no evidence.
 */
export function judgeEvidence(input: {
  readonly question: string;
  readonly language: AnswerLanguage;
  readonly hits: readonly Hit[];
  readonly terms: readonly WeightedTerm[];
  readonly threshold?: number;
}): Judgement {
  const words = weighContentWords(input.question, input.terms);
  let evidence = 0;
  for (const [position, hit] of input.hits.entries()) {
    const sentences = cutSentences(hit, position, input.language);
    evidence = Math.max(evidence, ...measurePlaces(words, sentences, analyzeHeadings(hit)));
  }
  return { answerable: evidence >= (input.threshold ?? EVIDENCE_THRESHOLD), evidence };
}

function measurePlaces(
  words: readonly ContentWord[],
  sentences: readonly Sentence[],
  headings: ReadonlySet<string>,
): number[] {
  const holds = (index: number, term: string) => sentences[index]?.terms.has(term) ?? false;
  const inHit = measureCoverage(
    words,
    (term) => headings.has(term) || sentences.some(({ terms }) => terms.has(term)),
  );
  return sentences.map((sentence, index) => {
    const alone = measureCoverage(words, (term) => sentence.terms.has(term));
    const near = measureCoverage(
      words,
      (term) => sentence.terms.has(term) || holds(index - 1, term) || holds(index + 1, term),
    );
    return SENTENCE_SHARE * alone + NEIGHBOUR_SHARE * near + HIT_SHARE * inHit;
  });
}

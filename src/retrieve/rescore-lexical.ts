import type { LegScore } from '../domain/hit.ts';
import type { Candidate } from '../domain/search-ports.ts';
import type { TermCount, WeightedTerm } from '../domain/term.ts';
import { createPassageReader, type Passage } from './read-passage.ts';
import { ASKING_WEIGHT, weighQuestion } from './weigh-question.ts';

/** Candidates looked at again: twenty measure as fifty do. */
const DEPTH = 20;
/**
 * What each look adds to a lexical score, of which the best is 1; all are shares of the question, 0 to 1. One set of weights
 * for every language and collection, chosen from a coarse grid; docs/text-analysis.md has what each is worth.
 */
const NEARBY_WEIGHT = 0.35;
const LEAD_WEIGHT = 0.2;
const OPENING_WEIGHT = 0.25;
const SYLLABLE_WEIGHT = 0.3;

const SYLLABLE = /\p{Script=Hangul}/gu;

/** A syllable or a term of the question, and what it counts. */
type Weights = ReadonlyMap<string, number>;

/** New ranks and scores of the lexical leg, by chunk id. */
export type RescoreLexical = (
  question: string,
  terms: readonly WeightedTerm[],
  candidates: readonly Candidate[],
) => ReadonlyMap<string, LegScore>;

/**
 * A second look at the best of the lexical leg, by their words alone: how much of the question stands in two sentences that follow
 * each other, how much at the beginning of the chunk with its headings, how much at the beginning of its document, and how
 * many of the question's syllables stand in one sentence, which finds Korean words that are joined or inflected otherwise. Some 0.2 ms a candidate; those below the
 * twentieth keep their order behind the others.
 */
export function createLexicalRescorer(): RescoreLexical {
  const readPassage = createPassageReader();
  return (question, terms, candidates) => {
    const found = candidates
      .flatMap((candidate) => (candidate.lexical === null ? [] : [{ candidate, lexical: candidate.lexical }]))
      .sort((a, b) => a.lexical.rank - b.lexical.rank);
    const best = found[0]?.lexical.score ?? 1;
    const looked = found.slice(0, DEPTH).map(({ candidate, lexical }) => ({
      chunkId: candidate.chunkId,
      share: lexical.score / best,
      passage: readPassage(candidate),
    }));
    const counts = weighQuestion(question);
    const termWeights = weighTermsOf(counts, terms);
    const syllableWeights = weighSyllables(
      question,
      counts,
      looked.map(({ passage }) => passage),
    );
    const rescored = looked
      .map(({ chunkId, share, passage }) => ({
        chunkId,
        score: share + lookAgain(passage, termWeights, syllableWeights),
      }))
      // Stable: equal scores keep the order that they had.
      .sort((a, b) => b.score - a.score);
    const [lowest, next] = [rescored.at(-1)?.score ?? 1, found[DEPTH]?.lexical.score ?? 1];
    const rest = found
      .slice(DEPTH)
      .map(({ candidate: { chunkId }, lexical }) => ({ chunkId, score: (lowest * lexical.score) / next }));
    return new Map(
      [...rescored, ...rest].map(({ chunkId, score }, index) => [chunkId, { rank: index + 1, score }]),
    );
  };
}

function lookAgain({ lead, opening, sentences }: Passage, terms: Weights, syllables: Weights): number {
  let [nearby, alone] = [0, 0];
  for (const [index, sentence] of sentences.entries()) {
    const next = sentences[index + 1];
    const isNearby = (term: string) => sentence.terms.has(term) || next?.terms.has(term) === true;
    nearby = Math.max(nearby, measureShare(terms, isNearby));
    alone = Math.max(
      alone,
      measureShare(syllables, (syllable) => sentence.syllables.has(syllable)),
    );
  }
  const leading = measureShare(terms, (term) => lead.has(term));
  const opens = measureShare(terms, (term) => opening.has(term));
  return NEARBY_WEIGHT * nearby + LEAD_WEIGHT * leading + OPENING_WEIGHT * opens + SYLLABLE_WEIGHT * alone;
}

function weighTermsOf(counts: readonly TermCount[], terms: readonly WeightedTerm[]): Weights {
  const idf = new Map(terms.map((term) => [term.term, term.idf]));
  return new Map(counts.map(([term, count]) => [term, Math.min(count, 1) * (idf.get(term) ?? 0)]));
}

/** Rare among the passages at hand counts most; what only asks counts in part, as it does among the terms. */
function weighSyllables(
  question: string,
  counts: readonly TermCount[],
  passages: readonly Passage[],
): Weights {
  const naming = new Set(counts.filter(([, count]) => count >= 1).flatMap(([term]) => [...term]));
  const syllables = new Set(question.normalize('NFKC').match(SYLLABLE));
  const weigh = (syllable: string): number => {
    const holds = ({ sentences }: Passage) => sentences.some((sentence) => sentence.syllables.has(syllable));
    const holders = passages.filter(holds).length;
    const idf = Math.log(1 + (passages.length - holders + 0.5) / (holders + 0.5));
    return naming.has(syllable) ? idf : idf * ASKING_WEIGHT;
  };
  return new Map([...syllables].map((syllable) => [syllable, weigh(syllable)]));
}

function measureShare(weights: Weights, has: (item: string) => boolean): number {
  let [total, found] = [0, 0];
  for (const [item, weight] of weights) {
    total += weight;
    if (has(item)) found += weight;
  }
  return total === 0 ? 0 : found / total;
}

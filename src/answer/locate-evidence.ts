import type { AnswerLanguage, Evidence } from '../domain/answer.ts';
import type { Hit } from '../domain/hit.ts';
import { analyzeText } from '../text/analyze-text.ts';
import { listContentWords } from '../text/function-words.ts';
import { cutSentences, type Sentence } from './cut-sentences.ts';
import { isVerbatim } from './find-verbatim.ts';

/** Where in a hit a statement stands, as far as words tell. */
export interface LocatedEvidence {
  readonly evidence: readonly Evidence[];
  /** Share of the statement's terms that the evidence holds, 0 to 1. */
  readonly share: number;
}

const MAX_SENTENCES = 3;
/** A further sentence must add this share of the statement. */
const MIN_GAIN = 0.12;
/** A number decides more than a word: of two sentences alike the one with the right number is meant. */
const NUMBER_WEIGHT = 2;

/**
 * The sentences of `hits[position]` that hold most of a statement: one where it stands word for word, else the best and
 * those that add what it lacks. It only proposes; what is found is verified like any generator's evidence.
 */
export function locateEvidence(
  statement: string,
  hits: readonly Hit[],
  position: number,
  language: AnswerLanguage,
): LocatedEvidence {
  const hit = hits[position];
  const weights = weighTerms(statement);
  if (hit === undefined || weights.size === 0) return { evidence: [], share: 0 };
  const sentences = cutSentences(hit, position, language);
  const verbatim = sentences.find(({ text }) => isVerbatim(statement, text));
  if (verbatim !== undefined) return { evidence: [toEvidence(verbatim)], share: 1 };
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const missing = new Map(weights);
  const chosen: Sentence[] = [];
  let share = 0;
  while (chosen.length < MAX_SENTENCES) {
    const best = findBest(sentences, missing);
    if (best === undefined || (chosen.length > 0 && best.gain / total < MIN_GAIN)) break;
    chosen.push(best.sentence);
    share += best.gain / total;
    for (const term of best.sentence.terms) missing.delete(term);
  }
  return { evidence: chosen.sort((a, b) => a.start - b.start).map(toEvidence), share };
}

function weighTerms(statement: string): Map<string, number> {
  const terms = listContentWords(statement).flatMap(analyzeText);
  return new Map(terms.map((term) => [term, /\p{N}/u.test(term) ? NUMBER_WEIGHT : 1]));
}

function findBest(
  sentences: readonly Sentence[],
  missing: ReadonlyMap<string, number>,
): { sentence: Sentence; gain: number } | undefined {
  let best: { sentence: Sentence; gain: number } | undefined;
  for (const sentence of sentences) {
    let gain = 0;
    for (const [term, weight] of missing) if (sentence.terms.has(term)) gain += weight;
    if (gain > (best?.gain ?? 0)) best = { sentence, gain };
  }
  return best;
}

function toEvidence({ hit, start, end }: Sentence): Evidence {
  return { hit, start, end };
}

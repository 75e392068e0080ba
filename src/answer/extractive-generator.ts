import type { Hit } from '../domain/hit.ts';
import type { Generator } from '../domain/ports.ts';
import { dropRepeated } from './drop-repeated.ts';
import { type RankedSentence, rankSentences } from './rank-sentences.ts';

const MAX_STATEMENTS = 3;
/** A further sentence must add this share of the question, and be nearly as good as the first. */
const MIN_GAIN = 0.12;
const MIN_RELATIVE_SCORE = 0.6;

/** Answers with sentences of the hits, word for word; the default, and the fallback where there is no model. */
export function createExtractiveGenerator(): Generator {
  return {
    provider: 'extractive',
    model: null,
    canDecline: false,
    async *generate(request, signal) {
      signal.throwIfAborted();
      for (const { sentence } of chooseSentences(rankSentences(request), request.hits)) {
        const { hit, start, end, text } = sentence;
        yield { kind: 'statement', statement: { text, evidence: [{ hit, start, end }] } };
      }
      yield { kind: 'end', promptTokens: 0, completionTokens: 0 };
    },
  };
}

/** The best sentence, then those that cover what is still missing; sentences of one hit in reading order. */
function chooseSentences(ranked: readonly RankedSentence[], hits: readonly Hit[]): RankedSentence[] {
  const candidates = dropRepeated(ranked, hits);
  const best = candidates[0];
  if (best === undefined) return [];
  const chosen = [best];
  const covered = new Set(best.found.keys());
  for (const candidate of candidates.slice(1)) {
    if (chosen.length === MAX_STATEMENTS || candidate.score < best.score * MIN_RELATIVE_SCORE) break;
    let gain = 0;
    for (const [term, share] of candidate.found) gain += covered.has(term) ? 0 : share;
    if (gain < MIN_GAIN) continue;
    chosen.push(candidate);
    for (const term of candidate.found.keys()) covered.add(term);
  }
  const hitOrder = [...new Set(chosen.map(({ sentence }) => sentence.hit))];
  return chosen.sort(
    (a, b) =>
      hitOrder.indexOf(a.sentence.hit) - hitOrder.indexOf(b.sentence.hit) ||
      a.sentence.start - b.sentence.start,
  );
}

import type { Hit } from '../domain/hit.ts';
import type { Reranker } from '../domain/ports.ts';
import { scaleScores } from './scale-scores.ts';

/** What is longer is no question but a document, and would take the passages' room. */
const MAX_QUESTION_LENGTH = 2_000;

/**
 * The hits in the order that a reranker gives them, with its scores divided by the highest; those that it was not shown, or
 * said nothing of, stay in their order behind. Hits come best first with scores from 0 to 1. Throws what the reranker throws.
 */
export async function rerankHits(
  reranker: Reranker,
  question: string,
  hits: readonly Hit[],
  signal: AbortSignal,
): Promise<Hit[]> {
  const shown = hits.slice(0, reranker.maxPassages);
  const scores = await reranker.scorePassages(
    cut(question, MAX_QUESTION_LENGTH),
    shown.map((hit) => writePassage(hit, reranker.maxPassageLength)),
    signal,
  );
  const scored = hits
    .flatMap((hit, index) => {
      const score = scores[index];
      return typeof score === 'number' ? [{ hit, score }] : [];
    })
    // Stable: equal scores keep the order that they had.
    .sort((a, b) => b.score - a.score);
  const scaled = scaleScores(scored.map(({ score }) => score));
  const best = scored.map(({ hit }, index) => ({ ...hit, score: scaled[index] ?? 0 }));
  const rest = hits.filter((_, index) => typeof scores[index] !== 'number');
  const [lowest, next] = [best.at(-1)?.score ?? 1, rest[0]?.score ?? 1];
  return [...best, ...rest.map((hit) => ({ ...hit, score: (lowest * hit.score) / next }))];
}

/** Title, headings and text, as much of them as is sent: a chunk alone seldom says what it is about. */
function writePassage({ document, headings, text }: Hit, maxLength: number): string {
  const head = [document.title ?? '', headings.join(' > ')].filter((line) => line !== '');
  return cut([...head, text].join('\n'), maxLength);
}

function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}

import type { QuestionResult } from '../domain/evaluation.ts';

const MOST = 20;

/** Questions that could be ranked better, worst first: those of which nothing right was found, then by rank and nDCG. */
export function chooseWorst(results: readonly QuestionResult[]): QuestionResult[] {
  const place = ({ rank }: QuestionResult) => rank ?? Number.MAX_SAFE_INTEGER;
  return results
    .filter(({ rank, ndcg10 }) => rank !== 1 || ndcg10 < 1)
    .sort((a, b) => place(b) - place(a) || a.ndcg10 - b.ndcg10)
    .slice(0, MOST);
}

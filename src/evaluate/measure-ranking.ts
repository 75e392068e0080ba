import type { QuestionMeasures } from '../domain/evaluation.ts';

const NDCG_DEPTH = 10;

/**
 * Measures of one question from the ranks of its right passages among `topK` hits (null: not among them).
 *
 * - `hit1`: whether the first hit is right; `recallN`: the share of the right passages among the first N.
 * - `mrr`: 1 / rank of the first right one (Voorhees, TREC-8 Question Answering Track Report, 1999).
 * - `ndcg10`: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with gains of 0 and 1; the
 *   ideal has all right passages at the top. Two of them in one hit count twice at its rank, and no value is above 1.
 *
 * A recall deeper than `topK` is null; what `mrr` and `ndcg10` do not see counts as not found.
 */
export function measureRanking(ranks: readonly (number | null)[], topK: number): QuestionMeasures {
  const found = ranks.flatMap((rank) => (rank !== null && rank <= topK ? [rank] : []));
  const first = Math.min(...found);
  const recall = (depth: number) =>
    depth > topK ? null : found.filter((rank) => rank <= depth).length / ranks.length;
  const ideal = Array.from({ length: Math.min(NDCG_DEPTH, ranks.length) }, (_, index) => index + 1);
  return {
    hit1: first === 1 ? 1 : 0,
    recall1: recall(1),
    recall3: recall(3),
    recall5: recall(5),
    recall10: recall(10),
    recallTopK: recall(topK),
    mrr: found.length === 0 ? 0 : 1 / first,
    ndcg10: Math.min(1, sumGains(found.filter((rank) => rank <= NDCG_DEPTH)) / sumGains(ideal)),
  };
}

/** In order of rank, so that a perfect ranking is the ideal to the last bit. */
function sumGains(ranks: readonly number[]): number {
  return ranks.toSorted((a, b) => a - b).reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
}

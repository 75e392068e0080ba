import type { JudgedQuestion } from './retrieval-set.ts';

/** Positions of passages, best first. */
export type Ranking = readonly number[];

/** Means over the questions, 0 to 1; ranks below the tenth count as not found. */
export interface RankingQuality {
  /** Share of questions whose first passage is right. */
  readonly hit1: number;
  readonly recall10: number;
  readonly mrr10: number;
  /** Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with grades 0 and 1. */
  readonly ndcg10: number;
}

const DEPTH = 10;

export function measureRankings(
  questions: readonly JudgedQuestion[],
  rankings: readonly Ranking[],
): RankingQuality {
  const each = questions.map(({ relevant }, index) => measureRanking(relevant, rankings[index] ?? []));
  const mean = (key: keyof RankingQuality) =>
    Number((each.reduce((sum, quality) => sum + quality[key], 0) / Math.max(1, each.length)).toFixed(4));
  return { hit1: mean('hit1'), recall10: mean('recall10'), mrr10: mean('mrr10'), ndcg10: mean('ndcg10') };
}

function measureRanking(relevant: ReadonlySet<number>, ranking: Ranking): RankingQuality {
  const top = ranking.slice(0, DEPTH);
  const found = top.flatMap((passage, index) => (relevant.has(passage) ? [index] : []));
  const first = found[0];
  const ideal = [...Array(Math.min(DEPTH, relevant.size)).keys()];
  return {
    hit1: first === 0 ? 1 : 0,
    recall10: found.length / relevant.size,
    mrr10: first === undefined ? 0 : 1 / (first + 1),
    ndcg10: sumGains(found) / sumGains(ideal),
  };
}

function sumGains(indices: readonly number[]): number {
  return indices.reduce((sum, index) => sum + 1 / Math.log2(index + 2), 0);
}

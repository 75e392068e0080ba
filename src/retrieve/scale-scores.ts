/**
 * Scores, best first, divided by the best: from 1 down, never negative. Some models give logits, which may be below zero:
 * those become probabilities first, by the logistic function (in logarithms, since it is 0 for what is far below).
 */
export function scaleScores(scores: readonly number[]): number[] {
  const [best = 1] = scores;
  if (best > 0 && scores.every((score) => score >= 0)) return scores.map((score) => score / best);
  return scores.map((score) => Math.exp(logLogistic(score) - logLogistic(best)));
}

function logLogistic(value: number): number {
  return value > 0 ? -Math.log1p(Math.exp(-value)) : value - Math.log1p(Math.exp(value));
}

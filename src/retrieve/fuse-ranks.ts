import type { Hit, LegScore } from '../domain/hit.ts';
import type { Candidate } from '../domain/search-ports.ts';

/** Cormack, Clarke, Büttcher, "Reciprocal Rank Fusion outperforms Condorcet …", SIGIR 2009. */
const RANK_OFFSET = 60;

export interface LegWeights {
  readonly lexical: number;
  /** One per dense plan of the search. */
  readonly dense: readonly number[];
}

/**
 * Orders candidates by weighted reciprocal ranks and scales the scores so that the first has 1. With one leg in use
 * its own scores are kept: they say more than ranks. Ties keep the order of the chunk ids. The best `topK` hits. `rescored` stands in for
 * ranks and scores of the lexical leg, by chunk id; what a hit shows of the leg is what was found.
 */
export function fuseRanks(
  candidates: readonly Candidate[],
  weights: LegWeights,
  topK: number,
  rescored: ReadonlyMap<string, LegScore> = new Map(),
): Hit[] {
  const legsInUse = [weights.lexical, ...weights.dense].filter((weight) => weight > 0).length;
  const scored = candidates
    .map((candidate) => {
      const lexical = rescored.get(candidate.chunkId) ?? candidate.lexical;
      return { candidate, score: scoreCandidate({ ...candidate, lexical }, weights, legsInUse === 1) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.candidate.chunkId < b.candidate.chunkId ? -1 : 1))
    .slice(0, topK);
  const best = scored[0]?.score ?? 1;
  return scored.map(({ candidate, score }) => toHit(candidate, score / best));
}

function scoreCandidate(candidate: Candidate, weights: LegWeights, single: boolean): number {
  const leg = (found: LegScore | null | undefined, weight: number) => {
    if (!found || weight === 0) return 0;
    return single ? found.score : weight / (RANK_OFFSET + found.rank);
  };
  return candidate.dense.reduce(
    (sum, found, index) => sum + leg(found, weights.dense[index] ?? 0),
    leg(candidate.lexical, weights.lexical),
  );
}

function toHit({ lexical, dense, tokens: _, opening: __, ...shown }: Candidate, score: number): Hit {
  return { ...shown, score, legs: { lexical, dense: dense.find((found) => found !== null) ?? null } };
}

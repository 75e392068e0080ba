import type { ExplainedTerm, Explanation, SearchStage } from '../domain/explanation.ts';
import type { Hit, LegScore } from '../domain/hit.ts';
import type { Candidate, MatchCounts, SearchPlan } from '../domain/search-ports.ts';
import type { TermCount, WeightedTerm } from '../domain/term.ts';
import { explainDocument } from './explain-document.ts';
import type { LegWeights } from './fuse-ranks.ts';

/** What a search did, step by step. */
export interface SearchTrace {
  readonly counts: readonly TermCount[];
  readonly terms: readonly WeightedTerm[];
  readonly plan: SearchPlan;
  readonly weights: LegWeights;
  readonly candidates: readonly Candidate[];
  readonly rescored: ReadonlyMap<string, LegScore>;
  readonly fused: readonly Hit[];
  /** The fused ones, in the order of the reranker if there was one. */
  readonly ranked: readonly Hit[];
  readonly topK: number;
  readonly isReranked: boolean;
  readonly stages: readonly { readonly stage: SearchStage; readonly ms: number }[];
}

/** Makes a trace readable. `documentId`: the document whose absence is to be explained; null: none. */
export function explainSearch(
  trace: SearchTrace,
  matches: MatchCounts,
  documentId: string | null,
): Explanation {
  const { plan, weights, candidates, ranked, topK } = trace;
  const lexicalLeg = {
    leg: 'lexical' as const,
    weight: weights.lexical,
    index: 'postings' as const,
    candidates: candidates.filter(({ lexical }) => lexical !== null).length,
  };
  const denseLegs = plan.dense.map((_, leg) => ({
    leg: 'dense' as const,
    weight: weights.dense[leg] ?? 0,
    index: 'scan' as const,
    candidates: candidates.filter(({ dense }) => (dense[leg] ?? null) !== null).length,
  }));
  const fusedRanks = new Map(trace.fused.map(({ chunkId }, index) => [chunkId, index + 1]));
  return {
    terms: explainTerms(trace),
    legs: [...(plan.lexical === null ? [] : [lexicalLeg]), ...denseLegs],
    matchedChunks: matches.matched,
    selectedChunks: matches.selected,
    candidates: candidates.length,
    reranked: trace.isReranked,
    stages: trace.stages.map(({ stage, ms }) => ({ stage, ms: Math.round(ms * 10) / 10 })),
    hits: ranked.slice(0, topK).map(({ chunkId, legs }) => ({
      chunkId,
      lexicalRank: legs.lexical?.rank ?? null,
      rescoredRank: trace.rescored.get(chunkId)?.rank ?? null,
      denseRank: legs.dense?.rank ?? null,
      fusedRank: fusedRanks.get(chunkId) ?? 0,
    })),
    document:
      documentId === null
        ? null
        : explainDocument(documentId, {
            collectionIds: plan.collectionIds,
            ranked,
            topK,
            found: matches.document,
          }),
  };
}

function explainTerms({ counts, terms, plan: { lexical } }: SearchTrace): ExplainedTerm[] {
  const countOf = new Map(counts);
  const choosing = new Set(lexical?.terms.map(({ term }) => term));
  return terms.map(({ term, documentFrequency, idf }) => ({
    term,
    documentFrequency,
    weight: Math.round(idf * (countOf.get(term) ?? 0) * 1000) / 1000,
    use: documentFrequency === 0 ? 'absent' : choosing.has(term) ? 'chooses' : 'counts',
  }));
}

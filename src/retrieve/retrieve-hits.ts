import type { EmbeddingSpace } from '../domain/collection.ts';
import type { Explanation, SearchStage } from '../domain/explanation.ts';
import type { Hit, Notice, SearchMode } from '../domain/hit.ts';
import type { Embedder, Reranker } from '../domain/ports.ts';
import type { SearchPlan, SearchScope, SearchStore, TermStatistics } from '../domain/search-ports.ts';
import type { WeightedTerm } from '../domain/term.ts';
import { isUpstreamError, ServiceError } from '../errors.ts';
import type { StageClock } from '../support/stage-clock.ts';
import { explainSearch, type SearchTrace } from './explain-search.ts';
import { fuseRanks } from './fuse-ranks.ts';
import { planDense } from './plan-dense.ts';
import { planLexical } from './plan-lexical.ts';
import { rerankHits } from './rerank-hits.ts';
import type { RescoreLexical } from './rescore-lexical.ts';
import { weighQuestion } from './weigh-question.ts';
import { weighTerms } from './weigh-terms.ts';

/** Candidates each leg gives to the fusion; more than any usual `topK`, so that the legs can agree below it. */
const MIN_CANDIDATES = 50;

export interface RetrievalRequest {
  readonly question: string;
  readonly scope: SearchScope;
  readonly topK: number;
  readonly mode: SearchMode;
  /** Whether the best are looked at again, by words and by a model; default true. */
  readonly rerank?: boolean;
  /** Asked for: why the hits are these, and why a document is not among them. */
  readonly explain?: { readonly documentId: string | null };
}

export interface Retrieval {
  readonly hits: readonly Hit[];
  /** The question's terms with their weights in the collections searched. */
  readonly terms: readonly WeightedTerm[];
  /** Tokens of each hit's text, by chunk id. */
  readonly tokens: ReadonlyMap<string, number>;
  readonly warnings: readonly Notice[];
  readonly embedMs: number;
  /** What embedding the question cost, over all spaces. */
  readonly embeddingTokens: number;
  /** More chunks may match than were looked at. */
  readonly isBounded: boolean;
  /** Null unless it was asked for. */
  readonly explanation: Explanation | null;
}

/** Stands in `retrieve` when it is given. */
export type RetrievalClock = StageClock<'retrieve' | 'embed' | 'rerank'>;

export interface Retriever {
  readonly store: SearchStore;
  /** Null when the provider of the space is not configured now. */
  readonly embedderOf: (space: EmbeddingSpace) => Embedder | null;
  /** Weight of the dense leg in hybrid search, by embedding provider. */
  readonly denseWeightOf: (provider: string) => number;
  /** Null: the lexical leg stays as it was found. */
  readonly rescoreLexical: RescoreLexical | null;
  /** Null: the order is that of the legs. */
  readonly reranker: Reranker | null;
}

/**
 * Question to hits, in two statements: what the collections know of the terms, then both legs at once; a third where an
 * explanation is asked for. COLLECTION_NOT_FOUND, EMBEDDING_UNAVAILABLE.
 */
export async function retrieveHits(
  retriever: Retriever,
  { question, scope, topK, mode, rerank = true, explain }: RetrievalRequest,
  signal: AbortSignal,
  clock?: RetrievalClock,
): Promise<Retrieval> {
  const counts = weighQuestion(question);
  const stages: { stage: SearchStage; ms: number }[] = [];
  let since = performance.now();
  const endStage = (stage: SearchStage): void => {
    const now = performance.now();
    stages.push({ stage, ms: now - since });
    since = now;
  };
  const statistics = await retriever.store.readStatistics(
    scope,
    counts.map(([term]) => term),
  );
  checkCollections(scope, statistics);
  const terms = weighTerms(
    counts.map(([term]) => term),
    statistics,
  );
  const warnings = warnOfUnknownDocuments(scope, statistics);
  endStage('statistics');

  const startedAt = performance.now();
  const dense =
    mode === 'lexical' ? [] : await planDense(retriever, statistics, question, mode, warnings, signal, clock);
  const embedMs = performance.now() - startedAt;
  const embeddingTokens = dense.reduce((sum, { tokens }) => sum + tokens, 0);
  endStage('embed');
  signal.throwIfAborted();

  const lexical = mode === 'dense' ? null : planLexical(counts, terms, statistics);
  const reranker = rerank ? retriever.reranker : null;
  const depth = Math.max(topK, reranker?.maxPassages ?? 0);
  const plan: SearchPlan = {
    collectionIds: statistics.collections.map(({ id }) => id),
    documentIds: scope.documentIds,
    filter: scope.filter,
    lexical,
    dense: dense.map(({ plan }) => plan),
    candidates: Math.max(MIN_CANDIDATES, depth),
  };
  const hasLegs = lexical !== null || dense.length > 0;
  const candidates = hasLegs ? await retriever.store.search(scope.tenantId, plan) : [];
  endStage('search');
  const weights = { lexical: lexical === null ? 0 : 1, dense: dense.map(({ weight }) => weight) };
  const tokens = new Map(candidates.map((candidate) => [candidate.chunkId, candidate.tokens]));
  const rescored =
    rerank && lexical !== null ? retriever.rescoreLexical?.(question, terms, candidates) : undefined;
  const fused = fuseRanks(candidates, weights, explain ? candidates.length : depth, rescored);
  endStage('rescore');
  const best = fused.slice(0, depth);
  const reranked =
    reranker === null ? best : await tryReranker(reranker, question, best, warnings, signal, clock);
  endStage('rerank');
  const explanation =
    explain === undefined
      ? null
      : await explainHits(retriever.store, scope, explain.documentId, {
          counts,
          terms,
          plan,
          weights,
          candidates,
          rescored: rescored ?? new Map(),
          fused,
          ranked: [...reranked, ...fused.slice(depth)],
          topK,
          isReranked: reranked !== best,
          stages,
        });
  return {
    hits: reranked.slice(0, topK),
    terms,
    tokens,
    warnings,
    embedMs,
    embeddingTokens,
    isBounded: lexical !== null && lexical.common.length > 0,
    explanation,
  };
}

async function explainHits(
  store: SearchStore,
  { tenantId }: SearchScope,
  documentId: string | null,
  trace: SearchTrace,
): Promise<Explanation> {
  const since = performance.now();
  const matches = await store.countMatches(tenantId, trace.plan, documentId);
  const explained = { stage: 'explain' as const, ms: performance.now() - since };
  return explainSearch({ ...trace, stages: [...trace.stages, explained] }, matches, documentId);
}

/** A reranker that fails takes nothing from the search but its order. */
async function tryReranker(
  reranker: Reranker,
  question: string,
  hits: Hit[],
  warnings: Notice[],
  signal: AbortSignal,
  clock: RetrievalClock | undefined,
): Promise<Hit[]> {
  if (hits.length < 2) return hits;
  clock?.enter('rerank');
  try {
    const reranked = await rerankHits(reranker, question, hits, signal);
    clock?.enter('retrieve');
    return reranked;
  } catch (error) {
    if (!isUpstreamError(error)) throw error;
    clock?.enter('retrieve', 'failed');
    warnings.push({
      code: 'RERANK_FAILED',
      message: `The reranker failed: ${error.message} The hits are in the order that they have without it.`,
    });
    return hits;
  }
}

function checkCollections(scope: SearchScope, statistics: TermStatistics): void {
  const found = new Set(statistics.collections.map(({ name }) => name));
  const missing = scope.collections?.filter((name) => !found.has(name)) ?? [];
  if (missing.length > 0)
    throw new ServiceError(
      'COLLECTION_NOT_FOUND',
      `There is no collection named ${missing.map((name) => `"${name}"`).join(', ')}.`,
    );
}

function warnOfUnknownDocuments(scope: SearchScope, statistics: TermStatistics): Notice[] {
  const found = new Set(statistics.documentIds);
  const unknown = scope.documentIds?.filter((id) => !found.has(id)) ?? [];
  if (unknown.length === 0) return [];
  return [{ code: 'DOCUMENT_NOT_FOUND', message: `There is no document with the id ${unknown.join(', ')}.` }];
}

import type { EmbeddingSpace } from '../domain/collection.ts';
import type { Hit, Notice, SearchMode } from '../domain/hit.ts';
import type { Embedder, Reranker } from '../domain/ports.ts';
import type { DensePlan, SearchScope, SearchStore, TermStatistics } from '../domain/search-ports.ts';
import type { WeightedTerm } from '../domain/term.ts';
import { isUpstreamError, ServiceError } from '../errors.ts';
import type { StageClock } from '../support/stage-clock.ts';
import { fuseRanks } from './fuse-ranks.ts';
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

/** Question to hits, in two statements: what the collections know of the terms, then both legs at once. COLLECTION_NOT_FOUND, EMBEDDING_UNAVAILABLE. */
export async function retrieveHits(
  retriever: Retriever,
  { question, scope, topK, mode, rerank = true }: RetrievalRequest,
  signal: AbortSignal,
  clock?: RetrievalClock,
): Promise<Retrieval> {
  const counts = weighQuestion(question);
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

  const startedAt = performance.now();
  const dense =
    mode === 'lexical' ? [] : await planDense(retriever, statistics, question, mode, warnings, signal, clock);
  const embedMs = performance.now() - startedAt;
  const embeddingTokens = dense.reduce((sum, { tokens }) => sum + tokens, 0);
  signal.throwIfAborted();

  const lexical = mode === 'dense' ? null : planLexical(counts, terms, statistics);
  if (lexical === null && dense.length === 0)
    return { hits: [], terms, tokens: new Map(), warnings, embedMs, embeddingTokens };
  const reranker = rerank ? retriever.reranker : null;
  const depth = Math.max(topK, reranker?.maxPassages ?? 0);
  const candidates = await retriever.store.search(scope.tenantId, {
    collectionIds: statistics.collections.map(({ id }) => id),
    documentIds: scope.documentIds,
    filter: scope.filter,
    lexical,
    dense: dense.map(({ plan }) => plan),
    candidates: Math.max(MIN_CANDIDATES, depth),
  });
  const weights = { lexical: lexical === null ? 0 : 1, dense: dense.map(({ weight }) => weight) };
  const tokens = new Map(candidates.map((candidate) => [candidate.chunkId, candidate.tokens]));
  const rescored =
    rerank && lexical !== null ? retriever.rescoreLexical?.(question, terms, candidates) : undefined;
  const fused = fuseRanks(candidates, weights, depth, rescored);
  const ranked =
    reranker === null ? fused : await tryReranker(reranker, question, fused, warnings, signal, clock);
  const hits = ranked.slice(0, topK);
  return { hits, terms, tokens, warnings, embedMs, embeddingTokens };
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

interface WeightedDensePlan {
  readonly plan: DensePlan;
  readonly weight: number;
  readonly tokens: number;
}

/** The dense leg of each embedding space among the collections; the question is embedded once per space. */
async function planDense(
  { embedderOf, denseWeightOf }: Retriever,
  statistics: TermStatistics,
  question: string,
  mode: SearchMode,
  warnings: Notice[],
  signal: AbortSignal,
  clock: RetrievalClock | undefined,
): Promise<WeightedDensePlan[]> {
  const spaces = new Map<string, EmbeddingSpace>();
  for (const { spaceId, space } of statistics.collections)
    if (spaceId !== null && space !== null) spaces.set(spaceId, space);
  const plans: WeightedDensePlan[] = [];
  for (const [spaceId, space] of spaces) {
    const weight = mode === 'dense' ? 1 : denseWeightOf(space.provider);
    if (weight === 0) continue;
    const embedder = embedderOf(space);
    if (embedder === null) {
      const message = `The embedding model ${space.provider} ${space.model} is not configured now.`;
      if (mode === 'dense')
        throw new ServiceError('EMBEDDING_UNAVAILABLE', `${message} Search with mode "lexical".`);
      warnings.push({
        code: 'EMBEDDING_UNAVAILABLE',
        message: `${message} Its collections were searched by words only.`,
      });
      continue;
    }
    clock?.enter('embed');
    try {
      const { vector, tokens } = await embedder.embedQuery(question, signal);
      plans.push({ plan: { spaceId, vector }, weight, tokens });
      clock?.enter('retrieve');
    } catch (error) {
      // A model that is down must not take the search with it, where words alone can answer.
      if (mode === 'dense' || !isUpstreamError(error)) throw error;
      clock?.enter('retrieve', 'failed');
      warnings.push({
        code: error.code,
        message: `${error.message} Collections of the embedding model ${space.model} were searched by words only.`,
      });
    }
  }
  return plans;
}

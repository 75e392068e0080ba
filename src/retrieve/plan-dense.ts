import type { EmbeddingSpace } from '../domain/collection.ts';
import type { Notice, SearchMode } from '../domain/hit.ts';
import type { DensePlan, TermStatistics } from '../domain/search-ports.ts';
import { isUpstreamError, ServiceError } from '../errors.ts';
import type { RetrievalClock, Retriever } from './retrieve-hits.ts';

export interface WeightedDensePlan {
  readonly plan: DensePlan;
  readonly weight: number;
  readonly tokens: number;
}

/** The dense leg of each embedding space among the collections; the question is embedded once per space. */
export async function planDense(
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

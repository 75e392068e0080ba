import { createHash } from 'node:crypto';
import type { EmbeddingSpace } from '../domain/collection.ts';
import type { Metrics } from '../domain/metrics-port.ts';
import type { EmbeddedQuery } from '../domain/ports.ts';
import { createSharedCache } from '../support/shared-cache.ts';

/** The vector of `text` in `space`, from the cache or by `embed`. One that is not embedded for this caller cost nothing. */
export type QuestionCache = (
  space: EmbeddingSpace,
  text: string,
  embed: (signal: AbortSignal) => Promise<EmbeddedQuery>,
  signal: AbortSignal,
) => Promise<EmbeddedQuery>;

/**
 * Keeps the vectors of the questions asked last, so that one asked again costs no call. Memory is `maxEntries` times
 * (4 bytes a dimension + some 300): 6.5 MB for 1,000 of 1,536 dimensions. The questions themselves are not kept, only their hashes: a cut
 * text would hold its whole request in memory. Nothing in it comes from a document, so a delete has nothing to remove here.
 */
export function createQuestionCache(maxEntries: number, metrics: Metrics): QuestionCache {
  const cache = createSharedCache<EmbeddedQuery>(maxEntries);
  return async ({ provider, model, dimensions }, text, embed, signal) => {
    const key = createHash('sha256')
      .update(JSON.stringify([provider, model, dimensions, text]))
      .digest('base64');
    const { value, lookup } = await cache.get(key, embed, signal);
    metrics.record({ kind: 'question-cache', lookup });
    return lookup === 'miss' ? value : { ...value, tokens: 0 };
  };
}

import { ServiceError } from '../errors.ts';

/** The wire of a rerank endpoint: Cohere's, which Jina, vLLM and others speak, or that of Text Embeddings Inference. */
export type RerankFormat = 'cohere' | 'tei';

/**
 * The scores of a rerank reply by the order of the passages; null for one that it leaves out. Nothing of the reply is believed:
 * UPSTREAM_FAILED for an index that is no passage's or comes twice, a score that is not finite, and no scores at all.
 */
export function checkScores(reply: unknown, count: number, format: RerankFormat): (number | null)[] {
  const results = format === 'tei' ? reply : fieldOf(reply, 'results');
  if (!Array.isArray(results) || results.length === 0) throw refuse('no list of scores');
  const scores: (number | null)[] = Array(count).fill(null);
  for (const result of results) {
    const index = fieldOf(result, 'index');
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= count)
      throw refuse('a score for no passage');
    if (scores[index] !== null) throw refuse('two scores for one passage');
    const score = fieldOf(result, format === 'tei' ? 'score' : 'relevance_score');
    if (typeof score !== 'number' || !Number.isFinite(score))
      throw refuse('a score that is no finite number');
    scores[index] = score;
  }
  return scores;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function refuse(what: string): ServiceError {
  return new ServiceError('UPSTREAM_FAILED', `The model gave back ${what}.`);
}

import type { Hit } from '../domain/hit.ts';

export interface PackedContext {
  /** Best first. */
  readonly hits: readonly Hit[];
  readonly contextTokens: number;
  readonly droppedHits: number;
}

/**
 * The hits that fit the budget (in `o200k_base` tokens), best first. A hit that does not fit is left out and the next
 * is tried. Hits are never cut, because evidence is offsets in their text; so the best one is kept even when it alone
 * exceeds the budget: an answer from one hit is worth more than none, and a hit is bounded by the chunk size.
 *
 * `tokensOf` (by chunk id) was counted when the document was split: to count here would load the encoder, 0.4 s, into the
 * process that answers.
 */
export function packContext(
  hits: readonly Hit[],
  tokensOf: ReadonlyMap<string, number>,
  maxContextTokens: number,
): PackedContext {
  const packed: Hit[] = [];
  let contextTokens = 0;
  for (const hit of [...hits].sort((a, b) => b.score - a.score)) {
    const tokens = tokensOf.get(hit.chunkId) ?? 0;
    if (packed.length > 0 && contextTokens + tokens > maxContextTokens) continue;
    packed.push(hit);
    contextTokens += tokens;
  }
  return { hits: packed, contextTokens, droppedHits: hits.length - packed.length };
}

import type { Collection, EmbeddingSpace } from './domain/collection.ts';

/**
 * A sentence for each kind of collection that does not use the embedder configured now: those that keep an older one,
 * and those whose model is not configured and which words alone find.
 */
export function describeSpaces(
  collections: readonly Pick<Collection, 'name' | 'embedding'>[],
  space: EmbeddingSpace,
  embedderOf: (space: EmbeddingSpace) => object | null,
): string[] {
  const current = embedderOf(space);
  const kept: string[] = [];
  const lost: string[] = [];
  for (const { name, embedding } of collections) {
    if (embedding === null || embedderOf(embedding) === current) continue;
    if (embedderOf(embedding) === null) lost.push(`${name} (${embedding.provider} ${embedding.model})`);
    else kept.push(name);
  }
  const notes: string[] = [];
  if (kept.length > 0) notes.push(`Collections that keep the built-in embedding: ${kept.join(', ')}.`);
  if (lost.length > 0)
    notes.push(
      `Collections whose embedding model is not configured now, searched by words only and closed to new documents: ${lost.join(', ')}.`,
    );
  return notes;
}

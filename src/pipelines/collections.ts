import type { Chunking, EmbeddingSpace } from '../domain/collection.ts';
import { DEFAULT_COLLECTION } from '../domain/ids.ts';
import type { CollectionStore, DocumentStore } from '../domain/store-ports.ts';
import { ServiceError } from '../errors.ts';
import type { CollectionsPipeline } from './pipelines.ts';

export interface CollectionsServices {
  readonly collections: CollectionStore;
  readonly documents: DocumentStore;
  readonly defaultChunking: Chunking;
  readonly space: EmbeddingSpace;
}

const DOCUMENTS_PER_ROUND = 100;

export function createCollectionsPipeline({
  collections,
  documents,
  defaultChunking,
  space,
}: CollectionsServices): CollectionsPipeline {
  function checkChunking(chunking: Partial<Chunking> | undefined, current: Chunking): void {
    const { maxTokens, overlapTokens } = { ...current, ...chunking };
    if (overlapTokens <= maxTokens / 2) return;
    const message = 'must be at most half of maxTokens';
    throw new ServiceError('REQUEST_INVALID', `chunking.overlapTokens ${message}.`, {
      errors: [{ path: '/chunking/overlapTokens', message }],
    });
  }

  function checkEmbedding(wanted: {
    provider: string;
    model?: string | undefined;
    dimensions?: number | undefined;
  }): void {
    const { provider, model = space.model, dimensions = space.dimensions } = wanted;
    if (provider === space.provider && model === space.model && dimensions === space.dimensions) return;
    throw new ServiceError(
      'EMBEDDING_UNAVAILABLE',
      `The embedding ${provider} ${model} is not configured. Configured now: ${space.provider} ${space.model} with ${space.dimensions} dimensions.`,
    );
  }

  async function getOrThrow(tenantId: number, name: string) {
    const collection = await collections.get(tenantId, name);
    if (collection === null)
      throw new ServiceError('COLLECTION_NOT_FOUND', `There is no collection named "${name}".`);
    return collection;
  }

  return {
    async create({ tenantId }, { name, description = null, language = 'auto', chunking = {}, embedding }) {
      checkChunking(chunking, defaultChunking);
      if (embedding !== undefined) checkEmbedding(embedding);
      return collections.create(tenantId, { name, description, language, chunking });
    },

    list: ({ tenantId }) => collections.list(tenantId),

    get: ({ tenantId }, name) => getOrThrow(tenantId, name),

    async getMany({ tenantId }, names) {
      const found = await collections.getMany(tenantId, [...new Set(names)]);
      return new Map(found.map((collection) => [collection.name, collection]));
    },

    async update({ tenantId }, name, changes) {
      checkChunking(changes.chunking, (await getOrThrow(tenantId, name)).chunking);
      return collections.update(tenantId, name, changes);
    },

    async delete({ tenantId, signal }, name, { force }) {
      if (name === DEFAULT_COLLECTION)
        throw new ServiceError(
          'COLLECTION_PROTECTED',
          `The collection "${DEFAULT_COLLECTION}" cannot be deleted; delete its documents instead.`,
        );
      await getOrThrow(tenantId, name);
      const counts = { documents: 0, versions: 0, pages: 0, chunks: 0 };
      while (force) {
        signal.throwIfAborted();
        const ids = await collections.findDocuments(tenantId, name, DOCUMENTS_PER_ROUND);
        if (ids.length === 0) break;
        for (const id of ids) {
          // Hidden already when an earlier deletion was cut off: then only its rows are left.
          await documents.hide(tenantId, id, () => {}).catch(ignoreMissing);
          const removed = await documents.purge(tenantId, id);
          counts.documents += 1;
          counts.versions += removed.versions;
          counts.pages += removed.pages;
          counts.chunks += removed.chunks;
        }
      }
      await collections.remove(tenantId, name);
      return { name, deleted: true, counts };
    },
  };
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof ServiceError) || error.code !== 'DOCUMENT_NOT_FOUND') throw error;
}

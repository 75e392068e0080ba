import { v7 as uuidv7 } from 'uuid';
import type { Chunking, Collection } from '../domain/collection.ts';
import type { TenantId } from '../domain/ids.ts';
import type { CollectionStore } from '../domain/store-ports.ts';
import { ServiceError } from '../errors.ts';
import type { Database, Executor } from './database.ts';
import { and, asc, eq, inArray, isNull, type SQL, sql } from './drizzle.ts';
import { lockCollection } from './locks.ts';
import { collections, documents, embeddingSpaces, termFrequencies } from './schema.ts';
import { isUniqueViolation } from './translate-error.ts';

export function createCollectionStore(database: Database, defaultChunking: Chunking): CollectionStore {
  const select = (executor: Executor, where: SQL | undefined) =>
    executor
      .select({
        row: collections,
        space: embeddingSpaces,
        documents: sql<number>`(select count(*)::int from ${documents} where ${documents.tenantId} = ${collections.tenantId}
          and ${documents.collectionId} = ${collections.id} and ${documents.deletedAt} is null)`,
      })
      .from(collections)
      .leftJoin(
        embeddingSpaces,
        and(eq(embeddingSpaces.tenantId, collections.tenantId), eq(embeddingSpaces.id, collections.spaceId)),
      )
      .where(where)
      .orderBy(asc(collections.name));

  type Row = Awaited<ReturnType<typeof select>>[number];
  const toCollection = ({ row, space, documents }: Row): Collection => ({
    name: row.name,
    description: row.description,
    language: row.language,
    chunking: {
      maxTokens: row.chunkMaxTokens ?? defaultChunking.maxTokens,
      overlapTokens: row.chunkOverlapTokens ?? defaultChunking.overlapTokens,
    },
    embedding: space && { provider: space.provider, model: space.model, dimensions: space.dimensions },
    documents,
    chunks: row.chunkCount,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  });

  const named = (tenantId: TenantId, name: string) =>
    and(eq(collections.tenantId, tenantId), eq(collections.name, name));

  async function find(executor: Executor, tenantId: TenantId, name: string): Promise<Collection | null> {
    const [row] = await select(executor, named(tenantId, name));
    return row === undefined ? null : toCollection(row);
  }

  async function findOrThrow(executor: Executor, tenantId: TenantId, name: string): Promise<Collection> {
    const found = await find(executor, tenantId, name);
    if (found === null) throw collectionNotFound(name);
    return found;
  }

  return {
    async create(tenantId, { name, description, language, chunking }) {
      try {
        await database.executor.insert(collections).values({
          tenantId,
          id: uuidv7(),
          name,
          description,
          language,
          chunkMaxTokens: chunking.maxTokens ?? null,
          chunkOverlapTokens: chunking.overlapTokens ?? null,
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new ServiceError('COLLECTION_EXISTS', `A collection named "${name}" exists already.`, {
          cause: error,
        });
      }
      return findOrThrow(database.executor, tenantId, name);
    },

    async list(tenantId) {
      return (await select(database.executor, eq(collections.tenantId, tenantId))).map(toCollection);
    },

    get: (tenantId, name) => find(database.executor, tenantId, name),

    async getMany(tenantId, names) {
      if (names.length === 0) return [];
      const wanted = and(eq(collections.tenantId, tenantId), inArray(collections.name, [...names]));
      return (await select(database.executor, wanted)).map(toCollection);
    },

    update: (tenantId, name, { description, language, chunking }) =>
      database.transaction(async (tx) => {
        await tx
          .update(collections)
          .set({
            updatedAt: sql`now()`,
            ...(description !== undefined && { description }),
            ...(language !== undefined && { language }),
            ...(chunking?.maxTokens !== undefined && { chunkMaxTokens: chunking.maxTokens }),
            ...(chunking?.overlapTokens !== undefined && { chunkOverlapTokens: chunking.overlapTokens }),
          })
          .where(named(tenantId, name));
        return findOrThrow(tx, tenantId, name);
      }),

    async findDocuments(tenantId, name, limit) {
      const rows = await database.executor
        .select({ id: documents.id })
        .from(documents)
        .innerJoin(
          collections,
          and(eq(collections.tenantId, documents.tenantId), eq(collections.id, documents.collectionId)),
        )
        .where(named(tenantId, name))
        .limit(limit);
      return rows.map((row) => row.id);
    },

    remove: (tenantId, name) =>
      database.transaction(async (tx) => {
        const [collection] = await tx.select().from(collections).where(named(tenantId, name));
        if (collection === undefined) throw collectionNotFound(name);
        await lockCollection(tx, tenantId, collection.id);
        const [document] = await tx
          .select({ id: documents.id })
          .from(documents)
          .where(and(eq(documents.tenantId, tenantId), eq(documents.collectionId, collection.id)))
          .limit(1);
        if (document !== undefined)
          throw new ServiceError(
            'COLLECTION_NOT_EMPTY',
            `Documents are in the collection "${name}". Delete them first, or delete it with ?force=true.`,
          );
        const own = { tenantId, collectionId: collection.id };
        await tx
          .delete(termFrequencies)
          .where(
            and(
              eq(termFrequencies.tenantId, own.tenantId),
              eq(termFrequencies.collectionId, own.collectionId),
            ),
          );
        await tx.delete(collections).where(named(tenantId, name));
      }),
  };
}

export function collectionNotFound(name: string): ServiceError {
  return new ServiceError(
    'COLLECTION_NOT_FOUND',
    `There is no collection named "${name}". Collections are made by POST /collections, never implicitly.`,
  );
}

/** The id of a collection by name; COLLECTION_NOT_FOUND. */
export async function findCollectionRow(executor: Executor, tenantId: TenantId, name: string) {
  const [row] = await executor
    .select()
    .from(collections)
    .where(and(eq(collections.tenantId, tenantId), eq(collections.name, name)));
  if (row === undefined) throw collectionNotFound(name);
  return row;
}

/** Documents that are not hidden. */
export const isVisible = isNull(documents.deletedAt);

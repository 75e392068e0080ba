import { v7 as uuidv7 } from 'uuid';
import type { EmbeddingSpace } from '../domain/collection.ts';
import { STATUSES_IN_PROGRESS } from '../domain/document.ts';
import { decideIdentity, type IdentityDecision, type KnownDocument } from '../domain/identity.ts';
import type { TenantId } from '../domain/ids.ts';
import type { JobQueue } from '../domain/queue-ports.ts';
import type { AcceptInput } from '../domain/store-ports.ts';
import { ServiceError } from '../errors.ts';
import { isVisible } from './collection-store.ts';
import type { Executor } from './database.ts';
import { newestVersion } from './document-rows.ts';
import { and, asc, eq, sql } from './drizzle.ts';
import { collections, documents, embeddingSpaces, uploads, versions } from './schema.ts';
import { supersedeInProgress } from './supersede.ts';
import { toSourceColumns } from './version-source.ts';

type CollectionRow = typeof collections.$inferSelect;

/** Which document of the collection the bytes belong to. Call it under the collection's lock. */
export async function decideDocument(
  tx: Executor,
  tenantId: TenantId,
  collectionId: string,
  { sha256, externalId, source }: AcceptInput & { readonly externalId: string | null },
): Promise<IdentityDecision> {
  const known = async (condition: ReturnType<typeof eq>): Promise<KnownDocument | null> => {
    const [row] = await tx
      .select({
        documentId: documents.id,
        sha256: newestVersion.sha256,
        status: newestVersion.status,
      })
      .from(documents)
      .innerJoin(
        newestVersion,
        and(eq(newestVersion.tenantId, documents.tenantId), eq(newestVersion.id, documents.newestVersionId)),
      )
      .where(
        and(eq(documents.tenantId, tenantId), eq(documents.collectionId, collectionId), isVisible, condition),
      )
      .orderBy(asc(documents.id))
      .limit(1);
    return row === undefined ? null : toKnown(row);
  };
  return decideIdentity({
    sha256,
    externalId,
    byExternalId: externalId === null ? null : await known(eq(documents.externalId, externalId)),
    bySource:
      externalId === null && source !== undefined
        ? await known(eq(newestVersion.sourceUrl, source.url))
        : null,
    bySha256: externalId === null ? await known(eq(newestVersion.sha256, sha256)) : null,
  });
}

export function toKnown(row: { documentId: string; sha256: string; status: string }): KnownDocument {
  return {
    documentId: row.documentId,
    newest: {
      sha256: row.sha256,
      failed: row.status === 'failed',
      inProgress: STATUSES_IN_PROGRESS.some((status) => status === row.status),
    },
  };
}

/** Writes the next version of a document, adopts the upload and sends the job; its id. A version in progress is superseded. */
export async function insertVersion(
  tx: Executor,
  queue: JobQueue,
  collection: CollectionRow,
  documentId: string,
  input: AcceptInput,
): Promise<string> {
  const { tenantId } = input;
  const spaceId = await fixSpace(tx, collection, input.space);
  await supersedeInProgress(
    tx,
    queue,
    tenantId,
    documentId,
    'A newer version was accepted before this one was published.',
  );
  const adopted = await tx
    .update(uploads)
    .set({ adopted: true })
    .where(and(eq(uploads.tenantId, tenantId), eq(uploads.id, input.uploadId), eq(uploads.adopted, false)))
    .returning({ id: uploads.id });
  if (adopted.length === 0) throw new Error(`upload ${input.uploadId} is gone or adopted already`);
  const versionId = uuidv7();
  const jobId = await queue.send({ tenantId, versionId }, tx);
  await tx.insert(versions).values({
    tenantId,
    id: versionId,
    documentId,
    collectionId: collection.id,
    number: sql`(select coalesce(max(number), 0) + 1 from versions where tenant_id = ${tenantId} and document_id = ${documentId})`,
    status: 'queued',
    jobId,
    uploadId: input.uploadId,
    sha256: input.sha256,
    bytes: input.bytes,
    mediaType: input.mediaType,
    filename: input.filename,
    ...toSourceColumns(input.source),
    language: input.language ?? collection.language,
    charset: input.charset,
    password: input.password ?? null,
    chunkMaxTokens: collection.chunkMaxTokens ?? input.defaultChunking.maxTokens,
    chunkOverlapTokens: collection.chunkOverlapTokens ?? input.defaultChunking.overlapTokens,
    spaceId,
    warnings: [...input.warnings],
  });
  return versionId;
}

/** Queues the failed newest version of a document again, under the same number; its id. */
export async function requeueFailed(
  tx: Executor,
  queue: JobQueue,
  tenantId: TenantId,
  documentId: string,
  changes: Partial<typeof versions.$inferInsert>,
): Promise<string> {
  const [version] = await tx
    .select({ id: versions.id })
    .from(versions)
    .innerJoin(
      documents,
      and(eq(documents.tenantId, versions.tenantId), eq(documents.newestVersionId, versions.id)),
    )
    .where(and(eq(versions.tenantId, tenantId), eq(documents.id, documentId), eq(versions.status, 'failed')));
  if (version === undefined) throw new Error(`document ${documentId} has no failed newest version`);
  const jobId = await queue.send({ tenantId, versionId: version.id }, tx);
  await tx
    .update(versions)
    .set({
      ...changes,
      status: 'queued',
      error: null,
      failures: 0,
      attemptBase: versions.attempt,
      interruptions: 0,
      jobId,
      updatedAt: sql`now()`,
    })
    .where(and(eq(versions.tenantId, tenantId), eq(versions.id, version.id)));
  return version.id;
}

/** The collection's embedding space: fixed by the first document that is accepted, unchangeable afterwards. */
async function fixSpace(tx: Executor, collection: CollectionRow, space: EmbeddingSpace): Promise<string> {
  const { tenantId } = collection;
  const [known] = await tx
    .select()
    .from(embeddingSpaces)
    .where(
      and(
        eq(embeddingSpaces.tenantId, tenantId),
        eq(embeddingSpaces.provider, space.provider),
        eq(embeddingSpaces.model, space.model),
        eq(embeddingSpaces.dimensions, space.dimensions),
      ),
    );
  if (collection.spaceId !== null) {
    if (collection.spaceId === known?.id) return collection.spaceId;
    throw new ServiceError(
      'EMBEDDING_UNAVAILABLE',
      `The collection "${collection.name}" was made with another embedding model than the one configured now (${space.provider} ${space.model}). Configure its model again, or use a new collection.`,
    );
  }
  const id = known?.id ?? (await insertSpace(tx, tenantId, space));
  await tx
    .update(collections)
    .set({ spaceId: id })
    .where(and(eq(collections.tenantId, tenantId), eq(collections.id, collection.id)));
  return id;
}

async function insertSpace(tx: Executor, tenantId: TenantId, space: EmbeddingSpace): Promise<string> {
  const [row] = await tx
    .insert(embeddingSpaces)
    .values({ tenantId, id: uuidv7(), ...space })
    // Another collection may insert the same space at the same time; the update makes RETURNING give its row.
    .onConflictDoUpdate({
      target: [
        embeddingSpaces.tenantId,
        embeddingSpaces.provider,
        embeddingSpaces.model,
        embeddingSpaces.dimensions,
      ],
      set: { dimensions: space.dimensions },
    })
    .returning({ id: embeddingSpaces.id });
  if (row === undefined) throw new Error('the embedding space was not written');
  return row.id;
}

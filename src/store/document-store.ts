import { v7 as uuidv7 } from 'uuid';
import type { Document, Metadata } from '../domain/document.ts';
import { decideReplacement } from '../domain/identity.ts';
import type { TenantId } from '../domain/ids.ts';
import type { JobQueue } from '../domain/queue-ports.ts';
import type { AcceptInput, AcceptResult, DocumentStore } from '../domain/store-ports.ts';
import { ServiceError } from '../errors.ts';
import { decideDocument, insertVersion, requeueFailed, toKnown } from './accept-version.ts';
import { findCollectionRow } from './collection-store.ts';
import type { Database, Executor } from './database.ts';
import { documentNotFound, newestVersion, selectDocument, selectDocuments } from './document-rows.ts';
import { and, eq, inArray, isNotNull, lt, type SQL, sql } from './drizzle.ts';
import { buildFilterSql } from './filter-sql.ts';
import { forgetRepliesWith, recordAccepted } from './idempotency-store.ts';
import { lockCollection } from './locks.ts';
import { outdateIndex } from './outdated-index.ts';
import { purgeDocument } from './purge.ts';
import { collections, documents, versions } from './schema.ts';
import { exchangeStatistics } from './statistics.ts';
import { supersedeInProgress } from './supersede.ts';
import { isUniqueViolation } from './translate-error.ts';
import { findSource, renewSource, toSourceColumns } from './version-source.ts';

/** `onRetitled` is called after a request that may have left the index of a published version outdated. */
export function createDocumentStore(
  database: Database,
  queue: JobQueue,
  onRetitled: () => void = () => {},
): DocumentStore {
  const documentKey = (tenantId: TenantId, id: string) =>
    and(eq(documents.tenantId, tenantId), eq(documents.id, id));

  async function getOrThrow(tx: Executor, tenantId: TenantId, id: string): Promise<Document> {
    const document = await selectDocument(tx, tenantId, id);
    if (document === null) throw documentNotFound(id);
    return document;
  }

  /** Locks the document's collection, then reads both again: what was read before the lock may be old. */
  async function lockDocument(tx: Executor, tenantId: TenantId, id: string) {
    const [row] = await tx.select().from(documents).where(documentKey(tenantId, id));
    if (row === undefined) throw documentNotFound(id);
    await lockCollection(tx, tenantId, row.collectionId);
    const document = await getOrThrow(tx, tenantId, id);
    const collection = await findCollectionRow(tx, tenantId, document.collection);
    return { document, collection };
  }

  async function setFields(
    tx: Executor,
    tenantId: TenantId,
    id: string,
    fields: Partial<typeof documents.$inferInsert>,
  ): Promise<void> {
    if (fields.title !== undefined) await outdateIndex(tx, tenantId, id, fields.title);
    await tx
      .update(documents)
      .set({ ...fields, updatedAt: sql`now()` })
      .where(documentKey(tenantId, id));
  }

  /** Gives a known document a new version, or its failed one another try, with the title and metadata that came along. */
  async function renewVersion(
    tx: Executor,
    collection: typeof collections.$inferSelect,
    decision: { readonly kind: 'new-version' | 'retry'; readonly documentId: string },
    input: AcceptInput & { readonly title: string | null; readonly metadata: Metadata | null },
  ): Promise<void> {
    const { documentId } = decision;
    const { tenantId, charset, password, language } = input;
    const newestVersionId =
      decision.kind === 'retry'
        ? await requeueFailed(tx, queue, tenantId, documentId, {
            charset,
            password: password ?? null,
            language: language ?? collection.language,
            ...toSourceColumns(input.source),
          })
        : await insertVersion(tx, queue, collection, documentId, input);
    await setFields(tx, tenantId, documentId, {
      newestVersionId,
      ...(input.title !== null && { title: input.title }),
      ...(input.metadata !== null && { metadata: input.metadata }),
    });
  }

  async function setGivenFields(
    tx: Executor,
    tenantId: TenantId,
    id: string,
    { title, metadata }: { readonly title: string | null; readonly metadata: Metadata | null },
  ): Promise<void> {
    if (title === null && metadata === null) return;
    await setFields(tx, tenantId, id, {
      ...(title !== null && { title }),
      ...(metadata !== null && { metadata }),
    });
  }

  async function finish(result: AcceptResult, title: string | null): Promise<AcceptResult> {
    if (result.kind !== 'unchanged') queue.wake();
    if (title !== null && result.kind !== 'new-document') onRetitled();
    return result;
  }

  return {
    async accept(input) {
      const result = await database.transaction(async (tx): Promise<AcceptResult> => {
        const { id } = await findCollectionRow(tx, input.tenantId, input.collection);
        await lockCollection(tx, input.tenantId, id);
        const collection = await findCollectionRow(tx, input.tenantId, input.collection);
        const decision = await decideDocument(tx, input.tenantId, id, input);
        if (decision.kind === 'unchanged') {
          await renewSource(tx, input.tenantId, decision.documentId, input.source);
          await recordAccepted(tx, input.claim, decision.documentId, 'unchanged');
          return decision;
        }
        if (decision.kind !== 'new-document') {
          await renewVersion(tx, collection, decision, input);
          await recordAccepted(tx, input.claim, decision.documentId, 'created');
          return decision;
        }
        const documentId = uuidv7();
        await tx.insert(documents).values({
          tenantId: input.tenantId,
          id: documentId,
          collectionId: id,
          externalId: input.externalId,
          metadata: {},
          newestVersionId: documentId, // a placeholder: the version needs the document first
        });
        await renewVersion(tx, collection, { kind: 'new-version', documentId }, input);
        await recordAccepted(tx, input.claim, documentId, 'created');
        return { documentId, kind: 'new-document' };
      });
      return finish(result, input.title);
    },

    async replace(input) {
      const result = await database.transaction(async (tx): Promise<AcceptResult> => {
        const { document, collection } = await lockDocument(tx, input.tenantId, input.documentId);
        input.checkCurrent(document);
        const [newest] = await tx
          .select({ documentId: versions.documentId, sha256: versions.sha256, status: versions.status })
          .from(versions)
          .innerJoin(
            documents,
            and(eq(documents.tenantId, versions.tenantId), eq(documents.newestVersionId, versions.id)),
          )
          .where(documentKey(input.tenantId, input.documentId));
        if (newest === undefined) throw documentNotFound(input.documentId);
        const decision = decideReplacement(toKnown(newest), input.sha256);
        if (decision.kind !== 'unchanged') {
          await renewVersion(tx, collection, decision, input);
        } else {
          await renewSource(tx, input.tenantId, input.documentId, input.source);
          await setGivenFields(tx, input.tenantId, input.documentId, input);
        }
        const outcome = decision.kind === 'unchanged' ? 'unchanged' : 'created';
        await recordAccepted(tx, input.claim, input.documentId, outcome);
        return decision;
      });
      return finish(result, input.title);
    },

    findSource: (tenantId, url, place) => findSource(database.executor, tenantId, url, place),

    async confirm(tenantId, known, fields, checkCurrent) {
      const isConfirmed = await database.transaction(async (tx) => {
        const found = await lockDocument(tx, tenantId, known.documentId).catch(nullWhenMissing);
        if (found === null || found.document.version !== known.version) return false;
        checkCurrent(found.document);
        await setGivenFields(tx, tenantId, known.documentId, fields);
        await recordAccepted(tx, fields.claim, known.documentId, 'unchanged');
        return true;
      });
      if (isConfirmed && fields.title !== null) onRetitled();
      return isConfirmed;
    },

    async retry(tenantId, documentId, password) {
      await database.transaction(async (tx) => {
        const { document } = await lockDocument(tx, tenantId, documentId);
        if (document.status !== 'failed')
          throw new ServiceError(
            'VERSION_NOT_FAILED',
            `Version ${document.version} is ${document.status}; only a failed version can be tried again.`,
          );
        await requeueFailed(tx, queue, tenantId, documentId, { password: password ?? null });
      });
      queue.wake();
    },

    get: (tenantId, documentId) => selectDocument(database.executor, tenantId, documentId),

    async getMany(tenantId, documentIds) {
      if (documentIds.length === 0) return [];
      const wanted = inArray(documents.id, [...documentIds]);
      return selectDocuments(database.executor, tenantId, wanted, documentIds.length);
    },

    list(tenantId, { collection, status, externalId, filter, before, limit }) {
      const conditions: (SQL | undefined)[] = [
        collection === undefined ? undefined : eq(collections.name, collection),
        status === undefined ? undefined : eq(newestVersion.status, status),
        externalId === undefined ? undefined : eq(documents.externalId, externalId),
        filter === null ? undefined : buildFilterSql(filter),
        before === undefined ? undefined : lt(documents.id, before),
      ];
      return selectDocuments(database.executor, tenantId, and(...conditions), limit);
    },

    async update(tenantId, documentId, { title, metadata, externalId }, checkCurrent) {
      try {
        const updated = await database.transaction(async (tx) => {
          const { document } = await lockDocument(tx, tenantId, documentId);
          checkCurrent(document);
          await setFields(tx, tenantId, documentId, {
            ...(title !== undefined && { title }),
            ...(metadata !== undefined && { metadata }),
            ...(externalId !== undefined && { externalId }),
          });
          return getOrThrow(tx, tenantId, documentId);
        });
        if (title !== undefined) onRetitled();
        return updated;
      } catch (error) {
        if (!isUniqueViolation(error, 'documents_external_id')) throw error;
        throw new ServiceError(
          'EXTERNAL_ID_TAKEN',
          `Another document of the collection has the externalId "${externalId}".`,
          { cause: error },
        );
      }
    },

    async hide(tenantId, documentId, checkCurrent) {
      await database.transaction(async (tx) => {
        const { document, collection } = await lockDocument(tx, tenantId, documentId);
        checkCurrent(document);
        await forgetRepliesWith(tx, tenantId, documentId);
        await supersedeInProgress(tx, queue, tenantId, documentId, 'The document was deleted.');
        const [row] = await tx.select().from(documents).where(documentKey(tenantId, documentId));
        await exchangeStatistics(tx, tenantId, collection.id, row?.publishedVersionId ?? null, null);
        await setFields(tx, tenantId, documentId, { deletedAt: new Date(), publishedVersionId: null });
      });
    },

    purge: (tenantId, documentId) => purgeDocument(database, tenantId, documentId),

    async findHidden(limit) {
      return database.executor
        .select({ tenantId: documents.tenantId, documentId: documents.id })
        .from(documents)
        .where(isNotNull(documents.deletedAt))
        .limit(limit);
    },
  };
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof ServiceError && error.code === 'DOCUMENT_NOT_FOUND') return null;
  throw error;
}

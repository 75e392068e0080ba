import type { Document } from '../domain/document.ts';
import type { TenantId } from '../domain/ids.ts';
import { ServiceError } from '../errors.ts';
import { isVisible } from './collection-store.ts';
import type { Executor } from './database.ts';
import { aliasedTable, and, desc, eq, type SQL } from './drizzle.ts';
import { collections, documents, versions } from './schema.ts';

const newest = aliasedTable(versions, 'newest');
const published = aliasedTable(versions, 'published');

/** Visible documents that match, newest first, with what their newest and their published version say; one statement. */
export async function selectDocuments(
  executor: Executor,
  tenantId: TenantId,
  where: SQL | undefined,
  limit: number,
): Promise<Document[]> {
  const rows = await executor
    .select({ document: documents, collection: collections.name, newest, published })
    .from(documents)
    .innerJoin(
      collections,
      and(eq(collections.tenantId, documents.tenantId), eq(collections.id, documents.collectionId)),
    )
    .innerJoin(newest, and(eq(newest.tenantId, documents.tenantId), eq(newest.id, documents.newestVersionId)))
    .leftJoin(
      published,
      and(eq(published.tenantId, documents.tenantId), eq(published.id, documents.publishedVersionId)),
    )
    .where(and(eq(documents.tenantId, tenantId), isVisible, where))
    .orderBy(desc(documents.id))
    .limit(limit);
  return rows.map(toDocument);
}

export async function selectDocument(
  executor: Executor,
  tenantId: TenantId,
  documentId: string,
): Promise<Document | null> {
  const [document] = await selectDocuments(executor, tenantId, eq(documents.id, documentId), 1);
  return document ?? null;
}

export { newest as newestVersion };

type Row = {
  document: typeof documents.$inferSelect;
  collection: string;
  newest: typeof versions.$inferSelect;
  published: typeof versions.$inferSelect | null;
};

function toDocument({ document, collection, newest, published }: Row): Document {
  const shown = published ?? newest;
  return {
    id: document.id,
    externalId: document.externalId,
    collection,
    title: shownTitle(document.title, shown),
    givenTitle: document.title,
    filename: shown.filename,
    sourceUrl: shown.sourceUrl,
    mediaType: shown.mediaType,
    language: newest.language,
    metadata: document.metadata,
    version: newest.number,
    publishedVersion: published?.number ?? null,
    status: newest.status,
    progress: {
      stage: newest.status,
      pages: newest.pageCount,
      pagesDone: newest.pagesDone,
      chunks: newest.chunkCount,
      chunksDone: newest.chunksDone,
    },
    sha256: shown.sha256,
    bytes: shown.bytes,
    pages: shown.pageCount,
    chunks: shown.chunkCount,
    deduplicated: false,
    warnings: newest.warnings,
    error: newest.error,
    createdAt: document.createdAt,
    updatedAt: new Date(Math.max(document.updatedAt.getTime(), newest.updatedAt.getTime())),
    publishedAt: published?.publishedAt ?? null,
  };
}

/** What the caller gave, else what the document itself carries, else its file name. */
export function shownTitle(
  given: string | null,
  version: { readonly ownTitle: string | null; readonly filename: string | null },
): string | null {
  return given ?? version.ownTitle ?? version.filename;
}

export function documentNotFound(documentId: string): ServiceError {
  return new ServiceError('DOCUMENT_NOT_FOUND', `There is no document with the id ${documentId}.`);
}

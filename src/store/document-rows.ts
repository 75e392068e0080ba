import { type Document, type Progress, STATUSES_IN_PROGRESS } from '../domain/document.ts';
import { estimateSecondsLeft } from '../domain/estimate-seconds-left.ts';
import { showFilename } from '../domain/file-name.ts';
import type { TenantId } from '../domain/ids.ts';
import { ServiceError } from '../errors.ts';
import { isVisible } from './collection-store.ts';
import type { Executor } from './database.ts';
import { aliasedTable, and, desc, eq, type SQL, sql } from './drizzle.ts';
import { collections, documents, versions } from './schema.ts';

const newest = aliasedTable(versions, 'newest');
const published = aliasedTable(versions, 'published');

/**
 * Of a queued version, from 1. A list of what is queued is made once for the statement, and only when a row needs it.
 * The order is the queue's: a version that is tried again after a failure keeps its old job, so it comes first.
 */
const queuePosition = sql<number | null>`case when ${newest.status} = 'queued' then array_position(
  array(select id from versions where status = 'queued' order by failures = 0, updated_at, id), ${newest.id}) end`;
/** By the clock of the database, which also wrote `started_at`. */
const elapsedSeconds = sql<
  number | null
>`greatest(0, extract(epoch from now() - ${newest.startedAt}))::float8`;

/** Visible documents that match, newest first, with what their newest and their published version say; one statement. */
export async function selectDocuments(
  executor: Executor,
  tenantId: TenantId,
  where: SQL | undefined,
  limit: number,
): Promise<Document[]> {
  const rows = await executor
    .select({
      document: documents,
      collection: collections.name,
      newest,
      published,
      queuePosition,
      elapsedSeconds,
    })
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
  queuePosition: number | null;
  elapsedSeconds: number | null;
};

function toDocument(row: Row): Document {
  const { document, collection, newest, published } = row;
  const shown = published ?? newest;
  return {
    id: document.id,
    externalId: document.externalId,
    collection,
    title: shownTitle(document.title, shown),
    givenTitle: document.title,
    filename: showFilename(shown.filename),
    sourceUrl: shown.sourceUrl,
    mediaType: shown.mediaType,
    language: newest.language,
    metadata: document.metadata,
    version: newest.number,
    publishedVersion: published?.number ?? null,
    status: newest.status,
    progress: toProgress(row),
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

function toProgress({ newest, queuePosition, elapsedSeconds }: Row): Progress {
  const { status: stage, pageCount: pages, pagesDone, pagesIndexed, chunkCount: chunks, chunksDone } = newest;
  const inWork = stage !== 'queued' && STATUSES_IN_PROGRESS.some((one) => one === stage);
  const pace = { elapsedSeconds, pages, pagesDone, pagesIndexed, chunks, chunksDone };
  const etaSeconds = inWork ? estimateSecondsLeft(pace) : null;
  return { stage, pages, pagesDone, chunks, chunksDone, queuePosition, etaSeconds };
}

/** What the caller gave, else what the document itself carries, else its file name. */
export function shownTitle(
  given: string | null,
  version: { readonly ownTitle: string | null; readonly filename: string | null },
): string | null {
  return given ?? version.ownTitle ?? showFilename(version.filename);
}

export function documentNotFound(documentId: string): ServiceError {
  return new ServiceError('DOCUMENT_NOT_FOUND', `There is no document with the id ${documentId}.`);
}

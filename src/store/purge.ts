import { STATUSES_IN_PROGRESS } from '../domain/document.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Attempt } from '../domain/version-ports.ts';
import type { Database, Executor } from './database.ts';
import { and, count, eq, notInArray, sql } from './drizzle.ts';
import { holdFence } from './fence.ts';
import {
  chunkEmbeddings,
  chunks,
  documents,
  pages,
  postings,
  uploadPieces,
  uploads,
  versions,
} from './schema.ts';

/** Rows removed in one transaction: on PGlite about 50 ms, in which nothing else can run. */
const BATCH_ROWS = 5_000;
/** A piece holds up to a megabyte. */
const BATCH_PIECES = 32;

const VERSION_TABLES = { postings, chunkEmbeddings, chunks, pages } as const;

/** Throws, or says with false that the rows are not to be removed any more. Runs in the transaction of each batch. */
type Guard = (tx: Executor) => Promise<boolean>;

/** Deletes the rows of one version in batches, each a transaction of its own that asks the guard first. */
async function deleteRows(
  database: Database,
  tables: readonly (typeof VERSION_TABLES)[keyof typeof VERSION_TABLES][],
  tenantId: TenantId,
  versionId: string,
  guard: Guard,
): Promise<void> {
  for (const table of tables) {
    const deleteBatch = (tx: Executor) =>
      tx.execute(sql`delete from ${table} where ctid = any(array(
        select ctid from ${table} where tenant_id = ${tenantId} and version_id = ${versionId} limit ${BATCH_ROWS}))`);
    await deleteInBatches(() =>
      database.transaction(async (tx) => ((await guard(tx)) ? (await deleteBatch(tx)).rowCount : 0)),
    );
  }
}

async function deleteInBatches(deleteBatch: () => Promise<number | null>): Promise<void> {
  while (await deleteBatch()) {
    // Until a batch finds nothing.
  }
}

/**
 * Removes what only a published version has: postings, embeddings, chunks. Pages stay, for old citations. Stops when
 * the version is taken up again or published meanwhile: its rows are then needed.
 */
export async function purgeIndexRows(
  database: Database,
  tenantId: TenantId,
  versionId: string,
): Promise<void> {
  const isAtRest: Guard = async (tx) => {
    const [row] = await tx
      .select({ id: versions.id })
      .from(versions)
      .where(
        and(
          eq(versions.tenantId, tenantId),
          eq(versions.id, versionId),
          notInArray(versions.status, [...STATUSES_IN_PROGRESS]),
        ),
      )
      .for('update');
    if (row === undefined) return false;
    // A statement of its own: in the one that waited for the lock it would see what was before.
    const [holder] = await tx
      .select({ id: documents.id })
      .from(documents)
      .where(and(eq(documents.tenantId, tenantId), eq(documents.publishedVersionId, versionId)));
    return holder === undefined;
  };
  await deleteRows(database, [postings, chunkEmbeddings, chunks], tenantId, versionId, isAtRest);
  await database.transaction(async (tx) => {
    if (!(await isAtRest(tx))) return;
    await tx
      .update(versions)
      .set({ hasIndexRows: false })
      .where(and(eq(versions.tenantId, tenantId), eq(versions.id, versionId)));
  });
}

/** Removes what earlier attempts may have written, but for chunks and embeddings. AttemptFencedError when a later one took over. */
export async function purgeEarlierAttempts(database: Database, attempt: Attempt): Promise<void> {
  const { tenantId, versionId } = attempt;
  const isCurrent: Guard = async (tx) => {
    await holdFence(tx, attempt, {});
    return true;
  };
  await deleteRows(database, [postings, pages], tenantId, versionId, isCurrent);
}

/**
 * Removes a hidden document for good, in batches: rows first, then bytes, then the versions and the document. Cut
 * off anywhere, it can be called again; the counts are then of what was left.
 */
export async function purgeDocument(
  database: Database,
  tenantId: TenantId,
  documentId: string,
): Promise<{ versions: number; pages: number; chunks: number }> {
  const found = await database.executor
    .select({ id: versions.id, uploadId: versions.uploadId })
    .from(versions)
    .where(and(eq(versions.tenantId, tenantId), eq(versions.documentId, documentId)));
  const counts = { versions: found.length, pages: 0, chunks: 0 };
  for (const { id, uploadId } of found) {
    counts.pages += await countRows(database, pages, tenantId, id);
    counts.chunks += await countRows(database, chunks, tenantId, id);
    await deleteRows(database, Object.values(VERSION_TABLES), tenantId, id, async () => true);
    const deletePieces = () =>
      database.executor.execute(sql`delete from ${uploadPieces} where ctid = any(array(
        select ctid from ${uploadPieces} where tenant_id = ${tenantId} and upload_id = ${uploadId} limit ${BATCH_PIECES}))`);
    await deleteInBatches(async () => (await deletePieces()).rowCount);
    await database.executor
      .delete(uploads)
      .where(and(eq(uploads.tenantId, tenantId), eq(uploads.id, uploadId)));
  }
  await database.transaction(async (tx) => {
    await tx
      .delete(versions)
      .where(and(eq(versions.tenantId, tenantId), eq(versions.documentId, documentId)));
    await tx.delete(documents).where(and(eq(documents.tenantId, tenantId), eq(documents.id, documentId)));
  });
  return counts;
}

async function countRows(
  database: Database,
  table: typeof pages | typeof chunks,
  tenantId: TenantId,
  versionId: string,
): Promise<number> {
  const [row] = await database.executor
    .select({ rows: count() })
    .from(table)
    .where(and(eq(table.tenantId, tenantId), eq(table.versionId, versionId)));
  return row?.rows ?? 0;
}

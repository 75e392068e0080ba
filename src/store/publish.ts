import type { Warning } from '../domain/document.ts';
import type { Attempt } from '../domain/version-ports.ts';
import type { Database } from './database.ts';
import { and, eq, sql } from './drizzle.ts';
import { holdFence } from './fence.ts';
import { lockCollection } from './locks.ts';
import { TITLE_CHANGED } from './outdated-index.ts';
import { documents, versions } from './schema.ts';
import { exchangeStatistics } from './statistics.ts';

/**
 * Makes the version the one that answers, in one short transaction: checks the attempt, moves the pointer, exchanges
 * counts and document frequencies, sets the status. Until it commits, the version before answers. Rows of the
 * version before are removed afterwards, by `purgeReplaced`. Postings made with a title that the document has no more are
 * marked as outdated; whether they are is returned.
 */
export async function publishVersion(
  database: Database,
  attempt: Attempt,
  result: { readonly warnings: readonly Warning[]; readonly analysisVersion: number },
): Promise<boolean> {
  const { tenantId, documentId, versionId, collectionId } = attempt;
  return await database.transaction(async (tx) => {
    // Before the version's row, as accepting and deleting do: the other way round they would wait for each other.
    await lockCollection(tx, tenantId, collectionId);
    const [document] = await tx
      .select({ publishedVersionId: documents.publishedVersionId, title: documents.title })
      .from(documents)
      .where(and(eq(documents.tenantId, tenantId), eq(documents.id, documentId)));
    const isOutdated = document?.title !== attempt.title;
    await holdFence(tx, attempt, {
      status: 'published',
      password: null,
      publishedAt: sql`now()`,
      analysisVersion: isOutdated ? TITLE_CHANGED : result.analysisVersion,
      pageCount: sql`${versions.pagesDone}`,
      chunkCount: sql`${versions.chunksDone}`,
      warnings: sql`${versions.warnings} || ${JSON.stringify(result.warnings)}::jsonb`,
    });
    await exchangeStatistics(tx, tenantId, collectionId, document?.publishedVersionId ?? null, versionId);
    await tx
      .update(documents)
      .set({ publishedVersionId: versionId })
      .where(and(eq(documents.tenantId, tenantId), eq(documents.id, documentId)));
    return isOutdated;
  });
}

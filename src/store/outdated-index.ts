import type { TenantId } from '../domain/ids.ts';
import type { Executor } from './database.ts';
import { sql } from './drizzle.ts';

/** Less than any `INDEX_VERSION`. */
export const TITLE_CHANGED = 0;

/**
 * Call it before the document is given another title, under the collection's lock: the postings of its published version
 * hold the terms of the one it had, and whoever is making them anew must not go on with it.
 */
export async function outdateIndex(
  tx: Executor,
  tenantId: TenantId,
  documentId: string,
  title: string | null,
): Promise<void> {
  await tx.execute(sql`
    update versions set analysis_version = ${TITLE_CHANGED}, attempt = versions.attempt + 1, reindex_until = null
    from documents
    where documents.tenant_id = ${tenantId} and documents.id = ${documentId}::uuid
      and documents.title is distinct from ${title}::text
      and versions.tenant_id = documents.tenant_id and versions.id = documents.published_version_id`);
}

import type { TenantId } from '../domain/ids.ts';
import type { Executor } from './database.ts';
import { sql } from './drizzle.ts';

/**
 * Until the transaction ends, no other accepts, publishes or deletes in this collection. Identity and the
 * collection's statistics are decided under it.
 */
export async function lockCollection(tx: Executor, tenantId: TenantId, collectionId: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`footnote:collection:${tenantId}:${collectionId}`}, 0))`,
  );
}

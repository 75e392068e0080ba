import { STATUSES_IN_PROGRESS } from '../domain/document.ts';
import { type Attempt, AttemptFencedError } from '../domain/version-ports.ts';
import type { Database, Executor } from './database.ts';
import { and, eq, inArray, sql } from './drizzle.ts';
import { versions } from './schema.ts';

export type VersionFields = { [Column in keyof typeof versions.$inferInsert]?: unknown };

/**
 * Sets `fields` of the version if the attempt is still the current one, else AttemptFencedError. The update locks the
 * row until COMMIT, so nobody takes over before what follows it in the transaction is written.
 */
export async function holdFence(tx: Executor, attempt: Attempt, fields: VersionFields): Promise<void> {
  const current = await tx
    .update(versions)
    .set({ ...(fields as Partial<typeof versions.$inferInsert>), updatedAt: sql`now()` })
    .where(
      and(
        eq(versions.tenantId, attempt.tenantId),
        eq(versions.id, attempt.versionId),
        eq(versions.attempt, attempt.attempt),
        inArray(versions.status, [...STATUSES_IN_PROGRESS]),
      ),
    )
    .returning({ id: versions.id });
  if (current.length === 0) throw new AttemptFencedError(attempt.versionId, attempt.attempt);
}

/** `holdFence`, then `write`, in a transaction of their own. */
export async function writeFenced(
  database: Database,
  attempt: Attempt,
  fields: VersionFields,
  write: (tx: Executor) => Promise<void> = async () => {},
): Promise<void> {
  await database.transaction(async (tx) => {
    await holdFence(tx, attempt, fields);
    await write(tx);
  });
}

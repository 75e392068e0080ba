import { STATUSES_IN_PROGRESS } from '../domain/document.ts';
import type { TenantId } from '../domain/ids.ts';
import type { JobQueue } from '../domain/queue-ports.ts';
import type { Executor } from './database.ts';
import { and, eq, inArray, sql } from './drizzle.ts';
import { versions } from './schema.ts';

/** Ends the versions of a document that are still being made: fences off their writers and takes their jobs back. */
export async function supersedeInProgress(
  tx: Executor,
  queue: JobQueue,
  tenantId: TenantId,
  documentId: string,
  message: string,
): Promise<void> {
  const ended = await tx
    .update(versions)
    .set({
      status: 'failed',
      password: null,
      attempt: sql`${versions.attempt} + 1`,
      error: sql`jsonb_build_object('stage', ${versions.status}, 'code', 'SUPERSEDED', 'message', ${message}::text,
        'hint', 'Nothing to do: the newer version answers once it is published.', 'retryable', false)`,
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(versions.tenantId, tenantId),
        eq(versions.documentId, documentId),
        inArray(versions.status, [...STATUSES_IN_PROGRESS]),
      ),
    )
    .returning({ jobId: versions.jobId });
  for (const { jobId } of ended) if (jobId !== null) await queue.cancel(jobId, tx);
}

import type { IdempotencyStore } from '../domain/idempotency.ts';
import type { JobQueue } from '../domain/queue-ports.ts';
import type { DocumentStore, UploadStore } from '../domain/store-ports.ts';
import type { VersionStore } from '../domain/version-ports.ts';
import type { IngestLog } from './ingest.ts';

/** Uploads that no document adopted are kept this long: a client may still be sending its other files. */
const UPLOAD_LIFETIME_SECONDS = 3600;
const BATCH = 100;

export interface RecoveryServices {
  readonly versions: VersionStore;
  readonly documents: DocumentStore;
  readonly uploads: UploadStore;
  readonly keys: IdempotencyStore;
  readonly queue: JobQueue;
  readonly log: IngestLog;
}

/**
 * Takes up what a process that owned everything left behind: every version in progress gets a fresh job at once. Only
 * for the embedded database, whose owner is alone; on a server another worker may be at it.
 */
export async function requeueAll({ versions, log }: RecoveryServices): Promise<void> {
  const left = await versions.findInProgress(10_000);
  for (const version of left) await versions.requeue(version);
  if (left.length > 0) log.info({ versions: left.length }, 'took up the documents in progress again');
}

/** Gives a fresh job to versions whose own is gone, so that each reaches an end state. Safe beside other workers. */
export async function requeueLost({ versions, queue, log }: RecoveryServices): Promise<void> {
  const inProgress = await versions.findInProgress(BATCH);
  const live = await queue.findLive(inProgress.flatMap(({ jobId }) => jobId ?? []));
  for (const version of inProgress) {
    if (version.jobId !== null && live.has(version.jobId)) continue;
    log.warn({ versionId: version.versionId }, 'a version in progress had no job; sent a fresh one');
    await versions.requeue(version);
  }
}

/** Finishes what was cut off: deletions, rows of replaced versions, uploads never adopted. Forgets idempotency keys that are too old. */
export async function sweep({ versions, documents, uploads, keys }: RecoveryServices): Promise<void> {
  for (const { tenantId, documentId } of await documents.findHidden(BATCH))
    await documents.purge(tenantId, documentId);
  await versions.purgeReplaced(BATCH);
  await uploads.sweep(UPLOAD_LIFETIME_SECONDS);
  await keys.sweep();
}

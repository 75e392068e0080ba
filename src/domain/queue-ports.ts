/** The port to the job queue, and the open transaction that it shares with the store. */
import type { TenantId } from './ids.ts';

/** An open transaction, handed to the queue so that a job is sent with the rows it is about, or not at all. */
export interface SqlExecutor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface IngestJob {
  readonly tenantId: TenantId;
  readonly versionId: string;
}

export interface JobQueue {
  /** Sends inside the caller's transaction; returns the job's id. */
  send(job: IngestJob, transaction: SqlExecutor): Promise<string>;
  /** Takes back a job that is not needed any more, inside the caller's transaction. Unknown ids are fine. */
  cancel(jobId: string, transaction: SqlExecutor): Promise<void>;
  /** Wakes a worker of this process after the sending transaction has committed. */
  wake(): void;
  /** Of these jobs, the ones that are still to run or running. */
  findLive(jobIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** `signal` aborts when the job is taken away or the queue stops. A handler that throws is called again later. */
  work(handler: (job: IngestJob, signal: AbortSignal) => Promise<void>, concurrency: number): Promise<void>;
  /** True when jobs can be sent and fetched. */
  isReady(): boolean;
  stop(): Promise<void>;
}

/** The versions in progress, of all tenants. */
export interface QueueDepth {
  readonly queued: number;
  /** Taken up by a worker, and not ended. */
  readonly active: number;
  /** Since the longest waiting was queued; 0 when none waits. */
  readonly oldestQueuedSeconds: number;
  /** Since the active one that was silent for longest last wrote something; 0 when none is active. */
  readonly longestSilenceSeconds: number;
}

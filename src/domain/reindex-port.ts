/** The port to published versions whose postings are made anew. Errors as in `store-ports.ts`. */
import type { AnalyzedChunk } from './chunk.ts';
import type { TenantId } from './ids.ts';

export interface VersionRef {
  readonly tenantId: TenantId;
  readonly versionId: string;
}

/** A published version taken up by one worker, with the titles that it may go by. */
export interface Reindexing extends VersionRef {
  readonly documentId: string;
  readonly collectionId: string;
  /** As of an ingest: writes are refused once the version was taken up again or its title changed. */
  readonly attempt: number;
  /** Given by the caller. */
  readonly title: string | null;
  readonly ownTitle: string | null;
  readonly filename: string | null;
}

/** Writes throw `AttemptFencedError` when the attempt is over: taken over, retitled, replaced, deleted. Stop quietly then. */
export interface ReindexStore {
  /** Published versions with an older index than that, of all tenants; but those that another worker is at. */
  findOutdated(indexVersion: number, limit: number): Promise<readonly VersionRef[]>;
  /** Takes one of them up under a new attempt number, for two minutes from its last write. Null: not one of them any more. */
  takeUp(version: VersionRef, indexVersion: number): Promise<Reindexing | null>;
  /** First chunks of the segments it has postings in, ascending. */
  listSegments(version: VersionRef): Promise<readonly number[]>;
  /**
   * Exchanges the postings of the segment that begins with the chunk `segment`, some thousand terms in a short transaction, each
   * with what the statistics count of them.
   */
  replaceSegment(reindexing: Reindexing, segment: number, chunks: readonly AnalyzedChunk[]): Promise<void>;
  /** All segments are replaced. */
  finish(reindexing: Reindexing, indexVersion: number): Promise<void>;
  /** Another worker may take it up at once. Never throws `AttemptFencedError`. */
  release(reindexing: Reindexing): Promise<void>;
  /** So may all that are taken up, by whomever. Only while no other worker can be at one. */
  releaseAll(): Promise<void>;
}

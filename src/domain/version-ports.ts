/** The ports to a version while it is made, and to what it holds afterwards. Errors as in `store-ports.ts`. */
import type { AnalyzedChunk, Chunk } from './chunk.ts';
import type { Chunking, EmbeddingSpace } from './collection.ts';
import type { DocumentError, DocumentStatus, Language, Warning } from './document.ts';
import type { TenantId } from './ids.ts';
import type { LoadedHead } from './load.ts';
import type { Page } from './page.ts';
import type { IngestJob } from './queue-ports.ts';

/** A version taken up by a worker. Every write names the attempt and is refused once another took over. */
export interface Attempt {
  readonly tenantId: TenantId;
  readonly documentId: string;
  readonly versionId: string;
  readonly collectionId: string;
  readonly attempt: number;
  /** Attempts since a caller last asked for the version, this one included. */
  readonly begun: number;
  /** The same without those whose try was given back. */
  readonly tries: number;
  readonly failures: number;
  readonly uploadId: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly charset: string | null;
  /** A secret; see `LoadSource`. */
  readonly password: string | null;
  readonly language: Language;
  /** Given by the caller. */
  readonly title: string | null;
  readonly filename: string | null;
  readonly chunking: Chunking;
  readonly spaceId: string;
  readonly space: EmbeddingSpace;
}

/** Thrown by every write of an attempt that is not the current one any more: stop quietly. */
export class AttemptFencedError extends Error {
  constructor(versionId: string, attempt: number) {
    super(`attempt ${attempt} of version ${versionId} was taken over`);
    this.name = 'AttemptFencedError';
  }
}

export interface EmbeddedChunk extends AnalyzedChunk {
  /** Null: an earlier attempt wrote it, and it is kept. */
  readonly embedding: Float32Array | null;
}

export interface VersionStore {
  /** Takes the version up under a new attempt number. Null when it is not in progress. */
  start(job: IngestJob): Promise<Attempt | null>;
  /** Removes what earlier attempts left, but for chunks and their embeddings, which cost most. */
  clear(attempt: Attempt): Promise<void>;
  /** All pages are written: `splitting`, unless it is further by then. */
  endLoading(attempt: Attempt): Promise<void>;
  setHead(attempt: Attempt, head: LoadedHead): Promise<void>;
  writePages(attempt: Attempt, pages: readonly Page[]): Promise<void>;
  /** Ordinals of those that an earlier attempt embedded: the same text under the same headings. */
  findEmbedded(attempt: Attempt, chunks: readonly Chunk[]): Promise<ReadonlySet<number>>;
  writeChunks(attempt: Attempt, chunks: readonly EmbeddedChunk[]): Promise<void>;
  /** Everything is split: the number of chunks is known. What an earlier attempt wrote beyond them is removed. */
  setChunkCount(attempt: Attempt, chunkCount: number): Promise<void>;
  /** One row per term for the chunks of a segment, the first of which is `segment`; in several transactions. */
  writePostings(attempt: Attempt, segment: number, chunks: readonly AnalyzedChunk[]): Promise<void>;
  /** One short transaction: checks the attempt, moves the pointer, exchanges the statistics. */
  publish(
    attempt: Attempt,
    result: { readonly warnings: readonly Warning[]; readonly analysisVersion: number },
  ): Promise<void>;
  /** Ends the version as failed. */
  fail(attempt: Attempt, error: DocumentError): Promise<void>;
  /** Counts a failure that may pass; the version goes back to `queued`. */
  release(attempt: Attempt): Promise<void>;
  /**
   * Takes the attempt out of `tries`: nothing came of it, and the document is not to blame. The version goes back to `queued`, unless
   * another attempt took it up; that matters not to the tries. Never throws `AttemptFencedError`.
   */
  giveTryBack(attempt: Attempt): Promise<void>;
  /** Removes index rows of versions that are neither published nor in progress, in batches; returns how many versions. */
  purgeReplaced(limit: number): Promise<number>;
  /** Versions in progress: those that a stopped process may have left. */
  findInProgress(limit: number): Promise<readonly (IngestJob & { readonly jobId: string | null })[]>;
  /** Sends a fresh job for a version in progress, in place of the one it had. */
  requeue(job: IngestJob): Promise<void>;
}

export interface PageRef {
  readonly documentId: string;
  readonly version: number;
  readonly page: number;
}

/** A page of one version of a document. */
export interface VersionedPage extends Page {
  readonly documentId: string;
  readonly version: number;
}

/** What old and new citations are checked against. */
export interface ContentStore {
  /** The version as numbered, or the published one. Null: no such version. */
  findVersion(
    tenantId: TenantId,
    documentId: string,
    version: number | undefined,
  ): Promise<VersionContent | null>;
  getPage(tenantId: TenantId, versionId: string, number: number): Promise<Page | null>;
  /** Those that are there, in any order; one statement. */
  getPages(tenantId: TenantId, refs: readonly PageRef[]): Promise<readonly VersionedPage[]>;
  listChunks(
    tenantId: TenantId,
    versionId: string,
    query: { readonly after: number; readonly limit: number },
  ): Promise<readonly Chunk[]>;
  /**
   * One list per request, in order, of chunks of the version published now; empty where there is none. One statement,
   * however many documents.
   */
  listChunksOfMany(
    tenantId: TenantId,
    requests: readonly ChunksRequest[],
  ): Promise<readonly (readonly PublishedChunk[])[]>;
}

export interface ChunksRequest {
  readonly documentId: string;
  /** Chunks with a greater ordinal. */
  readonly after: number;
  readonly limit: number;
}

export interface PublishedChunk extends Chunk {
  readonly versionId: string;
}

export interface VersionContent {
  readonly versionId: string;
  readonly number: number;
  readonly status: DocumentStatus;
  readonly published: boolean;
  readonly uploadId: string;
  readonly filename: string | null;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The ports to the store and the queue, as the pipelines use them. Each method is one short transaction unless it
 * says otherwise. All may throw ServiceError DATABASE_UNAVAILABLE.
 */
import type { AnalyzedChunk, Chunk } from './chunk.ts';
import type { Chunking, Collection, EmbeddingSpace } from './collection.ts';
import type { Document, DocumentError, DocumentStatus, Language, Metadata, Warning } from './document.ts';
import type { Filter } from './filter.ts';
import type { Hit } from './hit.ts';
import type { TenantId } from './ids.ts';
import type { LoadedHead } from './load.ts';
import type { Page } from './page.ts';

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

export interface UploadStore {
  create(tenantId: TenantId): Promise<string>;
  append(tenantId: TenantId, uploadId: string, ordinal: number, piece: Uint8Array): Promise<void>;
  /** The pieces in order; memory bounded by one piece. */
  read(tenantId: TenantId, uploadId: string): AsyncIterable<Uint8Array>;
  remove(tenantId: TenantId, uploadId: string): Promise<void>;
  /** Removes uploads never adopted and older than that; returns how many. */
  sweep(olderThanSeconds: number): Promise<number>;
}

export interface AcceptInput {
  readonly tenantId: TenantId;
  readonly uploadId: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly filename: string | null;
  readonly warnings: readonly Warning[];
  readonly charset: string | null;
  /** Null: the collection's. */
  readonly language: Language | null;
  /** What a collection without its own gets. */
  readonly defaultChunking: Chunking;
  /** The space a collection without one is given; COLLECTION's own must equal it, else EMBEDDING_UNAVAILABLE. */
  readonly space: EmbeddingSpace;
}

export interface AcceptResult {
  readonly documentId: string;
  readonly kind: 'new-document' | 'new-version' | 'unchanged' | 'retry';
}

export interface DocumentStore {
  /** Decides identity under a lock on the collection, adopts the upload, writes the version, sends the job. */
  accept(
    input: AcceptInput & {
      readonly collection: string;
      readonly externalId: string | null;
      readonly title: string | null;
      readonly metadata: Metadata | null;
    },
  ): Promise<AcceptResult>;
  /** The same for a document that is given. */
  replace(
    input: AcceptInput & {
      readonly documentId: string;
      readonly title: string | null;
      readonly metadata: Metadata | null;
      readonly checkCurrent: (document: Document) => void;
    },
  ): Promise<AcceptResult>;
  /** Queues a failed newest version again. VERSION_NOT_FAILED. */
  retry(tenantId: TenantId, documentId: string): Promise<void>;
  get(tenantId: TenantId, documentId: string): Promise<Document | null>;
  /** Those that are there, in any order; one statement. */
  getMany(tenantId: TenantId, documentIds: readonly string[]): Promise<readonly Document[]>;
  list(
    tenantId: TenantId,
    query: {
      readonly collection: string | undefined;
      readonly status: DocumentStatus | undefined;
      readonly externalId: string | undefined;
      readonly filter: Filter | null;
      /** Documents older than this id. */
      readonly before: string | undefined;
      readonly limit: number;
    },
  ): Promise<readonly Document[]>;
  update(
    tenantId: TenantId,
    documentId: string,
    changes: {
      readonly title?: string | null | undefined;
      readonly metadata?: Metadata | undefined;
      readonly externalId?: string | null | undefined;
    },
    checkCurrent: (document: Document) => void,
  ): Promise<Document>;
  /** Hides the document, takes its jobs back and its statistics out: from then on nothing answers with it. */
  hide(tenantId: TenantId, documentId: string, checkCurrent: (document: Document) => void): Promise<void>;
  /** Removes the rows of a hidden document in batches; returns what there was. Can be called again after a failure. */
  purge(
    tenantId: TenantId,
    documentId: string,
  ): Promise<{ readonly versions: number; readonly pages: number; readonly chunks: number }>;
  /** Hidden documents whose rows are not all gone. */
  findHidden(limit: number): Promise<readonly { readonly tenantId: TenantId; readonly documentId: string }[]>;
}

export interface CollectionStore {
  create(
    tenantId: TenantId,
    input: {
      readonly name: string;
      readonly description: string | null;
      readonly language: Language;
      readonly chunking: Partial<Chunking>;
    },
  ): Promise<Collection>;
  list(tenantId: TenantId): Promise<readonly Collection[]>;
  get(tenantId: TenantId, name: string): Promise<Collection | null>;
  /** Those that are there, in any order; one statement. */
  getMany(tenantId: TenantId, names: readonly string[]): Promise<readonly Collection[]>;
  update(
    tenantId: TenantId,
    name: string,
    changes: {
      readonly description?: string | null | undefined;
      readonly language?: Language | undefined;
      readonly chunking?: Partial<Chunking> | undefined;
    },
  ): Promise<Collection>;
  /** Ids of the documents in it, hidden ones too; what has to go before the collection can. */
  findDocuments(tenantId: TenantId, name: string, limit: number): Promise<readonly string[]>;
  /** COLLECTION_NOT_EMPTY while documents are in it. */
  remove(tenantId: TenantId, name: string): Promise<void>;
}

/** A version taken up by a worker. Every write names the attempt and is refused once another took over. */
export interface Attempt {
  readonly tenantId: TenantId;
  readonly documentId: string;
  readonly versionId: string;
  readonly collectionId: string;
  readonly attempt: number;
  readonly failures: number;
  readonly uploadId: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly charset: string | null;
  readonly language: Language;
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
  readonly embedding: Float32Array;
}

export interface VersionStore {
  /** Takes the version up under a new attempt number and removes what earlier attempts left. Null when it is not in progress. */
  start(job: IngestJob): Promise<Attempt | null>;
  setStatus(attempt: Attempt, status: DocumentStatus): Promise<void>;
  setHead(attempt: Attempt, head: LoadedHead): Promise<void>;
  writePages(attempt: Attempt, pages: readonly Page[]): Promise<void>;
  /** Pages written so far, in order, in batches. */
  readPages(attempt: Attempt): AsyncIterable<readonly Page[]>;
  writeChunks(attempt: Attempt, chunks: readonly EmbeddedChunk[]): Promise<void>;
  /** One row per term for up to `SEGMENT_CHUNKS` chunks, the first of which is `segment`. */
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

export interface SearchScope {
  readonly tenantId: TenantId;
  readonly collections: readonly string[] | undefined;
  readonly documentIds: readonly string[] | undefined;
  readonly filter: Filter | null;
}

/** What a search has to know of the collections before it can weigh the question's terms. */
export interface TermStatistics {
  /** The collections searched that exist. */
  readonly collections: readonly {
    readonly id: string;
    readonly name: string;
    readonly spaceId: string | null;
    readonly space: EmbeddingSpace | null;
  }[];
  readonly chunkCount: number;
  readonly termTotal: number;
  /** Per term of the question: in how many chunks it stands. */
  readonly frequencies: ReadonlyMap<string, number>;
  /** Of `documentIds`, those that exist. */
  readonly documentIds: readonly string[];
}

export interface LexicalPlan {
  readonly terms: readonly { readonly term: string; readonly weight: number }[];
  readonly k1: number;
  readonly b: number;
  readonly averageLength: number;
}

export interface DensePlan {
  readonly spaceId: string;
  readonly vector: Float32Array;
}

/** Both legs, each with its number of candidates; at least one leg is there. */
export interface SearchPlan {
  readonly collectionIds: readonly string[];
  readonly documentIds: readonly string[] | undefined;
  readonly filter: Filter | null;
  readonly lexical: LexicalPlan | null;
  readonly dense: readonly DensePlan[];
  readonly candidates: number;
}

/** A chunk that at least one leg found; `dense` has an entry per dense plan. */
export interface Candidate extends Omit<Hit, 'score' | 'legs'> {
  /** Of the text, as counted when it was split. */
  readonly tokens: number;
  readonly lexical: { readonly rank: number; readonly score: number } | null;
  readonly dense: readonly ({ readonly rank: number; readonly score: number } | null)[];
}

export interface SearchStore {
  /** One statement. */
  readStatistics(scope: SearchScope, terms: readonly string[]): Promise<TermStatistics>;
  /** One statement for all legs. Only chunks of published versions. */
  search(tenantId: TenantId, plan: SearchPlan): Promise<readonly Candidate[]>;
}

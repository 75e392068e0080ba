/**
 * The ports to uploads, documents and collections in the store. Each method is one short transaction unless it
 * says otherwise. All may throw ServiceError DATABASE_UNAVAILABLE.
 */
import type { Chunking, Collection, EmbeddingSpace } from './collection.ts';
import type { Document, DocumentStatus, Language, Metadata, Warning } from './document.ts';
import type { KnownSource, VersionSource } from './fetch.ts';
import type { Filter } from './filter.ts';
import type { AcceptClaim } from './idempotency.ts';
import type { TenantId } from './ids.ts';

export interface UploadStore {
  create(tenantId: TenantId): Promise<string>;
  append(tenantId: TenantId, uploadId: string, ordinal: number, piece: Uint8Array): Promise<void>;
  /** The bytes `start..end` (all of them by default) in pieces, in order; memory bounded by one piece. */
  read(tenantId: TenantId, uploadId: string, start?: number, end?: number): AsyncIterable<Uint8Array>;
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
  /** Absent: the bytes were sent. */
  readonly source?: VersionSource | undefined;
  readonly charset: string | null;
  /** That opens the document; null or absent: none. Kept with the version until it has an end state. */
  readonly password?: string | null;
  /** The idempotency key of the request; IDEMPOTENCY_IN_FLIGHT when another has it by now. */
  readonly claim?: AcceptClaim | undefined;
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

export type SourcePlace =
  | { readonly documentId: string }
  | { readonly collection: string; readonly externalId: string | null };

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
  /** A newest version that came from the URL and has not failed, of the document that `accept` or `replace` would choose. */
  findSource(tenantId: TenantId, url: string, place: SourcePlace): Promise<KnownSource | null>;
  /**
   * What `replace` does when the bytes are the same: here their server said so. False when the document has another
   * newest version by now, or is gone; then nothing was done.
   */
  confirm(
    tenantId: TenantId,
    known: KnownSource,
    fields: {
      readonly title: string | null;
      readonly metadata: Metadata | null;
      readonly claim: AcceptClaim | undefined;
    },
    checkCurrent: (document: Document) => void,
  ): Promise<boolean>;
  /** Queues a failed newest version again, with this password or without one. VERSION_NOT_FAILED. */
  retry(tenantId: TenantId, documentId: string, password?: string): Promise<void>;
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

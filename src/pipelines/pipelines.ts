import type { Readable } from 'node:stream';
import type { Answer, Citation, Grounding, Statement } from '../domain/answer.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Chunking, Collection } from '../domain/collection.ts';
import type { Document, DocumentStatus, Language, Metadata } from '../domain/document.ts';
import type { Comparison, Evaluation, QuestionResult, WrongHit } from '../domain/evaluation.ts';
import type { VersionSource } from '../domain/fetch.ts';
import type { Hit, SearchMode, SearchResult } from '../domain/hit.ts';
import type { AcceptClaim, Claim, ClaimResult, StoredReply } from '../domain/idempotency.ts';
import type { TenantId } from '../domain/ids.ts';
import type { VersionedPage } from '../domain/version-ports.ts';
import type { ServiceError } from '../errors.ts';

/** Who asks, and until when: passed to every use case. */
export interface RequestContext {
  readonly tenantId: TenantId;
  /** Aborted when the caller leaves or the service stops. */
  readonly signal: AbortSignal;
  /** What is accepted is written under this claim; see `IdempotencyPipeline`. */
  readonly claim?: AcceptClaim | undefined;
}

/** Bytes stored, not yet adopted by a document. Unadopted uploads are swept after an hour. */
export interface StoredUpload {
  readonly uploadId: string;
  readonly sha256: string;
  readonly bytes: number;
  /** What the bytes are: a supported media type. */
  readonly mediaType: string;
  readonly filename: string | null;
  /** For example that the name says one thing and the bytes another. */
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly pages: readonly number[];
  }[];
  /** Where the bytes were fetched; absent when they were sent. */
  readonly source?: VersionSource | undefined;
}

export interface UploadInput {
  readonly body: Readable;
  /** As the client sent it; decoded as UTF-8. */
  readonly filename: string | null;
  readonly declaredMediaType: string | null;
  /** The bytes were text when they came: nothing about them has to be found out but its kind. */
  readonly isText?: boolean | undefined;
}

/** A document that somebody else has. `mediaType` and `filename` stand in for what its server says. */
export interface UrlInput {
  readonly url: string;
  readonly mediaType?: string | undefined;
  readonly filename?: string | undefined;
}

export interface DocumentFields {
  readonly collection?: string | undefined;
  readonly externalId?: string | undefined;
  readonly title?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly language?: Language | undefined;
  readonly charset?: string | undefined;
  /** That opens the document. A secret: kept until the version ends, shown and logged nowhere. */
  readonly password?: string | undefined;
}

/** `created`: a version is being made (202 or 201); `unchanged`: nothing new was needed (200). */
export interface Accepted {
  readonly document: Document;
  readonly outcome: 'created' | 'unchanged';
}

export interface ListDocumentsInput {
  readonly collection?: string | undefined;
  readonly status?: DocumentStatus | undefined;
  readonly externalId?: string | undefined;
  /** Unparsed filter, as JSON gave it. */
  readonly filter?: unknown;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ListPage<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
}

export interface DocumentContent {
  readonly filename: string | null;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The bytes `start..end`, end exclusive. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

export interface DeleteDocumentResult {
  readonly id: string;
  readonly deleted: true;
  readonly counts: { readonly versions: number; readonly pages: number; readonly chunks: number };
}

export interface ChunkWithId extends Chunk {
  readonly id: string;
}

export interface PageRequest {
  readonly document: Document;
  readonly number: number;
  readonly version: number | undefined;
}

export interface DocumentsPipeline {
  /** Checks names before the body is read: COLLECTION_NOT_FOUND, EMBEDDING_UNAVAILABLE, CHARSET_UNKNOWN. */
  check(context: RequestContext, fields: DocumentFields): Promise<void>;
  /** Stores the bytes in pieces while hashing. UPLOAD_TOO_LARGE, MEDIA_TYPE_UNSUPPORTED; nothing is left behind. */
  store(context: RequestContext, input: UploadInput): Promise<StoredUpload>;
  /** Forgets an upload that will not be accepted. */
  discard(context: RequestContext, upload: StoredUpload): Promise<void>;
  /** Decides identity and queues the work, in one short transaction. */
  accept(context: RequestContext, upload: StoredUpload, fields: DocumentFields): Promise<Accepted>;
  /** A new version of an existing document. `ifMatch` is the ETag the caller saw. */
  replace(
    context: RequestContext,
    id: string,
    upload: StoredUpload,
    fields: Omit<DocumentFields, 'collection' | 'externalId'>,
    ifMatch: string | undefined,
  ): Promise<Accepted>;
  /**
   * Fetches, stores and accepts. Without `externalId` it is the document whose newest version came from the URL; where
   * there is none, the bytes decide. URL_REFUSED, FETCH_FAILED, and what `check`, `store` and `accept` throw.
   */
  acceptUrl(context: RequestContext, input: UrlInput, fields: DocumentFields): Promise<Accepted>;
  /** The same for `replace`. */
  replaceByUrl(
    context: RequestContext,
    id: string,
    input: UrlInput,
    fields: Omit<DocumentFields, 'collection' | 'externalId'>,
    ifMatch: string | undefined,
  ): Promise<Accepted>;
  /** Ends when the newest version is published or failed, or the time is over; the document as it is then. */
  waitUntilSettled(context: RequestContext, id: string, timeoutMs: number): Promise<Document>;
  /** The document now and whenever it moved on, until its newest version has an end state. */
  watch(context: RequestContext, id: string): AsyncIterable<Document>;
  get(context: RequestContext, id: string): Promise<Document>;
  list(context: RequestContext, input: ListDocumentsInput): Promise<ListPage<Document>>;
  update(
    context: RequestContext,
    id: string,
    changes: {
      title?: string | null | undefined;
      metadata?: Metadata | undefined;
      externalId?: string | null | undefined;
    },
    ifMatch: string | undefined,
  ): Promise<Document>;
  delete(context: RequestContext, id: string, ifMatch: string | undefined): Promise<DeleteDocumentResult>;
  /** VERSION_NOT_FAILED */
  retry(context: RequestContext, id: string, password: string | undefined): Promise<Document>;
  content(context: RequestContext, id: string, version: number | undefined): Promise<DocumentContent>;
  page(
    context: RequestContext,
    id: string,
    number: number,
    version: number | undefined,
  ): Promise<VersionedPage>;
  chunks(
    context: RequestContext,
    id: string,
    input: { version: number | undefined; limit: number; cursor: string | undefined },
  ): Promise<ListPage<ChunkWithId>>;
  /** Those that are there, by id; one statement. */
  getMany(context: RequestContext, ids: readonly string[]): Promise<ReadonlyMap<string, Document>>;
  /** One entry per request, in order; one statement in all. A version is that of the document as it was read. */
  pagesOfMany(
    context: RequestContext,
    requests: readonly PageRequest[],
  ): Promise<readonly (VersionedPage | ServiceError)[]>;
  /** One entry per request, in order; one statement in all. Empty lists where nothing is published. */
  chunksOfMany(
    context: RequestContext,
    requests: readonly {
      readonly documentId: string;
      readonly limit: number;
      readonly cursor: string | undefined;
    }[],
  ): Promise<readonly (ListPage<ChunkWithId> | ServiceError)[]>;
  /** Strong ETag, quotes included, over newest version, title, metadata and externalId. */
  etag(document: Document): string;
}

export interface CreateCollectionInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly chunking?: Partial<Chunking> | undefined;
  readonly language?: Language | undefined;
  readonly embedding?:
    | { provider: string; model?: string | undefined; dimensions?: number | undefined }
    | undefined;
}

export interface CollectionsPipeline {
  create(context: RequestContext, input: CreateCollectionInput): Promise<Collection>;
  list(context: RequestContext): Promise<readonly Collection[]>;
  get(context: RequestContext, name: string): Promise<Collection>;
  /** Those that are there, by name; one statement. */
  getMany(context: RequestContext, names: readonly string[]): Promise<ReadonlyMap<string, Collection>>;
  update(
    context: RequestContext,
    name: string,
    changes: {
      description?: string | null | undefined;
      language?: Language | undefined;
      chunking?: Partial<Chunking> | undefined;
    },
  ): Promise<Collection>;
  delete(
    context: RequestContext,
    name: string,
    options: { force: boolean },
  ): Promise<{
    readonly name: string;
    readonly deleted: true;
    readonly counts: {
      readonly documents: number;
      readonly versions: number;
      readonly pages: number;
      readonly chunks: number;
    };
  }>;
}

/** Which documents may answer. Absent means no constraint; an empty array is SELECTION_EMPTY. */
export interface Selection {
  readonly collections?: readonly string[] | undefined;
  readonly documentIds?: readonly string[] | undefined;
  /** Unparsed filter, as JSON gave it. */
  readonly filter?: unknown;
}

export interface SearchInput extends Selection {
  readonly query: string;
  readonly topK?: number | undefined;
  readonly mode?: SearchMode | undefined;
  /** Whether the best candidates are looked at again; default true. */
  readonly rerank?: boolean | undefined;
  readonly explain?: ExplainInput | undefined;
}

/** True, or the document whose absence is to be explained too. */
export type ExplainInput = boolean | { readonly documentId?: string | undefined };

export interface AskInput extends Selection {
  readonly question: string;
  readonly history?: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[] | undefined;
  readonly topK?: number | undefined;
  readonly rerank?: boolean | undefined;
  readonly explain?: ExplainInput | undefined;
  readonly grounding?: Grounding | undefined;
  readonly language?: Language | undefined;
  readonly maxContextTokens?: number | undefined;
}

/** A piece of an answer that is being written; `statement` is null for the sentence that says there is none. */
export interface AnswerPart {
  /** What it adds to the answer, marks and the blank before it included. */
  readonly text: string;
  readonly statement: Statement | null;
  /** Citations that no part before it had. */
  readonly newCitations: readonly Citation[];
}

/** Hears of an answer while it is made. Awaited, so that a slow reader slows the model down. */
export interface AskListener {
  onRetrieval(hits: readonly Hit[]): Promise<void>;
  onPart(part: AnswerPart): Promise<void>;
}

export interface AskPipeline {
  search(context: RequestContext, input: SearchInput): Promise<SearchResult>;
  ask(context: RequestContext, input: AskInput, listener?: AskListener): Promise<Answer>;
}

export interface EvaluationInput {
  readonly name?: string | undefined;
  /** One of the two, or neither: `default`. */
  readonly collection?: string | undefined;
  readonly collections?: readonly string[] | undefined;
  readonly questions: readonly {
    readonly id?: string | undefined;
    readonly question: string;
    readonly relevant: readonly {
      readonly documentId?: string | undefined;
      readonly externalId?: string | undefined;
      readonly page?: number | undefined;
      readonly quote?: string | undefined;
    }[];
  }[];
  readonly settings?: Omit<SearchInput, 'query' | 'collections'> | undefined;
}

/** A wrong hit as its document is now: null where that is gone. */
export interface ShownHit extends Omit<WrongHit, 'start'> {
  readonly externalId: string | null;
  readonly title: string | null;
  readonly snippet: string | null;
}

export interface ShownQuestion extends Omit<QuestionResult, 'wrong'> {
  readonly wrong: ShownHit | null;
}

export interface ShownComparison extends Comparison {
  /** The other evaluation. */
  readonly compareTo: string;
}

export interface ShownEvaluation {
  readonly evaluation: Evaluation;
  /** Null until it is done. */
  readonly worst: readonly ShownQuestion[] | null;
  readonly comparison: ShownComparison | null;
}

export interface EvaluationsPipeline {
  /** Takes an evaluation in and begins with it. What `search` throws of its settings, REQUEST_INVALID, OVERLOADED. */
  create(context: RequestContext, input: EvaluationInput): Promise<Evaluation>;
  /** Ends when it is done or failed, or the time is over; the evaluation as it is then. */
  waitUntilEnded(context: RequestContext, id: string, timeoutMs: number): Promise<Evaluation>;
  /** EVALUATION_NOT_FOUND, EVALUATION_NOT_DONE (when compared), EVALUATIONS_NOT_COMPARABLE. */
  show(context: RequestContext, id: string, compareTo: string | undefined): Promise<ShownEvaluation>;
  list(
    context: RequestContext,
    input: { readonly limit: number; readonly cursor: string | undefined },
  ): Promise<ListPage<Evaluation>>;
  /** What became of every question, in their order. EVALUATION_NOT_DONE. */
  questions(
    context: RequestContext,
    id: string,
    input: { readonly limit: number; readonly cursor: string | undefined },
  ): Promise<ListPage<ShownQuestion>>;
  /** One that runs is ended. */
  delete(context: RequestContext, id: string): Promise<{ readonly id: string; readonly deleted: true }>;
}

/** Requests that are carried out once, however often they come. */
export interface IdempotencyPipeline {
  /** The claim, or the answer that was given before. IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_FLIGHT. */
  claim(
    context: RequestContext,
    key: string,
    fingerprint: string,
    leaseSeconds: number,
  ): Promise<Extract<ClaimResult, { kind: 'claimed' | 'replay' }>>;
  complete(claim: Claim, reply: StoredReply): Promise<void>;
  release(claim: Claim): Promise<void>;
}

/** Every use case of the service. Both faces call these and nothing below them. */
export interface Pipelines {
  readonly documents: DocumentsPipeline;
  readonly collections: CollectionsPipeline;
  readonly ask: AskPipeline;
  readonly evaluations: EvaluationsPipeline;
  readonly idempotency: IdempotencyPipeline;
  /** Database, migrations and queue, as `GET /readyz` reports them; `ready` is all of them. */
  readiness(): Promise<{
    readonly ready: boolean;
    readonly checks: Readonly<Record<string, 'ok' | 'unavailable'>>;
  }>;
}

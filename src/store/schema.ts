/**
 * Every table. `tenant_id` leads every primary key, so that a tenant's rows stay together. The bulk tables (pages,
 * chunks, embeddings, postings, pieces) carry no foreign keys: their writers are fenced by the attempt number of
 * the version and their rows are removed in batches, which a cascade could not do.
 */
import type { DocumentError, DocumentStatus, Language, Metadata, Warning } from '../domain/document.ts';
import type {
  EvaluationError,
  EvaluationSettings,
  EvaluationState,
  EvaluationStatus,
  EvaluationTimings,
  EvaluationWarning,
  Measures,
  QuestionResult,
} from '../domain/evaluation.ts';
import type { AcceptedUnderKey } from '../domain/idempotency.ts';
import type { Heading } from '../domain/page.ts';
import { binaryText, bytea, vector } from './columns.ts';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  sql,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from './drizzle.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const embeddingSpaces = pgTable(
  'embedding_spaces',
  {
    tenantId: integer('tenant_id').notNull(),
    id: uuid('id').notNull(),
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    dimensions: integer('dimensions').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('embedding_spaces_kind').on(table.tenantId, table.provider, table.model, table.dimensions),
  ],
);

export const collections = pgTable(
  'collections',
  {
    tenantId: integer('tenant_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    language: text('language').$type<Language>().notNull(),
    /** Null: the service's configuration at the time a version is accepted. */
    chunkMaxTokens: integer('chunk_max_tokens'),
    chunkOverlapTokens: integer('chunk_overlap_tokens'),
    /** Fixed when the first document is accepted. */
    spaceId: uuid('space_id'),
    /** Published chunks, and the sum of their lengths in terms: what BM25 needs of a collection. */
    chunkCount: integer('chunk_count').notNull().default(0),
    termTotal: bigint('term_total', { mode: 'number' }).notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('collections_name').on(table.tenantId, table.name),
  ],
);

export const documents = pgTable(
  'documents',
  {
    tenantId: integer('tenant_id').notNull(),
    id: uuid('id').notNull(),
    collectionId: uuid('collection_id').notNull(),
    externalId: text('external_id'),
    /** As the caller gave it; the shown title falls back to what the document itself carries. */
    title: text('title'),
    metadata: jsonb('metadata').$type<Metadata>().notNull(),
    newestVersionId: uuid('newest_version_id').notNull(),
    publishedVersionId: uuid('published_version_id'),
    /** Hidden from that moment; its rows are removed in batches afterwards. */
    deletedAt: instant('deleted_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    foreignKey({
      columns: [table.tenantId, table.collectionId],
      foreignColumns: [collections.tenantId, collections.id],
    }),
    uniqueIndex('documents_external_id')
      .on(table.tenantId, table.collectionId, table.externalId)
      .where(sql`external_id is not null and deleted_at is null`),
    index('documents_collection').on(table.tenantId, table.collectionId, table.id),
    index('documents_newest_version').on(table.tenantId, table.newestVersionId),
    uniqueIndex('documents_published_version').on(table.tenantId, table.publishedVersionId),
    index('documents_metadata').using('gin', sql`metadata jsonb_path_ops`),
  ],
);

export const versions = pgTable(
  'versions',
  {
    tenantId: integer('tenant_id').notNull(),
    id: uuid('id').notNull(),
    documentId: uuid('document_id').notNull(),
    collectionId: uuid('collection_id').notNull(),
    number: integer('number').notNull(),
    status: text('status').$type<DocumentStatus>().notNull(),
    /** Fences writers: raised each time the version is taken up, superseded or deleted. */
    attempt: integer('attempt').notNull().default(0),
    /** Attempts that ended in an error which may pass; bounded, so that every version reaches an end state. */
    failures: integer('failures').notNull().default(0),
    /** `attempt` when it was last queued by a caller. */
    attemptBase: integer('attempt_base').notNull().default(0),
    /** Attempts since then that the document is not to blame for: the service stopped, or its database was out of reach. */
    interruptions: integer('interruptions').notNull().default(0),
    jobId: uuid('job_id'),
    uploadId: uuid('upload_id').notNull(),
    sha256: text('sha256').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    mediaType: text('media_type').notNull(),
    filename: text('filename'),
    /** Where the bytes were fetched; null when they were sent. See `VersionSource`. */
    sourceUrl: text('source_url'),
    sourceFinalUrl: text('source_final_url'),
    sourceEtag: text('source_etag'),
    sourceLastModified: text('source_last_modified'),
    language: text('language').$type<Language>().notNull(),
    charset: text('charset'),
    /** A secret: null from the transaction on in which the version ends. */
    password: text('password'),
    chunkMaxTokens: integer('chunk_max_tokens').notNull(),
    chunkOverlapTokens: integer('chunk_overlap_tokens').notNull(),
    spaceId: uuid('space_id').notNull(),
    /** Name and version of the extractor; null until loaded. */
    loader: text('loader'),
    /** `INDEX_VERSION` its postings were made with; 0: with a title that is not the document's any more. */
    analysisVersion: integer('analysis_version'),
    /** A title that the document itself carries. */
    ownTitle: text('own_title'),
    pageCount: integer('page_count'),
    pagesDone: integer('pages_done').notNull().default(0),
    /** When its first page began to be read: what its pace is measured from. Null until then. */
    startedAt: instant('started_at'),
    /** The page up to which chunks are written. */
    pagesIndexed: integer('pages_indexed').notNull().default(0),
    chunkCount: integer('chunk_count'),
    chunksDone: integer('chunks_done').notNull().default(0),
    /** Sum of the lengths of its chunks, in terms. */
    termTotal: bigint('term_total', { mode: 'number' }).notNull().default(0),
    /** Whether chunks, embeddings or postings may exist: what the sweep of a replaced version looks for. */
    hasIndexRows: boolean('has_index_rows').notNull().default(false),
    /** While a worker makes its postings anew: until when no other may. */
    reindexUntil: instant('reindex_until'),
    warnings: jsonb('warnings').$type<Warning[]>().notNull().default([]),
    error: jsonb('error').$type<DocumentError>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    publishedAt: instant('published_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    foreignKey({
      columns: [table.tenantId, table.documentId],
      foreignColumns: [documents.tenantId, documents.id],
    }),
    unique('versions_number').on(table.tenantId, table.documentId, table.number),
    index('versions_sha256').on(table.tenantId, table.collectionId, table.sha256),
    index('versions_source_url')
      .on(table.tenantId, table.collectionId, table.sourceUrl)
      .where(sql`source_url is not null`),
    index('versions_in_progress')
      .on(table.tenantId, table.status)
      .where(sql`status in ('queued', 'loading', 'splitting', 'embedding')`),
    index('versions_with_index_rows').on(table.tenantId, table.id).where(sql`has_index_rows`),
    // Of all tenants: what is older than the newest analysis comes first, and the others are never read.
    index('versions_analysis').on(table.analysisVersion).where(sql`has_index_rows`),
  ],
);

/** Bytes received. Adopted by a version when it is accepted; the others are swept. */
export const uploads = pgTable(
  'uploads',
  {
    tenantId: integer('tenant_id').notNull(),
    id: uuid('id').notNull(),
    adopted: boolean('adopted').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const uploadPieces = pgTable(
  'upload_pieces',
  {
    tenantId: integer('tenant_id').notNull(),
    uploadId: uuid('upload_id').notNull(),
    ordinal: integer('ordinal').notNull(),
    data: bytea('data').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.uploadId, table.ordinal] })],
);

export const pages = pgTable(
  'pages',
  {
    tenantId: integer('tenant_id').notNull(),
    versionId: uuid('version_id').notNull(),
    number: integer('number').notNull(),
    label: text('label'),
    text: text('text').notNull(),
    width: real('width'),
    height: real('height'),
    /** See `line-boxes.ts`. */
    lines: bytea('lines').notNull(),
    headings: jsonb('headings').$type<Heading[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.versionId, table.number] })],
);

export const chunks = pgTable(
  'chunks',
  {
    tenantId: integer('tenant_id').notNull(),
    versionId: uuid('version_id').notNull(),
    ordinal: integer('ordinal').notNull(),
    text: text('text').notNull(),
    pageStart: integer('page_start').notNull(),
    pageEnd: integer('page_end').notNull(),
    start: integer('start').notNull(),
    end: integer('end').notNull(),
    headings: jsonb('headings').$type<string[]>().notNull(),
    tokens: integer('tokens').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.versionId, table.ordinal] })],
);

export const chunkEmbeddings = pgTable(
  'chunk_embeddings',
  {
    tenantId: integer('tenant_id').notNull(),
    spaceId: uuid('space_id').notNull(),
    versionId: uuid('version_id').notNull(),
    ordinal: integer('ordinal').notNull(),
    embedding: vector('embedding').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.spaceId, table.versionId, table.ordinal] })],
);

/**
 * The lexical index: a row per term and segment of a version (up to 512 chunks), with the chunks that
 * hold the term, how often, and their lengths, as arrays of equal length.
 */
export const postings = pgTable(
  'postings',
  {
    tenantId: integer('tenant_id').notNull(),
    collectionId: uuid('collection_id').notNull(),
    term: binaryText('term').notNull(),
    versionId: uuid('version_id').notNull(),
    segment: integer('segment').notNull(),
    ordinals: integer('ordinals').array().notNull(),
    frequencies: smallint('frequencies').array().notNull(),
    lengths: smallint('lengths').array().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.collectionId, table.term, table.versionId, table.segment],
    }),
    index('postings_segment').on(table.tenantId, table.versionId, table.segment),
  ],
);

/** Requests that came with a key: what was accepted under it and, once it was given, the answer. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    tenantId: integer('tenant_id').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** Whoever carries the request out, and until when nobody else may. */
    token: uuid('token').notNull(),
    leaseUntil: instant('lease_until').notNull(),
    accepted: jsonb('accepted').$type<AcceptedUnderKey[]>().notNull().default([]),
    documentIds: uuid('document_ids').array().notNull().default([]),
    /** Null until answered, as are headers and body. */
    status: smallint('status'),
    headers: jsonb('headers').$type<Record<string, string>>(),
    body: text('body'),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.key] }),
    index('idempotency_keys_documents').using('gin', table.documentIds),
    index('idempotency_keys_expiry').on(table.expiresAt),
  ],
);

/** In how many published chunks of a collection a term stands. Exchanged when a version is published or removed. */
export const termFrequencies = pgTable(
  'term_frequencies',
  {
    tenantId: integer('tenant_id').notNull(),
    collectionId: uuid('collection_id').notNull(),
    term: binaryText('term').notNull(),
    chunkCount: integer('chunk_count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.collectionId, table.term] })],
);

/** Questions asked of collections, and what became of them. No text of a document: what is deleted is gone from here too. */
export const evaluations = pgTable(
  'evaluations',
  {
    tenantId: integer('tenant_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name'),
    status: text('status').$type<EvaluationStatus>().notNull(),
    /** Their names: an evaluation stays when a collection goes. */
    collections: jsonb('collections').$type<string[]>().notNull(),
    settings: jsonb('settings').$type<EvaluationSettings>().notNull(),
    state: jsonb('state').$type<EvaluationState>().notNull(),
    questionCount: integer('question_count').notNull(),
    questionsDone: integer('questions_done').notNull().default(0),
    /** From here to `results` null until it is done. */
    measures: jsonb('measures').$type<Measures>(),
    timings: jsonb('timings').$type<EvaluationTimings>(),
    missing: integer('missing'),
    warnings: jsonb('warnings').$type<EvaluationWarning[]>(),
    worst: jsonb('worst').$type<QuestionResult[]>(),
    /** A megabyte for 2,000 questions: read only where it is asked for. */
    results: jsonb('results').$type<QuestionResult[]>(),
    error: jsonb('error').$type<EvaluationError>(),
    /** The process that runs it, and until when no other gives it up. */
    owner: uuid('owner').notNull(),
    leaseUntil: instant('lease_until').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('evaluations_running').on(table.leaseUntil).where(sql`status = 'running'`),
  ],
);

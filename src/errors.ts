/**
 * One error class and one table for everything a caller can be told. Throw from the table; translate foreign
 * errors once, at the edge where they arise (SQLSTATE in `store`, `FST_*` in `http`).
 */

/** Every code a request can end in: its HTTP status and title. Codes are public; see the contract. */
export const ERROR_TABLE = {
  REQUEST_INVALID: [400, 'Request invalid'],
  REQUEST_UNPARSABLE: [400, 'Request cannot be parsed'],
  MULTIPART_INVALID: [400, 'Multipart body invalid'],
  KEY_MISSING: [401, 'API key missing'],
  KEY_INVALID: [401, 'API key invalid'],
  ORIGIN_REFUSED: [403, 'Origin refused'],
  ROUTE_NOT_FOUND: [404, 'Route not found'],
  DOCUMENT_NOT_FOUND: [404, 'Document not found'],
  PAGE_NOT_FOUND: [404, 'Page not found'],
  COLLECTION_NOT_FOUND: [404, 'Collection not found'],
  VERSION_NOT_FOUND: [404, 'Version not found'],
  EVALUATION_NOT_FOUND: [404, 'Evaluation not found'],
  DOCUMENT_NOT_READY: [409, 'Document not ready'],
  VERSION_NOT_PUBLISHED: [409, 'Version not published'],
  VERSION_NOT_FAILED: [409, 'Version has not failed'],
  COLLECTION_EXISTS: [409, 'Collection exists'],
  COLLECTION_NOT_EMPTY: [409, 'Collection not empty'],
  COLLECTION_PROTECTED: [409, 'Collection protected'],
  EXTERNAL_ID_TAKEN: [409, 'External id taken'],
  IDEMPOTENCY_IN_FLIGHT: [409, 'Request in flight'],
  EMBEDDING_UNAVAILABLE: [409, 'Embedding unavailable'],
  EVALUATION_NOT_DONE: [409, 'Evaluation not done'],
  VERSION_CONFLICT: [412, 'Version conflict'],
  UPLOAD_TOO_LARGE: [413, 'Upload too large'],
  REQUEST_TOO_LARGE: [413, 'Request too large'],
  RANGE_UNSATISFIABLE: [416, 'Range not satisfiable'],
  MEDIA_TYPE_UNSUPPORTED: [415, 'Media type unsupported'],
  FILTER_INVALID: [422, 'Filter invalid'],
  CHARSET_UNKNOWN: [422, 'Charset unknown'],
  SELECTION_EMPTY: [422, 'Selection empty'],
  IDEMPOTENCY_KEY_REUSED: [422, 'Idempotency key reused'],
  URL_REFUSED: [422, 'URL refused'],
  EVALUATIONS_NOT_COMPARABLE: [422, 'Evaluations not comparable'],
  OVERLOADED: [503, 'Overloaded'],
  DATABASE_UNAVAILABLE: [503, 'Database unavailable'],
  UPSTREAM_UNAVAILABLE: [503, 'Model unavailable'],
  UPSTREAM_FAILED: [502, 'Model failed'],
  UPSTREAM_INCOMPLETE: [502, 'Reply of the model incomplete'],
  UPSTREAM_TIMEOUT: [504, 'Model timed out'],
  FETCH_FAILED: [502, 'Page could not be fetched'],
  INTERNAL_ERROR: [500, 'Internal error'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ErrorCode = keyof typeof ERROR_TABLE;

/** One finding about one place of the request, e.g. `{ path: '/topK', message: 'must be <= 100' }`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface ServiceErrorOptions {
  readonly errors?: readonly FieldError[];
  /** Seconds after which a retry makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** An error the caller is told about: code, status and title from the table, `detail` says what happened and what to do. */
export class ServiceError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, options: ServiceErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'ServiceError';
    this.code = code;
    [this.status, this.title] = ERROR_TABLE[code];
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** DATABASE_UNAVAILABLE from a database that answers: what was asked of it may be the cause, and who asks again gets no further. */
export class DatabaseRefusedError extends ServiceError {
  constructor(detail: string, options: ServiceErrorOptions) {
    super('DATABASE_UNAVAILABLE', detail, options);
  }
}

/** A statement, or a transaction, outlived its limit. */
export class StatementTimeoutError extends DatabaseRefusedError {
  constructor(cause: unknown) {
    super('A database statement took too long and was ended; try again.', { retryAfterSeconds: 2, cause });
  }
}

/** DATABASE_UNAVAILABLE until somebody frees space. */
export class DiskFullError extends ServiceError {
  constructor(cause: unknown) {
    const detail = 'The disk of the database is full; free some space, then try again.';
    super('DATABASE_UNAVAILABLE', detail, { retryAfterSeconds: 5, cause });
  }
}

/** Whether the model behind the service failed: not the service, and not the request. */
export function isUpstreamError(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code.startsWith('UPSTREAM_');
}

/** Codes a document can fail with while it is being made; shown in `document.error`. */
export const INGEST_ERROR_CODES = [
  'DOCUMENT_HAS_NO_TEXT',
  'DOCUMENT_UNREADABLE',
  'DOCUMENT_ENCRYPTED',
  'DOCUMENT_TOO_COMPLEX',
  'DOCUMENT_LIMIT_EXCEEDED',
  'CHARSET_UNKNOWN',
  'PARSER_TIMEOUT',
  'PARSER_MEMORY',
  'PARSER_CRASHED',
  'EMBEDDING_FAILED',
  'SUPERSEDED',
  'INTERNAL_ERROR',
] as const;

export type IngestErrorCode = (typeof INGEST_ERROR_CODES)[number];

/** Why a version could not be made. `hint` says what the caller can do; `retryable` whether the same bytes may succeed later. */
export class IngestError extends Error {
  readonly code: IngestErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  constructor(
    code: IngestErrorCode,
    message: string,
    hint: string,
    options: { retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'IngestError';
    this.code = code;
    this.hint = hint;
    this.retryable = options.retryable ?? false;
  }
}

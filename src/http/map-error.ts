import type { FastifyRequest } from 'fastify';
import { type ErrorCode, ServiceError } from '../errors.ts';
import { refuseFindings, type SchemaFinding } from './validation.ts';

const NOT_JSON =
  'The body is not valid JSON in UTF-8, or holds a key that JavaScript reserves (`__proto__`).';

/** Fastify's and its plugins' own errors, by their code. What is not listed here is a fault of ours: 500. */
const FRAMEWORK_ERRORS: Readonly<Record<string, readonly [code: ErrorCode, detail: string]>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['REQUEST_UNPARSABLE', NOT_JSON],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['REQUEST_UNPARSABLE', 'The body is empty.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'REQUEST_UNPARSABLE',
    'The body has another length than Content-Length says.',
  ],
  FST_ERR_BAD_URL: ['REQUEST_UNPARSABLE', 'The path is not valid percent-encoded UTF-8.'],
  FST_ERR_MAX_PARAM_LENGTH: ['REQUEST_INVALID', 'A part of the path is too long.'],
  FST_ERR_NOT_FOUND: ['ROUTE_NOT_FOUND', 'There is nothing here; see /openapi.json.'],
  FST_PARTS_LIMIT: ['REQUEST_TOO_LARGE', 'The multipart body has too many parts.'],
  FST_FILES_LIMIT: ['REQUEST_TOO_LARGE', 'The multipart body has too many files.'],
  FST_FIELDS_LIMIT: ['REQUEST_TOO_LARGE', 'The multipart body has too many fields.'],
  FST_PROTO_VIOLATION: ['MULTIPART_INVALID', 'A part has a name that JavaScript reserves.'],
  FST_INVALID_JSON_FIELD_ERROR: ['MULTIPART_INVALID', 'A part of type application/json is not valid JSON.'],
  FST_MP_PREMATURE_CLOSE: ['MULTIPART_INVALID', 'The multipart body ended early.'],
};

/** Turns whatever a request failed with into what the caller is told. */
export function toServiceError(error: unknown, request: FastifyRequest): ServiceError {
  if (error instanceof ServiceError) return error;
  if (!(error instanceof Error)) return internalError(error);
  const { code, statusCode, validation } = error as Partial<FrameworkError>;
  if (validation !== undefined) return refuseFindings(validation);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const limit = request.routeOptions.bodyLimit;
    return new ServiceError('REQUEST_TOO_LARGE', `The body is larger than ${limit} bytes.`, { cause: error });
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return mediaTypeUnsupported(request, error);
  // The caller left in the middle of a body; nobody reads this answer.
  if (code === 'ECONNRESET' && statusCode === 400) {
    return new ServiceError('REQUEST_UNPARSABLE', 'The body ended early.', { cause: error });
  }
  if (error.name === 'AbortError') {
    return new ServiceError('OVERLOADED', 'The service is stopping; try again.', {
      retryAfterSeconds: 5,
      cause: error,
    });
  }
  if (code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') return mediaTypeUnsupported(request, error);
  const mapped = code === undefined ? undefined : FRAMEWORK_ERRORS[code];
  return mapped === undefined ? internalError(error) : new ServiceError(...mapped, { cause: error });
}

interface FrameworkError extends Error {
  readonly code: string;
  readonly statusCode: number;
  readonly validation: readonly SchemaFinding[];
}

/** 415 that lists what the route takes. */
export function mediaTypeUnsupported(request: FastifyRequest, cause?: unknown): ServiceError {
  const accepted = request.routeOptions.config?.accepts ?? ['application/json'];
  return new ServiceError(
    'MEDIA_TYPE_UNSUPPORTED',
    `The Content-Type is missing, malformed or not taken here. Supported: ${accepted.join(', ')}.`,
    { cause },
  );
}

/** A 500 says "internal error" and nothing else; the cause goes to the log. */
function internalError(cause: unknown): ServiceError {
  return new ServiceError('INTERNAL_ERROR', 'internal error', { cause });
}

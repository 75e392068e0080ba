import type { FastifyReply } from 'fastify';
import type { ErrorCode, FieldError, ServiceError } from '../errors.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The body of every error (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly requestId: string;
  readonly errors: readonly FieldError[];
  /** What `Retry-After` says; in an event or a GraphQL error there is no other place for it. */
  readonly retryAfterSeconds: number | null;
}

export function buildProblem(error: ServiceError, requestId: string): Problem {
  return {
    type: `urn:footnote:error:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.message,
    requestId,
    errors: error.errors,
    retryAfterSeconds: error.retryAfterSeconds ?? null,
  };
}

/** Ends a reply with a problem; `extra` are extension members of the problem. */
export function sendProblem(
  reply: FastifyReply,
  error: ServiceError,
  extra: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const requestId = reply.request.id;
  setErrorHeaders(reply, error);
  return (
    reply
      .code(error.status)
      .header('x-request-id', requestId)
      .header('content-type', PROBLEM_MEDIA_TYPE)
      // Whatever the route announced for its success does not hold for a problem.
      .removeHeader('content-length')
      .removeHeader('content-disposition')
      .serializer(JSON.stringify)
      .send({ ...buildProblem(error, requestId), ...extra })
  );
}

/** What an error says besides its body. */
export function setErrorHeaders(reply: FastifyReply, error: ServiceError): void {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
  if (error.code === 'KEY_MISSING') reply.header('www-authenticate', 'Bearer realm="footnote"');
  if (error.code === 'KEY_INVALID') {
    reply.header('www-authenticate', 'Bearer realm="footnote", error="invalid_token"');
  }
}

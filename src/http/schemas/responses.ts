import { ERROR_TABLE, type ErrorCode } from '../../errors.ts';
import { PROBLEM_MEDIA_TYPE } from '../problem.ts';
import { refTo } from './common.ts';

/** Codes that every operation can end in. */
const COMMON: readonly ErrorCode[] = [
  'REQUEST_INVALID',
  'REQUEST_UNPARSABLE',
  'KEY_MISSING',
  'KEY_INVALID',
  'ORIGIN_REFUSED',
  'OVERLOADED',
  'DATABASE_UNAVAILABLE',
  'INTERNAL_ERROR',
];

/** Codes that every operation with a JSON body can end in. */
export const BODY_CODES: readonly ErrorCode[] = ['REQUEST_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'];

/** What `response` of a route's schema takes: by status, always with the content type spelled out. */
export type Responses = Record<string, object>;

/** A successful answer whose body is the shared schema `id`, or a schema of its own. */
export function success(
  description: string,
  schema: string | object,
  headers?: Record<string, object>,
): object {
  return {
    description,
    ...(headers === undefined ? {} : { headers }),
    content: { 'application/json': { schema: typeof schema === 'string' ? refTo(schema) : schema } },
  };
}

/** Codes that every operation with a model behind it can end in. */
export const UPSTREAM_CODES: readonly ErrorCode[] = [
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_FAILED',
  'UPSTREAM_INCOMPLETE',
  'UPSTREAM_TIMEOUT',
];

/** The problems an operation can end in, grouped by status, besides those that all can. */
export function problems(...codes: readonly ErrorCode[]): Responses {
  const byStatus: Record<string, ErrorCode[]> = {};
  for (const code of new Set([...COMMON, ...codes])) {
    const status = ERROR_TABLE[code][0];
    byStatus[status] ??= [];
    byStatus[status].push(code);
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((code) => `\`${code}\``).join(', '),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: refTo('Problem') } },
      },
    ]),
  );
}

export const ETAG_HEADER = {
  ETag: {
    type: 'string',
    description: 'Over newest version, title, metadata and externalId; for `If-Match`, not for caching.',
  },
};

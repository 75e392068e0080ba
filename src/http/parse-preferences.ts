import { ServiceError } from '../errors.ts';

const MAX_WAIT_SECONDS = 60;
const WAIT = /^wait\s*=\s*"?(\d{1,9})"?\s*(?:;|$)/i;
const ETAG = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';
const ETAGS = new RegExp(`^${ETAG}(?:[ \\t]*,[ \\t]*${ETAG})*$`);

/**
 * Seconds that a `Prefer` header (RFC 7240) asks to wait, at most 60; undefined when it does not ask. What cannot be
 * understood is ignored, as the RFC wants it; the first of several counts.
 */
export function parseWaitSeconds(prefer: string | readonly string[] | undefined): number | undefined {
  const preferences = [prefer ?? []].flat().flatMap((line) => line.split(','));
  for (const preference of preferences) {
    const seconds = WAIT.exec(preference.trim())?.[1];
    if (seconds !== undefined) return Math.min(Number(seconds), MAX_WAIT_SECONDS);
  }
  return undefined;
}

/**
 * The ETags that `If-Match` names (RFC 9110), as they stand there; undefined when any will do (absent or `*`). Weak ones
 * never match, which is the pipeline's to say. Throws REQUEST_INVALID for anything else, such as a missing quote.
 */
export function parseIfMatch(header: string | undefined): string | undefined {
  const value = header?.trim();
  if (value === undefined || value === '*') return undefined;
  if (ETAGS.test(value)) return value;
  const message = 'must be an ETag, quotes included, or *';
  throw new ServiceError('REQUEST_INVALID', `If-Match ${message}`, {
    errors: [{ path: '/if-match', message }],
  });
}

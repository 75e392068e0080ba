import { ServiceError } from '../errors.ts';

const MAX_WAIT_SECONDS = 60;
const WAIT = /^wait\s*=\s*"?(\d{1,9})"?\s*(?:;|$)/i;
const ETAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

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
 * The ETag that `If-Match` names, quotes included; undefined when any will do (absent or `*`). A weak one never matches,
 * which is the pipeline's to say. Throws REQUEST_INVALID for anything but one ETag.
 */
export function parseIfMatch(header: string | undefined): string | undefined {
  const value = header?.trim();
  if (value === undefined || value === '*') return undefined;
  if (ETAG.test(value)) return value;
  const message = 'must be one ETag, quotes included, or *';
  throw new ServiceError('REQUEST_INVALID', `If-Match ${message}`, {
    errors: [{ path: '/if-match', message }],
  });
}

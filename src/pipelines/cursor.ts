import { ServiceError } from '../errors.ts';

/** An opaque cursor over the key of the last item shown. */
export function encodeCursor(key: string | undefined): string {
  return Buffer.from(key ?? '').toString('base64url');
}

/** The document id in a cursor of a document list; REQUEST_INVALID for anything else. */
export function decodeIdCursor(cursor: string): string {
  return decode(cursor, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
}

/** The ordinal in a cursor of a list of chunks; REQUEST_INVALID for anything else. */
export function decodeOrdinalCursor(cursor: string): number {
  return Number(decode(cursor, /^\d{1,9}$/));
}

function decode(cursor: string, pattern: RegExp): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (pattern.test(key)) return key;
  throw new ServiceError('REQUEST_INVALID', 'The cursor is not one that this list gave.', {
    errors: [{ path: '/cursor', message: 'must be the nextCursor of an earlier response of this list' }],
  });
}

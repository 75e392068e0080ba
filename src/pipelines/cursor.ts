import { ServiceError } from '../errors.ts';

/** An opaque cursor over the key of the last item shown. */
export function encodeCursor(key: string | undefined): string {
  return Buffer.from(key ?? '').toString('base64url');
}

/** The key in a cursor: an id or a number. REQUEST_INVALID for anything that never was one. */
export function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (/^[0-9a-f-]{36}$|^\d{1,9}$/.test(key)) return key;
  throw new ServiceError('REQUEST_INVALID', 'The cursor is not one that this service gave.', {
    errors: [{ path: '/cursor', message: 'must be the nextCursor of an earlier response' }],
  });
}

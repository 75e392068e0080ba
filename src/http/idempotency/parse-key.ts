import { ServiceError } from '../../errors.ts';

const MAX_LENGTH = 255;

/** The `Idempotency-Key` of a request; undefined when it has none. REQUEST_INVALID when it is empty or too long. */
export function parseIdempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = [header].flat().join(', ').trim();
  if (key.length >= 1 && key.length <= MAX_LENGTH && /^[\x20-\x7e]+$/.test(key)) return key;
  const message = `must have 1 to ${MAX_LENGTH} printable ASCII characters`;
  throw new ServiceError('REQUEST_INVALID', `Idempotency-Key ${message}.`, {
    errors: [{ path: '/idempotency-key', message }],
  });
}

import { type ErrorCode, ServiceError } from '../errors.ts';

export const MAX_METADATA_BYTES = 64 * 1024;
const MAX_DEPTH = 20;

/**
 * Checks arbitrary JSON that will be stored or compared: at most 20 levels deep and 64 KiB long, finite numbers, strings
 * (keys too) without NUL and lone surrogates, which Postgres cannot hold, and no key `__proto__`.
 * `path` is the JSON pointer of `value` in the request. Throws REQUEST_INVALID; `tooLarge` for what is too deep or too long.
 */
export function checkJsonValue(value: unknown, path: string, tooLarge: ErrorCode = 'REQUEST_INVALID'): void {
  const open: [value: unknown, path: string, depth: number][] = [[value, path, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [current, at, depth] = next;
    if (typeof current === 'string') checkString(current, at);
    else if (typeof current === 'number' && !Number.isFinite(current)) refuse(at, 'must be a finite number');
    else if (typeof current === 'object' && current !== null) {
      if (depth > MAX_DEPTH) refuse(at, `must not be deeper than ${MAX_DEPTH} levels`, tooLarge);
      for (const [key, child] of Object.entries(current)) {
        checkString(key, at);
        if (key === '__proto__') refuse(at, 'must not have the key __proto__');
        open.push([child, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1]);
      }
    }
  }
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_METADATA_BYTES) {
    refuse(path, `must not be longer than ${MAX_METADATA_BYTES} bytes as JSON`, tooLarge);
  }
}

/** Parses JSON that came as text in a field or a query parameter. Throws REQUEST_INVALID. */
export function parseJsonText(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ServiceError('REQUEST_INVALID', `${path} is not valid JSON`, {
      errors: [{ path, message: 'is not valid JSON' }],
      cause,
    });
  }
}

function checkString(text: string, path: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    refuse(path, 'must not hold NUL or half of a surrogate pair');
  }
}

/** The same for a metadata filter, whose own limits (5 levels, 50 conditions) are tighter: too large is FILTER_INVALID. */
export function checkFilterValue(filter: unknown): void {
  checkJsonValue(filter, '/filter', 'FILTER_INVALID');
}

function refuse(path: string, message: string, code: ErrorCode = 'REQUEST_INVALID'): never {
  throw new ServiceError(code, `${path} ${message}`, { errors: [{ path, message }] });
}

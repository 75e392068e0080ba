/** Bytes `start..end`, end exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a `Range` header asks of `size` bytes (RFC 9110, section 14). Null: everything, as for what is no byte range, or for
 * several ranges, which a server may ignore.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size };
  }
  const start = Number(from);
  const last = to === '' ? size - 1 : Number(to);
  if (last < start && to !== '') return null;
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(last + 1, size) };
}

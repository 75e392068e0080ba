import { createHash } from 'node:crypto';

/**
 * The id of a chunk: a UUIDv7 with the time of its version and bits drawn from (version, ordinal) by SHA-256. The
 * same chunk has the same id however often its version is made again, and the id needs no column.
 */
export function chunkIdOf(versionId: string, ordinal: number): string {
  const digest = createHash('sha256').update(`${versionId}/${ordinal}`).digest('hex');
  const variant = ((Number.parseInt(digest.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return `${versionId.slice(0, 13)}-7${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { FileUnreadable, reasonOf } from './cli-errors.ts';

/** SHA-256 in lower-case hex, as the service writes it. Throws FileUnreadable. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new FileUnreadable(reasonOf(error));
  }
  return hash.digest('hex');
}

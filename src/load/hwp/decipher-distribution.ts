import { createDecipheriv } from 'node:crypto';
import { unreadableHangul } from '../hangul/hangul-errors.ts';
import { TAG } from './hwp-tags.ts';

const RECORD_HEADER_BYTES = 4;
const KEY_DATA_BYTES = 256;
const KEY_BYTES = 16;
const BLOCK_BYTES = 16;
/** The seed itself is not covered by the random bytes. */
const SEED_BYTES = 4;

/**
 * Deciphers a section of a document made for distribution (배포용 문서, revision 1.2): a record of 256 bytes that
 * hides the key, then AES-128-ECB. The key is no secret: the format keeps readers from editing, not from reading.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE.
 */
export function decipherDistribution(stream: Buffer): Buffer {
  const tag = stream.length >= RECORD_HEADER_BYTES ? stream.readUInt32LE(0) & 0x3ff : 0;
  const bodyStart = RECORD_HEADER_BYTES + KEY_DATA_BYTES;
  if (tag !== TAG.distributeDocData || stream.length < bodyStart)
    throw unreadableHangul('the key of the distributed document is missing');
  const key = readKey(stream.subarray(RECORD_HEADER_BYTES, bodyStart));
  const whole = stream.length - bodyStart - ((stream.length - bodyStart) % BLOCK_BYTES);
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([decipher.update(stream.subarray(bodyStart, bodyStart + whole)), decipher.final()]);
}

function readKey(hidden: Buffer): Buffer {
  const seed = hidden.readUInt32LE(0);
  const random = createRandom(seed);
  const data = Buffer.from(hidden);
  for (let at = 0; at < data.length; ) {
    const value = random() & 0xff;
    for (let left = (random() & 0x0f) + 1; left > 0 && at < data.length; left -= 1, at += 1) {
      if (at >= SEED_BYTES) data[at] = (data[at] ?? 0) ^ value;
    }
  }
  const start = SEED_BYTES + (seed & 0x0f);
  return data.subarray(start, start + KEY_BYTES);
}

/** `rand()` of Microsoft's C library, seeded by `srand(seed)`. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 214_013) + 2_531_011) >>> 0;
    return (state >>> 16) & 0x7fff;
  };
}

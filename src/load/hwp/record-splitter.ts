import { tooComplexHangul, unreadableHangul } from '../hangul/hangul-errors.ts';

const HEADER_BYTES = 4;
/** In the 12 bits of the size: the size follows in 32 bits. */
const SIZE_FOLLOWS = 0xfff;

/** Books have 200,000, a thousand pages of tables a million; bounds the time for a part made of nothing but headers. */
const MAX_RECORDS = 2_000_000;

export interface HwpRecord {
  readonly tag: number;
  readonly level: number;
  readonly data: Buffer;
}

/** Cuts a stream into records (HWP 5.0 revision 1.3, 4.1): 10 bits of tag, 10 of level, 12 of size, then the data. */
export class RecordSplitter {
  #pieces: Buffer[] = [];
  #size = 0;
  #count = 0;
  /** Bytes until the next record is whole; spares joining a large one again and again. */
  #needed = HEADER_BYTES;

  /** Takes bytes as they come and gives the records that are whole. Throws `IngestError` DOCUMENT_TOO_COMPLEX. */
  write(piece: Buffer): HwpRecord[] {
    this.#pieces.push(piece);
    this.#size += piece.length;
    if (this.#size < this.#needed) return [];
    const bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces);
    const records: HwpRecord[] = [];
    let at = 0;
    for (;;) {
      const { needed, start } = measure(bytes, at);
      this.#needed = needed;
      if (at + needed > bytes.length) break;
      const header = bytes.readUInt32LE(at);
      const data = bytes.subarray(start, at + needed);
      records.push({ tag: header & 0x3ff, level: (header >>> 10) & 0x3ff, data });
      at += needed;
    }
    this.#count += records.length;
    if (this.#count > MAX_RECORDS) throw tooComplexHangul(`a part has more than ${MAX_RECORDS} records`);
    this.#pieces = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#size = bytes.length - at;
    return records;
  }

  /** Throws `IngestError` DOCUMENT_UNREADABLE where a record was begun. */
  end(): void {
    if (this.#size > 0) throw unreadableHangul('a record goes beyond the end of its part');
  }
}

/** Bytes of the record at `at`, as far as can be told by now, and where its data start. */
function measure(bytes: Buffer, at: number): { needed: number; start: number } {
  if (at + HEADER_BYTES > bytes.length) return { needed: HEADER_BYTES, start: at };
  const size = bytes.readUInt32LE(at) >>> 20;
  if (size !== SIZE_FOLLOWS) return { needed: HEADER_BYTES + size, start: at + HEADER_BYTES };
  if (at + 2 * HEADER_BYTES > bytes.length) return { needed: 2 * HEADER_BYTES, start: at };
  return {
    needed: 2 * HEADER_BYTES + bytes.readUInt32LE(at + HEADER_BYTES),
    start: at + 2 * HEADER_BYTES,
  };
}

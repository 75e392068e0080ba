import { unreadableHangul } from '../hangul/hangul-errors.ts';

const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const HEADER_BYTES = 512;
const MINI_SECTOR_BYTES = 64;
/** Smaller streams lie in the mini stream; the header repeats the number, and no other is allowed. */
const MINI_STREAM_CUTOFF_BYTES = 4096;
const HEADER_FAT_SECTORS = 109;
const END_OF_CHAIN = 0xfffffffe;

/** Whether the bytes begin like an OLE compound file. */
export function isOle(head: Uint8Array): boolean {
  return SIGNATURE.equals(head.subarray(0, SIGNATURE.length));
}

/**
 * The sectors of an OLE compound file in memory and the chains they form ([MS-CFB], 2.2 to 2.6). No chain is followed
 * further than the file has sectors, so that a circle ends.
 */
export class OleSectors {
  readonly directoryStart: number;
  readonly #bytes: Buffer;
  readonly #sectorShift: number;
  readonly #fat: readonly number[];
  readonly #miniFatStart: number;
  #mini: { readonly fat: readonly number[]; readonly stream: Buffer } | undefined;

  /** Throws `IngestError` DOCUMENT_UNREADABLE. */
  constructor(bytes: Buffer) {
    if (bytes.length < HEADER_BYTES || !isOle(bytes)) throw unreadableHangul('it is not an OLE file');
    this.#bytes = bytes;
    this.#sectorShift = bytes.readUInt16LE(30);
    if (this.#sectorShift !== 9 && this.#sectorShift !== 12)
      throw unreadableHangul(`its sectors have 2^${this.#sectorShift} bytes`);
    this.directoryStart = bytes.readUInt32LE(48);
    this.#miniFatStart = bytes.readUInt32LE(60);
    this.#fat = this.#readFat();
  }

  /** A chain to its end. Throws DOCUMENT_UNREADABLE for circles and sectors outside of the file. */
  readChain(start: number): Buffer {
    return this.#join(this.#follow(start, this.#fat, Infinity));
  }

  /** A stream of the directory; `mini` is the first sector and the size of the root entry. Throws as `readChain`. */
  readStream(start: number, size: number, mini: { start: number; size: number }): Buffer {
    if (size === 0) return Buffer.alloc(0);
    if (size > this.#bytes.length) throw unreadableHangul('a part of it is larger than the whole');
    const data =
      size >= MINI_STREAM_CUTOFF_BYTES
        ? this.#join(this.#follow(start, this.#fat, Math.ceil(size / this.#sectorBytes)))
        : this.#readMini(start, size, mini);
    if (data.length < size) throw unreadableHangul('it is cut short');
    return data.subarray(0, size);
  }

  get #sectorBytes(): number {
    return 1 << this.#sectorShift;
  }

  #sector(index: number): Buffer {
    const start = (index + 1) * this.#sectorBytes;
    if (start >= this.#bytes.length) throw unreadableHangul('it is cut short');
    return this.#bytes.subarray(start, start + this.#sectorBytes);
  }

  #join(sectors: readonly number[]): Buffer {
    return Buffer.concat(sectors.map((sector) => this.#sector(sector)));
  }

  #follow(start: number, table: readonly number[], maxSectors: number): number[] {
    const chain: number[] = [];
    let sector = start;
    while (sector !== END_OF_CHAIN && chain.length < maxSectors) {
      const next = table[sector];
      if (next === undefined) throw unreadableHangul('a part of it lies outside of the file');
      if (chain.length >= table.length) throw unreadableHangul('its sectors go round in a circle');
      chain.push(sector);
      sector = next;
    }
    return chain;
  }

  /** No more of the table than there are sectors, however much of it the header promises. */
  #readFat(): number[] {
    const sectorCount = Math.ceil(this.#bytes.length / this.#sectorBytes) - 1;
    const perSector = this.#sectorBytes / 4;
    const fat: number[] = [];
    const addFrom = (list: Buffer, entries: number): void => {
      for (let at = 0; at < entries && at * 4 + 4 <= list.length && fat.length < sectorCount; at += 1) {
        const sector = list.readUInt32LE(at * 4);
        if (sector < END_OF_CHAIN - 3) fat.push(...readEntries(this.#sector(sector)));
      }
    };
    addFrom(this.#bytes.subarray(76, HEADER_BYTES), HEADER_FAT_SECTORS);
    let more = this.#bytes.readUInt32LE(68);
    for (let left = this.#bytes.readUInt32LE(72); left > 0 && fat.length < sectorCount; left -= 1) {
      if (more >= sectorCount) break;
      const list = this.#sector(more);
      const before = fat.length;
      addFrom(list, perSector - 1);
      if (fat.length === before || list.length < this.#sectorBytes) break;
      more = list.readUInt32LE(this.#sectorBytes - 4);
    }
    return fat;
  }

  #readMini(start: number, size: number, root: { start: number; size: number }): Buffer {
    this.#mini ??= {
      fat: readEntries(this.readChain(this.#miniFatStart)),
      stream: this.readChain(root.start).subarray(0, root.size),
    };
    const { fat, stream } = this.#mini;
    const chain = this.#follow(start, fat, Math.ceil(size / MINI_SECTOR_BYTES));
    return Buffer.concat(
      chain.map((sector) => stream.subarray(sector * MINI_SECTOR_BYTES, (sector + 1) * MINI_SECTOR_BYTES)),
    );
  }
}

function readEntries(table: Buffer): number[] {
  return Array.from({ length: Math.floor(table.length / 4) }, (_, index) => table.readUInt32LE(index * 4));
}

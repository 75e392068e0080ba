import { unreadableHangul } from '../hangul/hangul-errors.ts';
import { OleSectors } from './ole-sectors.ts';

export { isOle } from './ole-sectors.ts';

const ENTRY_BYTES = 128;
const STORAGE = 1;
const STREAM = 2;
const ROOT = 5;
const NO_ENTRY = 0xffffffff;

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/** An OLE compound file in memory. Paths are those of its storages, joined by `/`. */
export interface OleFile {
  /** Paths of all streams. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Throws `IngestError` DOCUMENT_UNREADABLE: no such stream, cut short, sectors in a circle. */
  read(path: string): Buffer;
}

/** Opens a compound file by its directory ([MS-CFB], 2.6). Throws `IngestError` DOCUMENT_UNREADABLE. */
export function openOle(bytes: Uint8Array): OleFile {
  const sectors = new OleSectors(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const directory = sectors.readChain(sectors.directoryStart);
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES)
    entries.push(readEntry(directory.subarray(at, at + ENTRY_BYTES)));
  const root = entries[0];
  if (root?.type !== ROOT) throw unreadableHangul('its directory has no root');
  const streams = findStreams(entries, root);
  return {
    paths: [...streams.keys()],
    has: (path) => streams.has(path),
    read(path) {
      const entry = streams.get(path);
      if (!entry) throw unreadableHangul(`it has no part ${path}`);
      return sectors.readStream(entry.start, entry.size, root);
    },
  };
}

/** Streams by their paths. Siblings are a tree of any shape; an entry is taken once, so that circles end. */
function findStreams(entries: readonly Entry[], root: Entry): Map<string, Entry> {
  const streams = new Map<string, Entry>();
  const seen = new Set<number>([0]);
  const open: { id: number; parent: string }[] = [{ id: root.child, parent: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { id, parent } = next;
    const entry = entries[id];
    if (!entry || seen.has(id)) continue;
    seen.add(id);
    if (entry.type === STREAM) streams.set(parent + entry.name, entry);
    if (entry.type === STORAGE) open.push({ id: entry.child, parent: `${parent}${entry.name}/` });
    for (const sibling of [entry.left, entry.right]) {
      if (sibling !== NO_ENTRY) open.push({ id: sibling, parent });
    }
  }
  return streams;
}

function readEntry(entry: Buffer): Entry {
  const nameBytes = Math.min(entry.readUInt16LE(64), 64);
  return {
    name: entry.toString('utf16le', 0, Math.max(0, nameBytes - 2)),
    type: entry.readUInt8(66),
    left: entry.readUInt32LE(68),
    right: entry.readUInt32LE(72),
    child: entry.readUInt32LE(76),
    start: entry.readUInt32LE(116),
    // The upper half is undefined in version 3, and no document needs it.
    size: entry.readUInt32LE(120),
  };
}

const SECTOR_BYTES = 512;
const MINI_SECTOR_BYTES = 64;
const MINI_STREAM_CUTOFF_BYTES = 4096;
const END_OF_CHAIN = 0xfffffffe;
const FAT_SECTOR = 0xfffffffd;
const NONE = 0xffffffff;
const STORAGE = 1;
const STREAM = 2;
const ROOT = 5;

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly parent: string;
  readonly path: string;
  start: number;
  size: number;
}

/** An OLE compound file of version 3 with streams by their paths, `A/B` in the storage `A`. At most 7 MB. */
export function makeOle(streams: Readonly<Record<string, Buffer>>): Buffer {
  const entries = listEntries(Object.keys(streams));
  const fat: number[] = [];
  const sectors: Buffer[] = [];
  const mini = { fat: [] as number[], pieces: [] as Buffer[] };
  const write = (data: Buffer): number => {
    if (data.length === 0) return END_OF_CHAIN;
    const start = sectors.length;
    const count = Math.ceil(data.length / SECTOR_BYTES);
    for (let index = 0; index < count; index += 1) {
      sectors.push(pad(data.subarray(index * SECTOR_BYTES, (index + 1) * SECTOR_BYTES), SECTOR_BYTES));
      fat.push(index + 1 < count ? start + index + 1 : END_OF_CHAIN);
    }
    return start;
  };
  for (const entry of entries) {
    const data = entry.type === STREAM ? streams[entry.path] : undefined;
    if (!data) continue;
    entry.size = data.length;
    if (data.length >= MINI_STREAM_CUTOFF_BYTES) {
      entry.start = write(data);
      continue;
    }
    const count = Math.ceil(data.length / MINI_SECTOR_BYTES);
    entry.start = count === 0 ? END_OF_CHAIN : mini.fat.length;
    mini.pieces.push(pad(data, count * MINI_SECTOR_BYTES));
    for (let left = count; left > 0; left -= 1) mini.fat.push(left > 1 ? mini.fat.length + 1 : END_OF_CHAIN);
  }
  const [root] = entries;
  const miniStream = Buffer.concat(mini.pieces);
  if (root) [root.start, root.size] = [write(miniStream), miniStream.length];
  const miniFatStart = write(toTable(mini.fat));
  const directoryStart = write(Buffer.concat(entries.map((entry) => writeEntry(entry, entries))));
  const fatSectors: number[] = [];
  while (fatSectors.length * (SECTOR_BYTES / 4) < fat.length) {
    fatSectors.push(fat.length);
    fat.push(FAT_SECTOR);
  }
  const table = pad(toTable(fat), fatSectors.length * SECTOR_BYTES, 0xff);
  const header = Buffer.alloc(SECTOR_BYTES);
  header.write('d0cf11e0a1b11ae1', 'hex');
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(fatSectors.length, 44);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(MINI_STREAM_CUTOFF_BYTES, 56);
  header.writeUInt32LE(miniFatStart, 60);
  header.writeUInt32LE(END_OF_CHAIN, 68);
  header.fill(0xff, 76);
  for (const [index, sector] of fatSectors.entries()) header.writeUInt32LE(sector, 76 + 4 * index);
  return Buffer.concat([header, ...sectors, table]);
}

/** Root first, each storage before what is in it. */
function listEntries(paths: readonly string[]): Entry[] {
  const entries: Entry[] = [
    { name: 'Root Entry', type: ROOT, parent: '-', path: '', start: END_OF_CHAIN, size: 0 },
  ];
  for (const path of paths) {
    const names = path.split('/');
    for (const [depth, name] of names.entries()) {
      const own = names.slice(0, depth + 1).join('/');
      const type = depth + 1 < names.length ? STORAGE : STREAM;
      const parent = names.slice(0, depth).join('/');
      if (!entries.some((entry) => entry.path === own))
        entries.push({ name, type, parent, path: own, start: 0, size: 0 });
    }
  }
  return entries;
}

/** Siblings are a list to the right, which is a tree as well. */
function writeEntry(entry: Entry, entries: readonly Entry[]): Buffer {
  const indexOf = (test: (other: Entry, index: number) => boolean): number => {
    const index = entries.findIndex(test);
    return index === -1 ? NONE : index;
  };
  const own = entries.indexOf(entry);
  const data = Buffer.alloc(128);
  data.write(entry.name, 'utf16le');
  data.writeUInt16LE(2 * entry.name.length + 2, 64);
  data.writeUInt8(entry.type, 66);
  data.writeUInt32LE(NONE, 68);
  data.writeUInt32LE(
    indexOf((other, index) => index > own && other.parent === entry.parent),
    72,
  );
  data.writeUInt32LE(entry.type === STREAM ? NONE : indexOf((other) => other.parent === entry.path), 76);
  data.writeUInt32LE(entry.start, 116);
  data.writeUInt32LE(entry.size, 120);
  return data;
}

function toTable(entries: readonly number[]): Buffer {
  const table = Buffer.alloc(entries.length * 4);
  for (const [index, entry] of entries.entries()) table.writeUInt32LE(entry, index * 4);
  return pad(table, Math.ceil(table.length / SECTOR_BYTES) * SECTOR_BYTES, 0xff);
}

function pad(data: Buffer, bytes: number, filling = 0): Buffer {
  return Buffer.concat([data, Buffer.alloc(Math.max(0, bytes - data.length), filling)]);
}

import { createCipheriv } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { makeOle } from './make-ole.ts';

/** A control of a paragraph: its code and id in the text, its record, and the records below that. */
export interface Control {
  readonly code: number;
  readonly id: string;
  readonly data?: Buffer;
  readonly children?: (level: number) => Buffer;
}

export interface ParagraphOptions {
  /** Ids of the paragraph shape and the style. */
  readonly shape?: number;
  readonly style?: number;
  /** 0x04: a page break stands before it. */
  readonly divide?: number;
  /** Where its lines stand, from the top of the page. */
  readonly lines?: readonly number[];
  /** Ranges of code units with a kind: 0x10 inserted, 0x11 deleted. */
  readonly ranges?: readonly (readonly [start: number, end: number, kind: number])[];
}

export interface HwpParts {
  /** Records of each section, as of `paragraph`. */
  readonly sections: readonly Buffer[];
  /** Records of `DocInfo`. */
  readonly docInfo?: readonly Buffer[];
  /** Flags of the file header besides the first: 2 password, 4 distribution, 0x10 DRM. */
  readonly flags?: number;
  readonly version?: number;
  readonly isPlain?: boolean;
  readonly title?: string;
  /** Streams besides. */
  readonly streams?: Readonly<Record<string, Buffer>>;
}

/** The streams of an HWP 5 document by their paths, packed as the header says. */
export function listHwpStreams(parts: HwpParts): Record<string, Buffer> {
  const { flags = 0, isPlain = false } = parts;
  const header = Buffer.alloc(256);
  header.write('HWP Document File');
  header.writeUInt32LE(parts.version ?? 0x05_00_05_00, 32);
  header.writeUInt32LE(flags | (isPlain ? 0 : 1), 36);
  const pack = (records: Buffer) => (isPlain ? records : deflateRawSync(records));
  const isDistribution = (flags & 4) !== 0;
  const streams: Record<string, Buffer> = {
    FileHeader: header,
    DocInfo: pack(Buffer.concat(parts.docInfo ?? [])),
  };
  for (const [index, section] of parts.sections.entries()) {
    if (isDistribution) streams[`ViewText/Section${index}`] = encipher(pack(section));
    else streams[`BodyText/Section${index}`] = pack(section);
  }
  if (parts.title !== undefined) streams['\x05HwpSummaryInformation'] = makeSummary(parts.title);
  return { ...streams, ...parts.streams };
}

export function makeHwp(parts: HwpParts): Buffer {
  return makeOle(listHwpStreams(parts));
}

export function record(
  tag: number,
  level: number,
  data: Buffer = Buffer.alloc(0),
  size = data.length,
): Buffer {
  const header = Buffer.alloc(size < 0xfff ? 4 : 8);
  header.writeUInt32LE((tag | (level << 10) | (Math.min(size, 0xfff) << 20)) >>> 0, 0);
  if (size >= 0xfff) header.writeUInt32LE(size, 4);
  return Buffer.concat([header, data]);
}

/** A paragraph with text and controls; numbers are characters by their codes. */
export function paragraph(
  content: string | readonly (string | number | Control)[],
  options: ParagraphOptions = {},
  level = 0,
): Buffer {
  const pieces = typeof content === 'string' ? [content] : content;
  const header = Buffer.alloc(24);
  header.writeUInt16LE(options.shape ?? 0, 8);
  header.writeUInt8(options.style ?? 0, 10);
  header.writeUInt8(options.divide ?? 0, 11);
  const { lines = [], ranges = [] } = options;
  const controls = pieces.filter((piece) => typeof piece === 'object');
  return Buffer.concat([
    record(0x42, level, header),
    record(0x43, level + 1, Buffer.concat([...pieces.map(writePiece), utf16('\r')])),
    lines.length === 0 ? Buffer.alloc(0) : record(0x45, level + 1, Buffer.concat(lines.map(writeLine))),
    ranges.length === 0 ? Buffer.alloc(0) : record(0x46, level + 1, Buffer.concat(ranges.map(writeRange))),
    ...controls.map(({ id, data = Buffer.alloc(0), children }) =>
      Buffer.concat([
        record(0x47, level + 1, Buffer.concat([fourLetters(id), data])),
        children?.(level + 2) ?? Buffer.alloc(0),
      ]),
    ),
  ]);
}

export interface CellOptions {
  readonly row: number;
  readonly column: number;
  readonly rowSpan?: number;
  readonly columnSpan?: number;
}

/** A cell: its place and its paragraphs, made for their level. */
export type Cell = readonly [place: CellOptions, paragraphs: (level: number) => Buffer];

export function table(cells: readonly Cell[], caption?: { side: number; text: string }): Control {
  return {
    code: 11,
    id: 'tbl ',
    data: Buffer.alloc(40),
    children: (level) =>
      Buffer.concat([
        caption ? captionOf(caption, level) : Buffer.alloc(0),
        record(0x4d, level, Buffer.alloc(22)),
        ...cells.map(([place, paragraphs]) => {
          const { row, column, rowSpan = 1, columnSpan = 1 } = place;
          const fields = uint16s(1, 0, 0, 0, column, row, columnSpan, rowSpan);
          return Buffer.concat([record(0x48, level, fields), paragraphs(level)]);
        }),
      ]),
  };
}

/** A table of rows of texts. */
export function textTable(rows: readonly (readonly string[])[], caption?: { side: number; text: string }) {
  const cells = rows.flatMap((texts, row) =>
    texts.map((text, column): Cell => [{ row, column }, (level) => paragraph(text, {}, level)]),
  );
  return table(cells, caption);
}

/** A text box, within `depth` groups of shapes. */
export function textBox(
  paragraphs: (level: number) => Buffer,
  caption?: { side: number; text: string },
): Control {
  return {
    code: 11,
    id: 'gso ',
    data: Buffer.alloc(42),
    children: (level) =>
      Buffer.concat([
        caption ? captionOf(caption, level) : Buffer.alloc(0),
        record(0x4c, level, Buffer.alloc(8)),
        record(0x4c, level + 1, Buffer.alloc(8)),
        record(0x48, level + 2, Buffer.alloc(20)),
        paragraphs(level + 2),
        record(0x4f, level + 2, Buffer.alloc(33)),
      ]),
  };
}

/** A control with a list of paragraphs: `fn  `, `en  `, `head`, `foot`, `tcmt`. */
export function list(code: number, id: string, paragraphs: (level: number) => Buffer, number = 1): Control {
  const data = Buffer.alloc(16);
  data.writeUInt32LE(number, 0);
  return {
    code,
    id,
    data,
    children: (level) => Buffer.concat([record(0x48, level, Buffer.alloc(16)), paragraphs(level)]),
  };
}

/** A number that Hangul counted; `kind` 1 footnote, 2 endnote, 3 picture, 4 table. */
export function autoNumber(kind: number, number: number, shape = 0, suffix = ''): Control {
  return {
    code: 18,
    id: 'atno',
    data: uint16s(kind | (shape << 4), 0, number, 0, 0, suffix.charCodeAt(0) || 0),
  };
}

export function equation(script: string): Control {
  return {
    code: 11,
    id: 'eqed',
    data: Buffer.alloc(42),
    children: (level) => record(0x58, level, Buffer.concat([Buffer.alloc(4), string(script)])),
  };
}

/** Section properties, with the numbering of the outline. */
export function sectionDefinition(outlineId: number): Control {
  return { code: 2, id: 'secd', data: uint16s(0, 0, 0, 0, 0, 0, 0, outlineId, 0, 0, 0, 0) };
}

/** From here on the text stands in columns. */
export function columnDefinition(count: number): Control {
  return { code: 2, id: 'cold', data: uint16s(count << 2, 0, 0, 0, 0, 0) };
}

/** A numbering of seven levels. */
export function numbering(
  levels: readonly (readonly [format: string, shape: number, start: number])[],
): Buffer {
  const seven = Array.from({ length: 7 }, (_, index) => levels[index] ?? (['', 0, 1] as const));
  const starts = Buffer.alloc(28);
  for (const [index, [, , start]] of seven.entries()) starts.writeUInt32LE(start, index * 4);
  const heads = seven.map(([format, shape]) =>
    Buffer.concat([uint16s(shape << 5, 0, 0, 0, 0, 0), string(format)]),
  );
  return record(0x17, 0, Buffer.concat([...heads, uint16s(0), starts]));
}

export function bullet(char: string): Buffer {
  return record(0x18, 0, uint16s(0, 0, 0, 0, 0, 0, char.charCodeAt(0)));
}

/** A paragraph shape; `kind` 1 outline, 2 number, 3 bullet; `level` from 1. */
export function paragraphShape(kind: number, level = 1, listId = 0): Buffer {
  const data = Buffer.alloc(54);
  data.writeUInt32LE(((kind << 23) | ((level - 1) << 25)) >>> 0, 0);
  data.writeUInt16LE(listId, 30);
  return record(0x19, 0, data);
}

export function style(name: string, englishName: string): Buffer {
  return record(0x1a, 0, Buffer.concat([string(name), string(englishName), Buffer.alloc(8)]));
}

function captionOf({ side, text }: { side: number; text: string }, level: number): Buffer {
  return Buffer.concat([record(0x48, level, uint16s(1, 0, 0, 0, side, 0)), paragraph(text, {}, level)]);
}

function writePiece(piece: string | number | Control): Buffer {
  if (typeof piece === 'string') return utf16(piece);
  if (typeof piece === 'number') {
    const isWide = piece !== 10 && piece !== 24 && piece < 30;
    return isWide ? uint16s(piece, 0, 0, 0, 0, 0, 0, piece) : uint16s(piece);
  }
  return Buffer.concat([uint16s(piece.code), fourLetters(piece.id), uint16s(0, 0, 0, 0, piece.code)]);
}

function writeLine(position: number): Buffer {
  const line = Buffer.alloc(36);
  line.writeInt32LE(position, 4);
  return line;
}

function writeRange([start, end, kind]: readonly [start: number, end: number, kind: number]): Buffer {
  const range = Buffer.alloc(12);
  range.writeUInt32LE(start, 0);
  range.writeUInt32LE(end, 4);
  range.writeUInt8(kind, 11);
  return range;
}

function fourLetters(id: string): Buffer {
  return Buffer.from(id, 'latin1').reverse();
}

function string(text: string): Buffer {
  return Buffer.concat([uint16s(text.length), utf16(text)]);
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function uint16s(...values: readonly number[]): Buffer {
  const data = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) data.writeUInt16LE(value, 2 * index);
  return data;
}

function makeSummary(title: string): Buffer {
  const text = utf16(`${title}\0`);
  const stream = Buffer.alloc(48 + 16 + 8);
  stream.writeUInt16LE(0xfffe, 0);
  stream.writeUInt32LE(1, 24);
  stream.writeUInt32LE(48, 44);
  stream.writeUInt32LE(1, 52);
  stream.writeUInt32LE(2, 56);
  stream.writeUInt32LE(16, 60);
  stream.writeUInt32LE(0x1f, 64);
  stream.writeUInt32LE(title.length + 1, 68);
  return Buffer.concat([stream, text]);
}

/** The key lies open under a seed whose random bytes are taken off again. */
function encipher(section: Buffer): Buffer {
  const key = Buffer.from('0123456789abcdef');
  const seed = 5;
  const data = Buffer.alloc(256);
  key.copy(data, 4 + (seed & 0x0f));
  let state = seed;
  const random = () => {
    state = Number((BigInt(state) * 214_013n + 2_531_011n) & 0xffffffffn);
    return (state >>> 16) & 0x7fff;
  };
  const mask: number[] = [];
  while (mask.length < 256) {
    const value = random() & 0xff;
    const times = (random() & 0x0f) + 1;
    for (let left = times; left > 0; left -= 1) mask.push(value);
  }
  for (let at = 4; at < 256; at += 1) data[at] = (data[at] ?? 0) ^ (mask[at] ?? 0);
  data.writeUInt32LE(seed, 0);
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const padded = Buffer.concat([section, Buffer.alloc((16 - (section.length % 16)) % 16)]);
  return Buffer.concat([record(0x1c, 0, data), cipher.update(padded), cipher.final()]);
}

/** Records of older versions are shorter: what they do not have yet is 0 or ''. */

export function uint8At(data: Buffer, at: number): number {
  return data[at] ?? 0;
}

export function uint16At(data: Buffer, at: number): number {
  return at + 2 <= data.length ? data.readUInt16LE(at) : 0;
}

export function uint32At(data: Buffer, at: number): number {
  return at + 4 <= data.length ? data.readUInt32LE(at) : 0;
}

export function int32At(data: Buffer, at: number): number {
  return at + 4 <= data.length ? data.readInt32LE(at) : 0;
}

/** A string with its length in UTF-16 code units before it; `end` is the offset behind it. */
export function stringAt(data: Buffer, at: number): { text: string; end: number } {
  const end = Math.min(data.length, at + 2 + 2 * uint16At(data, at));
  return { text: at + 2 <= end ? data.toString('utf16le', at + 2, end) : '', end };
}

/** The four letters of a control, e.g. `tbl ` (`MAKE_4CHID` of the specification). */
export function controlIdAt(data: Buffer, at: number): string {
  return Buffer.from(data.subarray(at, at + 4))
    .reverse()
    .toString('latin1');
}

/**
 * Values in the binary forms of the wire protocol: pg sends a Buffer as binary. As text an index of 1,600 chunks is
 * some 40 MB of digits to write and to parse again.
 */

const INT_TYPES = { int2: { oid: 21, bytes: 2 }, int4: { oid: 23, bytes: 4 } } as const;
const ARRAY_HEADER_BYTES = 20;

/** For a parameter cast to `int4[]` or `int2[]`. */
export function encodeIntArray(type: keyof typeof INT_TYPES, values: readonly number[]): Buffer {
  const { oid, bytes } = INT_TYPES[type];
  const buffer = Buffer.allocUnsafe(ARRAY_HEADER_BYTES + values.length * (4 + bytes));
  let offset = 0;
  // One dimension, no nulls, the type of the elements, how many, and the index of the first.
  for (const field of [1, 0, oid, values.length, 1]) offset = buffer.writeInt32BE(field, offset);
  for (const value of values) {
    offset = buffer.writeInt32BE(bytes, offset);
    offset = bytes === 2 ? buffer.writeInt16BE(value, offset) : buffer.writeInt32BE(value, offset);
  }
  return buffer;
}

/** For a parameter cast to pgvector's `vector`. */
export function encodeVector(values: Float32Array): Buffer {
  const buffer = Buffer.alloc(4 + values.length * 4);
  let offset = buffer.writeInt16BE(values.length);
  // Two bytes that pgvector keeps for later.
  offset += 2;
  for (const value of values) offset = buffer.writeFloatBE(value, offset);
  return buffer;
}

import { customType } from './drizzle.ts';

/** Bytes; drizzle 0.45 has no bytea of its own. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Text compared by code point: the same order and speed on every engine, whatever its collation. */
export const binaryText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/**
 * A pgvector `vector` without dimensions: one column holds every embedding space, an index is made per space at
 * run time, outside the migrations.
 */
export const vector = customType<{ data: Float32Array; driverData: string }>({
  dataType: () => 'vector',
  toDriver: formatVector,
  fromDriver: (value) => Float32Array.from(JSON.parse(value) as number[]),
});

/** The text form of pgvector: `[0.1,0.2]`. */
export function formatVector(values: Float32Array): string {
  return `[${values.join(',')}]`;
}

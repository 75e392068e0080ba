import { setImmediate as pause } from 'node:timers/promises';
import type { AnalyzedChunk } from '../domain/chunk.ts';
import type { Attempt } from '../domain/version-ports.ts';
import { encodeIntArray } from './binary-params.ts';
import { type SQL, sql } from './drizzle.ts';

/** Terms written by one statement, and places where they stand; about a megabyte of parameters. */
export const TERMS_PER_STATEMENT = 4_000;
const PLACES_PER_STATEMENT = 50_000;
const MAX_SMALLINT = 32_767;
/** Chunks turned around in one go: some 5 ms, of 100 for a segment, in which the event loop serves nobody else. */
const CHUNKS_PER_TURN = 16;

/** The chunks of a segment that hold a term: `ordinals[start..end]` and so on, in arrays that all terms share. */
export interface Postings {
  readonly terms: readonly string[];
  /** Where each term begins; the next one's begin is its end. */
  readonly starts: readonly number[];
  readonly ordinals: readonly number[];
  readonly frequencies: readonly number[];
  readonly lengths: readonly number[];
}

/** Turns the terms of a segment's chunks around. */
async function invertTerms(chunks: readonly AnalyzedChunk[]): Promise<Map<string, number[]>> {
  const rows = new Map<string, number[]>();
  for (const [position, chunk] of chunks.entries()) {
    if (position % CHUNKS_PER_TURN === 0) await pause();
    for (const [term, count] of chunk.terms) {
      const row = rows.get(term);
      if (row === undefined) rows.set(term, [position, count]);
      else row.push(position, count);
    }
  }
  return rows;
}

function layOut(
  rows: readonly (readonly [string, readonly number[]])[],
  chunks: readonly AnalyzedChunk[],
): Postings {
  const terms: string[] = [];
  const starts: number[] = [1];
  const ordinals: number[] = [];
  const frequencies: number[] = [];
  const lengths: number[] = [];
  for (const [term, row] of rows) {
    terms.push(term);
    for (let index = 0; index < row.length; index += 2) {
      const chunk = chunks[row[index] ?? 0];
      ordinals.push(chunk?.ordinal ?? 0);
      frequencies.push(Math.min(row[index + 1] ?? 0, MAX_SMALLINT));
      lengths.push(Math.min(chunk?.length ?? 0, MAX_SMALLINT));
    }
    starts.push(ordinals.length + 1);
  }
  return { terms, starts, ordinals, frequencies, lengths };
}

/** Where the statement that begins with the row `from` ends. A row holds two numbers for each place. */
function findEnd(rows: readonly (readonly [string, readonly number[]])[], from: number): number {
  let places = 0;
  let to = from;
  while (to < rows.length && to - from < TERMS_PER_STATEMENT && places < PLACES_PER_STATEMENT) {
    places += (rows[to]?.[1].length ?? 0) / 2;
    to += 1;
  }
  return to;
}

/** The postings of one segment, each term once, in parts that a statement can take. */
export async function* cutPostings(chunks: readonly AnalyzedChunk[]): AsyncGenerator<Postings> {
  const rows = [...(await invertTerms(chunks))];
  for (let from = 0; from < rows.length; ) {
    const to = findEnd(rows, from);
    yield layOut(rows.slice(from, to), chunks);
    from = to;
  }
}

export function buildPostingInsert(
  { tenantId, collectionId, versionId }: Pick<Attempt, 'tenantId' | 'collectionId' | 'versionId'>,
  segment: number,
  { terms, starts, ordinals, frequencies, lengths }: Postings,
): SQL {
  // Arrays of different lengths cannot be unnested side by side: each term takes its slice of what all share.
  return sql`
      insert into postings (tenant_id, collection_id, term, version_id, segment, ordinals, frequencies, lengths)
      select ${tenantId}, ${collectionId}::uuid, term, ${versionId}::uuid, ${segment}, ordinals[first:last],
        frequencies[first:last], lengths[first:last]
      from unnest(${sql.param(terms)}::text[], ${encodeIntArray('int4', starts.slice(0, -1))}::int4[],
          ${encodeIntArray(
            'int4',
            starts.slice(1).map((start) => start - 1),
          )}::int4[]) as t(term, first, last),
        (select ${encodeIntArray('int4', ordinals)}::int4[] as ordinals,
          ${encodeIntArray('int2', frequencies)}::int2[] as frequencies,
          ${encodeIntArray('int2', lengths)}::int2[] as lengths) as shared`;
}

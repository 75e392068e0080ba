import type { AnalyzedChunk } from '../domain/chunk.ts';
import type { Attempt } from '../domain/version-ports.ts';
import type { Executor } from './database.ts';
import { sql } from './drizzle.ts';

/** Terms written by one statement; about a megabyte of parameters. */
const POSTINGS_PER_STATEMENT = 4_000;
const MAX_SMALLINT = 32_767;

interface TermRow {
  readonly ordinals: number[];
  readonly frequencies: number[];
  readonly lengths: number[];
}

/** Turns the terms of a segment's chunks around: per term the chunks that hold it. */
function invertTerms(chunks: readonly AnalyzedChunk[]): Map<string, TermRow> {
  const rows = new Map<string, TermRow>();
  for (const chunk of chunks) {
    const length = Math.min(chunk.length, MAX_SMALLINT);
    for (const [term, count] of chunk.terms) {
      let row = rows.get(term);
      if (row === undefined) {
        row = { ordinals: [], frequencies: [], lengths: [] };
        rows.set(term, row);
      }
      row.ordinals.push(chunk.ordinal);
      row.frequencies.push(Math.min(count, MAX_SMALLINT));
      row.lengths.push(length);
    }
  }
  return rows;
}

/** The postings of one segment, in statements of bounded size. */
export async function insertPostings(
  tx: Executor,
  attempt: Attempt,
  segment: number,
  chunks: readonly AnalyzedChunk[],
): Promise<void> {
  const { tenantId, collectionId, versionId } = attempt;
  const rows = [...invertTerms(chunks)];
  for (let from = 0; from < rows.length; from += POSTINGS_PER_STATEMENT) {
    const part = rows.slice(from, from + POSTINGS_PER_STATEMENT);
    const column = (pick: (row: TermRow) => number[]) =>
      sql.param(part.map(([, row]) => `{${pick(row).join(',')}}`));
    // Arrays of different lengths cannot be unnested side by side: each travels as text and is cast.
    await tx.execute(sql`
      insert into postings (tenant_id, collection_id, term, version_id, segment, ordinals, frequencies, lengths)
      select ${tenantId}, ${collectionId}::uuid, term, ${versionId}::uuid, ${segment}, ordinals::int[],
        frequencies::smallint[], lengths::smallint[]
      from unnest(${sql.param(part.map(([term]) => term))}::text[], ${column((row) => row.ordinals)}::text[],
        ${column((row) => row.frequencies)}::text[], ${column((row) => row.lengths)}::text[])
        as t(term, ordinals, frequencies, lengths)`);
  }
}

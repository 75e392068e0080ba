import type { Reindexing } from '../domain/reindex-port.ts';
import type { Executor } from './database.ts';
import { type SQL, sql } from './drizzle.ts';
import { buildPostingInsert, type Postings } from './posting-rows.ts';

/**
 * Puts these postings in the place of those that the segment has of the same terms, and the difference into the statistics of
 * version and collection. It is taken from the rows that are there: done twice, or after half of another analysis, it ends
 * right. Call it under the collection's lock.
 */
export async function replacePostings(
  tx: Executor,
  reindexing: Reindexing,
  segment: number,
  postings: Postings,
): Promise<void> {
  const gone = await deletePostings(tx, reindexing, segment, postings.terms);
  await tx.execute(buildPostingInsert(reindexing, segment, postings));
  await countChange(tx, reindexing, gone, {
    terms: sql.param(postings.terms),
    counts: sql.param(postings.starts.slice(1).map((start, index) => start - (postings.starts[index] ?? 0))),
    length: postings.frequencies.reduce((sum, frequency) => sum + frequency, 0),
  });
}

/** Removes what the segment has of these terms, likewise. */
export async function removePostings(
  tx: Executor,
  reindexing: Reindexing,
  segment: number,
  terms: readonly string[],
): Promise<void> {
  const gone = await deletePostings(tx, reindexing, segment, terms);
  await countChange(tx, reindexing, gone, { terms: '{}', counts: '{}', length: 0 });
}

/** Every term that the segment has postings of, in any order. */
export async function readTerms(
  executor: Executor,
  { tenantId, versionId }: Reindexing,
  segment: number,
): Promise<Set<string>> {
  // One row: thousands of them cost PGlite's connection a multiple.
  const { rows } = await executor.execute<{ terms: string[] }>(sql`
    select coalesce(array_agg(term), '{}') as terms from postings
    where tenant_id = ${tenantId} and version_id = ${versionId}::uuid and segment = ${segment}`);
  return new Set(rows[0]?.terms);
}

interface Counted {
  /** Both `text[]` and `int[]` as text: they go out and come back as they are, and nobody takes them apart. */
  readonly terms: string | SQL | ReturnType<typeof sql.param>;
  readonly counts: string | SQL | ReturnType<typeof sql.param>;
  /** What these postings add to the lengths of their chunks: the sum of their frequencies. */
  readonly length: number;
}

async function deletePostings(
  tx: Executor,
  { tenantId, versionId }: Reindexing,
  segment: number,
  terms: readonly string[],
): Promise<Counted> {
  const { rows } = await tx.execute<{ terms: string; counts: string; length: number }>(sql`
    with gone as (
      delete from postings
      where tenant_id = ${tenantId} and version_id = ${versionId}::uuid and segment = ${segment}
        and term = any(${sql.param(terms)}::text[])
      returning term, cardinality(ordinals) as chunks, frequencies)
    select coalesce(array_agg(term), '{}')::text as terms, coalesce(array_agg(chunks), '{}')::text as counts,
      coalesce(sum((select sum(frequency) from unnest(frequencies) as frequency)), 0)::int as length
    from gone`);
  return rows[0] ?? { terms: '{}', counts: '{}', length: 0 };
}

async function countChange(
  tx: Executor,
  { tenantId, collectionId, versionId }: Reindexing,
  gone: Counted,
  come: Counted,
): Promise<void> {
  // Only terms whose count changed are written: after a change of title a few of thousands. Sorted as in `exchangeStatistics`.
  const { rows } = await tx.execute<{ vanished: string }>(sql`
    with changed as (
      insert into term_frequencies (tenant_id, collection_id, term, chunk_count)
      select ${tenantId}, ${collectionId}::uuid, term, sum(change)::int from (
        select term collate "C" as term, -chunks as change
          from unnest(${gone.terms}::text[], ${gone.counts}::int[]) as gone(term, chunks)
        union all
        select term collate "C", chunks from unnest(${come.terms}::text[], ${come.counts}::int[]) as come(term, chunks)
      ) delta
      group by term having sum(change) <> 0
      order by term
      on conflict (tenant_id, collection_id, term)
        do update set chunk_count = term_frequencies.chunk_count + excluded.chunk_count
      returning term, chunk_count)
    select array_agg(term)::text as vanished from changed where chunk_count = 0 having count(*) > 0`);
  for (const { vanished } of rows)
    await tx.execute(sql`delete from term_frequencies
      where tenant_id = ${tenantId} and collection_id = ${collectionId}::uuid and term = any(${vanished}::text[])`);

  const change = come.length - gone.length;
  if (change === 0) return;
  await tx.execute(sql`update versions set term_total = term_total + ${change}
    where tenant_id = ${tenantId} and id = ${versionId}::uuid`);
  await tx.execute(sql`update collections set term_total = term_total + ${change}
    where tenant_id = ${tenantId} and id = ${collectionId}::uuid`);
}

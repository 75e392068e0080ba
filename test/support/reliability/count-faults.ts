import type { OpenDatabase } from '../../../src/store/open-database.ts';

/**
 * What must not be in a database, whatever was killed: counts by name, all 0 when it is sound. `stuck` only once
 * nothing is to be done any more.
 */
export async function countFaults(database: OpenDatabase): Promise<Record<string, number>> {
  const { rows } = await database.executeSql(FAULTS);
  return Object.fromEntries(rows.map(({ name, count }) => [String(name), Number(count)]));
}

/** Tables whose rows belong to a version. */
const OF_VERSION = ['pages', 'chunks', 'chunk_embeddings', 'postings'];

const FAULTS = `
  select 'stuck' as name, count(*) as count from versions where status not in ('published', 'failed')
  union all select 'wrong counts', count(*) from versions v where status = 'published' and id in (select published_version_id from documents) and (
    chunk_count <> (select count(*) from chunks c where c.version_id = v.id)
    or chunk_count <> (select count(*) from chunk_embeddings e where e.version_id = v.id)
    or page_count <> (select count(*) from pages p where p.version_id = v.id))
  union all select 'wrong statistics', count(*) from collections c where chunk_count <> (
    select coalesce(sum(v.chunk_count), 0) from documents d join versions v on v.id = d.published_version_id
    where d.collection_id = c.id and d.deleted_at is null)
  union all select 'wrong frequencies', count(*) from (
    select d.collection_id, p.term, sum(cardinality(p.ordinals)) as held from postings p
    join documents d on d.published_version_id = p.version_id group by 1, 2) as counted
    full join term_frequencies f using (collection_id, term)
    where coalesce(counted.held, 0) <> coalesce(f.chunk_count, 0)
  union all select 'orphans', (${OF_VERSION.map(
    (table) => `(select count(*) from ${table} where version_id not in (select id from versions))`,
  ).join(' + ')}
    + (select count(*) from uploads where adopted and id not in (select upload_id from versions))
    + (select count(*) from upload_pieces where upload_id not in (select id from uploads))
    + (select count(*) from pgboss.job where name = 'ingest' and state in ('created', 'retry', 'active')
      and (data ->> 'versionId')::uuid not in (select id from versions)))`;

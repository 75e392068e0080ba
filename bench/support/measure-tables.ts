import type { Database } from '../../src/store/database.ts';

const TABLES = [
  'pages',
  'chunks',
  'chunk_embeddings',
  'postings',
  'term_frequencies',
  'documents',
  'versions',
  'upload_pieces',
];

/** Megabytes of each table and of its indexes, and kilobytes a chunk of both. */
export async function measureTables(
  database: Database,
  chunks: number,
): Promise<{ table: string; tableMB: number; indexMB: number; kBPerChunk: number }[]> {
  const { rows } = await database.executeSql(
    `select name, pg_table_size(name::regclass)::float8 as heap, pg_indexes_size(name::regclass)::float8 as indexes
     from unnest($1::text[]) as name`,
    [TABLES],
  );
  return (rows as { name: string; heap: number; indexes: number }[]).map(({ name, heap, indexes }) => ({
    table: name,
    tableMB: Math.round(heap / 1e5) / 10,
    indexMB: Math.round(indexes / 1e5) / 10,
    kBPerChunk: Math.round((heap + indexes) / chunks / 10) / 100,
  }));
}

import type { Database } from './database.ts';
import { sql } from './drizzle.ts';

const MIN_POSTGRES = 16;
/** With `hnsw.iterative_scan`. */
const MIN_PGVECTOR = '0.8.0';
/** Before it: buffer overflow in parallel builds, index corruption by vacuum, graphs not repaired. */
const SOUND_PGVECTOR = '0.8.4';

/** Warnings about the server, each one line. Throws one line when Postgres or pgvector is too old or pgvector is missing. */
export async function checkServer(database: Database): Promise<readonly string[]> {
  const { rows } = await database.executor.execute<{ server: number; vector: string | null }>(sql`
    select current_setting('server_version_num')::int as server,
      coalesce(
        (select extversion from pg_extension where extname = 'vector'),
        (select default_version from pg_available_extensions where name = 'vector')
      ) as vector`);
  const [found] = rows;
  const server = Math.floor((found?.server ?? 0) / 10_000);
  const vector = found?.vector ?? null;
  if (server < MIN_POSTGRES) {
    throw new Error(`Postgres ${MIN_POSTGRES} or later is needed; the server of DATABASE_URL is ${server}.`);
  }
  if (vector === null) {
    throw new Error(`The server of DATABASE_URL does not have pgvector; install ${SOUND_PGVECTOR} or later.`);
  }
  if (isOlder(vector, MIN_PGVECTOR)) {
    throw new Error(
      `pgvector ${MIN_PGVECTOR} or later is needed; the database has ${vector} (ALTER EXTENSION vector UPDATE).`,
    );
  }
  if (!isOlder(vector, SOUND_PGVECTOR)) return [];
  return [`pgvector ${vector} has known faults in its HNSW index; update to ${SOUND_PGVECTOR} or later.`];
}

/** Compares dotted version numbers. */
export function isOlder(version: string, than: string): boolean {
  const left = version.split('.').map(Number);
  const right = than.split('.').map(Number);
  for (let part = 0; part < right.length; part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

import type { Database } from '../../src/store/database.ts';
import { migrateDatabase } from '../../src/store/migrate.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { createPostgresDatabase } from '../../test/support/postgres.ts';
import { startBenchPostgres } from './postgres.ts';

const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname;

export interface BenchDatabase {
  readonly database: Database;
  /** What a service needs to open the same one, once it is closed here. */
  readonly env: Record<string, string>;
  close(): Promise<void>;
  drop(): Promise<void>;
}

/** An empty database with the tables of the service: PGlite in `dataDir`, or one of its own on a server. */
export async function openBenchDatabase(engine: string, dataDir: string): Promise<BenchDatabase> {
  const log = { info() {}, warn() {}, error() {} };
  if (engine === 'pglite') {
    const database = await openDatabase({ dataDir, log });
    await migrateDatabase(database, MIGRATIONS);
    return { database, env: {}, close: () => database.close(), drop: async () => {} };
  }
  const server = await startBenchPostgres();
  const { url, drop } = await createPostgresDatabase(server.url);
  const database = await openDatabase({ databaseUrl: url, dataDir, log });
  await migrateDatabase(database, MIGRATIONS);
  return {
    database,
    env: { DATABASE_URL: url },
    close: () => database.close(),
    async drop() {
      await drop();
      await server.stop();
    },
  };
}

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import type { Engine } from '../../src/store/database.ts';
import { migrateDatabase } from '../../src/store/migrate.ts';
import { type OpenDatabase, type OpenDatabaseOptions, openDatabase } from '../../src/store/open-database.ts';
import { createDataDir, silentLog } from './pglite.ts';
import './pglite-setup.ts';
import { createPostgresDatabase } from './postgres.ts';
import './postgres-setup.ts';

export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

type OpenOptions = Omit<OpenDatabaseOptions, 'databaseUrl' | 'dataDir' | 'log'>;

export interface EngineContext {
  readonly engine: Engine;
  /** What `openDatabase` and the service's configuration take to reach this very database. */
  readonly place: { readonly databaseUrl?: string; readonly dataDir: string };
  /** Open and migrated while the tests of the suite run. */
  readonly database: OpenDatabase;
}

export interface DescribeOptions extends OpenOptions {
  /** False: the database is empty. Default true. */
  readonly migrate?: boolean;
}

/**
 * A suite that runs on PGlite, in its real process, and on Postgres, each with a fresh database of its own. Where no
 * Postgres can be had its half is skipped, which the set-up says loudly and CI forbids.
 */
export function describeEngines(
  name: string,
  define: (context: EngineContext) => void,
  options: DescribeOptions = {},
): void {
  describe(`${name} on pglite`, () => defineOn('pglite', define, options));
  describe.skipIf(inject('postgresUrl') === null)(`${name} on postgres`, () =>
    defineOn('postgres', define, options),
  );
}

function defineOn(engine: Engine, define: (context: EngineContext) => void, options: DescribeOptions): void {
  const { migrate = true, ...openOptions } = options;
  let place: EngineContext['place'] | undefined;
  let database: OpenDatabase | undefined;
  let remove: () => Promise<void> = async () => {};

  beforeAll(async () => {
    const made = await makePlace(engine);
    place = made.place;
    remove = made.remove;
    database = await openDatabase({ ...place, ...openOptions, log: silentLog });
    if (migrate) await migrateDatabase(database, MIGRATIONS);
  });
  afterAll(async () => {
    await database?.close();
    await remove();
  });

  define({
    engine,
    get place() {
      return existing(place);
    },
    get database() {
      return existing(database);
    },
  });
}

/** A place for a database of that engine, with nothing in it. */
export async function makePlace(
  engine: Engine,
): Promise<{ readonly place: EngineContext['place']; remove(): Promise<void> }> {
  const folder = await createDataDir(engine === 'pglite' ? inject('pgliteTemplate') : undefined);
  if (engine === 'pglite') return { place: { dataDir: folder.path }, remove: () => folder.remove() };
  const fresh = await createPostgresDatabase(existing(inject('postgresUrl')));
  return {
    place: { databaseUrl: fresh.url, dataDir: folder.path },
    remove: async () => {
      await fresh.drop();
      await folder.remove();
    },
  };
}

/** Back to the state after the migrations: every schema of ours is dropped and made again. */
export async function resetDatabase(database: OpenDatabase): Promise<void> {
  await database.executeSql(
    'drop schema if exists public, drizzle, pgboss cascade; create schema public; drop extension if exists vector',
  );
  await migrateDatabase(database, MIGRATIONS);
}

function existing<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('Only while the tests of the suite run.');
  return value;
}

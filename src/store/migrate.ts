import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Executor } from './database.ts';
import { type MigrationMeta, readMigrationFiles } from './drizzle.ts';
import { isSqlState } from './translate-error.ts';

const START_LOCK = 'footnote:start';
const MIGRATION_LOCK = 'footnote:migrate';
/** A migration that has not ended by then is rolled back. */
const MIGRATION_TIMEOUT_MS = 600_000;
/** A migration waits so long for a table that is in use, then steps aside and tries again. */
const TABLE_WAIT_MS = 3_000;
const TABLE_WAIT_ATTEMPTS = 10;

/** Runs `work` (migrations, the queue's own tables) while no other process on this database does. */
export async function withStartLock<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const release = await database.lockAcrossProcesses(START_LOCK, MIGRATION_TIMEOUT_MS);
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * Applies what is missing of the migrations that drizzle-kit wrote to `folder` and returns how many. Each is one transaction
 * under an advisory lock and is looked up again after the lock is there, so several processes may call it at once and
 * a process killed half-way leaves nothing. Keeps drizzle's own table. Throws one line when the database is newer.
 */
export async function migrateDatabase(database: Database, folder: string): Promise<number> {
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  let applied = 0;
  while (await retryOnBusyTable(() => applyNext(database, migrations))) applied++;
  return applied;
}

/** Applies the first missing migration; false when none is missing. */
function applyNext(database: Database, migrations: readonly MigrationMeta[]): Promise<boolean> {
  return database.transaction(
    async (tx) => {
      await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [MIGRATION_LOCK]);
      await tx.executeSql(`set local lock_timeout = ${TABLE_WAIT_MS}`);
      const done = await readApplied(tx);
      refuseNewer(done, migrations);
      const next = migrations.find((migration) => !done.has(migration.folderMillis));
      if (next === undefined) return false;
      for (const statement of next.sql) await tx.executeSql(statement);
      await tx.executeSql('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
        next.hash,
        next.folderMillis,
      ]);
      return true;
    },
    { timeoutMs: MIGRATION_TIMEOUT_MS },
  );
}

async function readApplied(tx: Executor): Promise<ReadonlySet<number>> {
  await tx.executeSql(`
    create schema if not exists drizzle;
    create table if not exists drizzle.__drizzle_migrations (
      id serial primary key, hash text not null, created_at bigint)`);
  const { rows } = await tx.executeSql('select created_at from drizzle.__drizzle_migrations');
  return new Set(rows.map((row) => Number(row.created_at)));
}

function refuseNewer(done: ReadonlySet<number>, migrations: readonly MigrationMeta[]): void {
  const newest = migrations.at(-1)?.folderMillis ?? 0;
  if (Math.max(0, ...done) > newest) {
    throw new Error(
      'The database was made by a newer version of Footnote; start that version or a newer one.',
    );
  }
}

async function retryOnBusyTable<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      // Waited too long, or whoever has the table waits for this migration: an ingest takes several tables.
      const isBusy = isSqlState(error, '55P03') || isSqlState(error, '40P01');
      if (!isBusy || attempt === TABLE_WAIT_ATTEMPTS) throw error;
      await sleep(TABLE_WAIT_MS / 3);
    }
  }
}

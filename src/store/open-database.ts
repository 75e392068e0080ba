import { ServiceError } from '../errors.ts';
import { checkServer } from './check-server.ts';
import { createDatabase, type Database, type DatabaseOptions } from './database.ts';
import { type Log, type PGliteProcess, startPGliteProcess } from './pglite/pglite-process.ts';

type Limits = Pick<DatabaseOptions, 'connectionTimeoutMs' | 'queryTimeoutMs' | 'transactionTimeoutMs'>;

export interface OpenDatabaseOptions extends Limits {
  /** Postgres; wins over `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** Folder of PGlite. */
  readonly dataDir: string;
  /** Connections to Postgres, at least 2: one holds the lock of the start. Default 10; PGlite has exactly one. */
  readonly poolSize?: number;
  /** PGlite in `dataDir` that is being started already. */
  readonly pglite?: Promise<PGliteProcess> | undefined;
  readonly log: Log;
}

export interface OpenDatabase extends Database {
  /** Runs after the PGlite process was lost and replaced: what this process was doing in the database must be taken up again. */
  onRestart(listener: () => void): void;
  /** Pid of the PGlite process; undefined on Postgres and while there is none. */
  childPid(): number | undefined;
}

/**
 * Opens the database the configuration names and checks that it can serve. Errors are one line each: the folder is in
 * use (naming the holder), the server cannot be reached, or it is too old.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const database =
    options.databaseUrl === undefined
      ? await openEmbedded(options)
      : openServer(options, { connectionString: options.databaseUrl });
  try {
    for (const warning of await checkServer(database)) options.log.warn({}, warning);
    return database;
  } catch (error) {
    await database.close();
    throw explain(error);
  }
}

function openServer(
  options: OpenDatabaseOptions,
  connection: { readonly connectionString: string },
): OpenDatabase {
  const database = createDatabase({
    ...limitsOf(options),
    engine: 'postgres',
    connection,
    poolSize: options.poolSize ?? 10,
  });
  return Object.assign(database, { onRestart: () => {}, childPid: () => undefined });
}

async function openEmbedded(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { dataDir, log } = options;
  const child = await (options.pglite ?? startPGliteProcess({ dataDir, log }));
  const database = createDatabase({
    ...limitsOf(options),
    engine: 'pglite',
    connection: { host: child.socketDir },
    poolSize: 1,
    onUnusable: (reason) => child.kill(reason),
  });
  const closePool = database.close.bind(database);
  return Object.assign(database, {
    onRestart: (listener: () => void) => child.onRestart(listener),
    childPid: () => child.pid,
    close: async () => {
      await closePool();
      await child.close();
    },
  });
}

function limitsOf(options: OpenDatabaseOptions): Limits {
  const { connectionTimeoutMs, queryTimeoutMs, transactionTimeoutMs } = options;
  return {
    ...(connectionTimeoutMs === undefined ? {} : { connectionTimeoutMs }),
    ...(queryTimeoutMs === undefined ? {} : { queryTimeoutMs }),
    ...(transactionTimeoutMs === undefined ? {} : { transactionTimeoutMs }),
  };
}

/** At the start the driver's own words help most; they hold no password. */
function explain(error: unknown): unknown {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!(cause instanceof Error) || cause === error) return error;
  const words = cause.message || ('code' in cause ? String(cause.code) : cause.name);
  return new Error(`The database cannot be opened: ${words}`, { cause });
}

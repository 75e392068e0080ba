import { inject, it } from 'vitest';
import type { Engine } from '../../../src/store/database.ts';
import { type OpenDatabase, openDatabase } from '../../../src/store/open-database.ts';
import { createDataDir, silentLog } from '../pglite.ts';
import { createPostgresDatabase } from '../postgres.ts';
import { isAlive } from '../processes.ts';
import { type RunningService, startService } from '../running-service.ts';
import '../postgres-setup.ts';
import '../service-setup.ts';

/** A database of one engine, the real services on it, and a look inside. */
export interface Stand {
  readonly engine: Engine;
  readonly dataDir: string;
  /** Undefined on PGlite. */
  readonly databaseUrl: string | undefined;
  /** Starts a service on the database; it is ended with the stand. */
  start(env?: Readonly<Record<string, string>>): Promise<RunningService>;
  /** SIGKILL, and waits until the process and its children are gone. */
  kill(service: RunningService): Promise<void>;
  /** Opens the database from outside. On PGlite only while no service runs: it has one owner. */
  inspect<T>(look: (database: OpenDatabase) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

const ENGINES: readonly Engine[] = ['pglite', 'postgres'];

/** A test per engine, each on a stand of its own; Postgres is skipped where there is none, which its set-up says loudly. */
export function itOnStands(
  title: string,
  run: (stand: Stand) => Promise<void>,
  engines: readonly Engine[] = ENGINES,
): void {
  for (const engine of engines) {
    const isMissing = engine === 'postgres' && inject('postgresUrl') === null;
    it.skipIf(isMissing)(`${title} on ${engine}`, async () => {
      const stand = await makeStand(engine);
      try {
        await run(stand);
      } finally {
        await stand.remove();
      }
    });
  }
}

export async function makeStand(engine: Engine): Promise<Stand> {
  const isEmbedded = engine === 'pglite';
  const folder = await createDataDir(isEmbedded ? inject('serviceTemplate') : undefined);
  const server = isEmbedded ? undefined : await createPostgresDatabase(inject('postgresUrl') ?? '');
  return standOn(engine, folder.path, server?.url, async () => {
    await server?.drop();
    await folder.remove();
  });
}

/** A stand on a database that is there: `databaseUrl`, or PGlite in `dataDir`. */
export function standOn(
  engine: Engine,
  dataDir: string,
  databaseUrl: string | undefined,
  remove: () => Promise<void>,
): Stand {
  const services: RunningService[] = [];
  const place = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
  const kill = async (service: RunningService) => {
    const children = service.childPids('worker');
    if (isAlive(service.pid)) service.kill('SIGKILL');
    await service.exited;
    while (children.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return {
    engine,
    dataDir,
    databaseUrl,
    async start(env = {}) {
      const service = await startService({ DATA_DIR: dataDir, ...place, ...env });
      services.push(service);
      return service;
    },
    kill,
    async inspect(look) {
      const database = await openDatabase({ dataDir, databaseUrl, log: silentLog });
      try {
        return await look(database);
      } finally {
        await database.close();
      }
    },
    async remove() {
      for (const service of services) await kill(service);
      await remove();
    },
  };
}

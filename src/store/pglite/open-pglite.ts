import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { acquireDataLock, LOCK_FILE } from './data-lock.ts';

/** A connection that was dropped a moment ago still counts; the service itself uses one. */
const MAX_CONNECTIONS = 8;
/** Postgres clears its shared buffers when it starts: 0.5 s of WebAssembly for the default of 128 MB. */
const START_PARAMS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'];
/** initdb starts Postgres several times. */
const INIT_DB_PARAMS = ['-c', 'shared_buffers=8MB'];

export interface OpenPGlite {
  /** Stops listening, closes the files, gives the lock up. */
  close(): Promise<void>;
  /** Only gives the lock up, for a process that is about to exit. */
  releaseLock(): void;
}

/**
 * Opens `dataDir/pglite` with pgvector under our lock and listens on a Unix socket. Blocks its thread whenever a
 * query runs. Throws `DataLockedError`.
 */
export async function openPGlite(
  dataDir: string,
  socketPath: string,
  servicePid: number,
): Promise<OpenPGlite> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await acquireDataLock(join(dataDir, LOCK_FILE), servicePid);
  try {
    const pglite = await PGlite.create({
      dataDir: join(dataDir, 'pglite'),
      extensions: { vector },
      startParams: START_PARAMS,
      initDbStartParams: INIT_DB_PARAMS,
    });
    // A process that was killed leaves its socket behind; whoever has the lock may remove it.
    await rm(socketPath, { force: true });
    const server = new PGLiteSocketServer({ db: pglite, path: socketPath, maxConnections: MAX_CONNECTIONS });
    await server.start();
    return {
      close: async () => {
        await server.stop();
        await pglite.close();
        lock.release();
      },
      releaseLock: () => lock.release(),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

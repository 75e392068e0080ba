import { cp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { getContainerRuntimeClient } from 'testcontainers';
import { inject, it } from 'vitest';
import { NO_HEALTH_CHECK, POSTGRES_IMAGE, READY } from '../support/postgres-setup.ts';
import { checkDiskFull } from '../support/reliability/check-disk-full.ts';
import { mountDisk } from '../support/reliability/sealed-disk.ts';
import { standOn } from '../support/reliability/stand.ts';

const MEGABYTES = { pglite: 80, postgres: 160 };
const canMount = (() => {
  const disk = mountDisk(1);
  disk?.remove();
  return disk !== null;
})();
if (!canMount) console.error('\n!!! DISK FULL SKIPPED: this user may not mount a tmpfs\n');

it.skipIf(!canMount)('survives a full disk (check 8) on pglite', async () => {
  const disk = mountDisk(MEGABYTES.pglite);
  if (disk === null) throw new Error('it could be mounted a moment ago');
  await cp(inject('serviceTemplate'), disk.path, { recursive: true });
  const stand = standOn('pglite', disk.path, undefined, async () => {});
  try {
    await checkDiskFull(stand, disk, { megabytes: MEGABYTES.pglite });
  } finally {
    await stand.remove();
    disk.remove();
  }
});

it.skipIf(!canMount || inject('postgresUrl') === null)(
  'survives a full disk (check 8) on postgres',
  async () => {
    const disk = mountDisk(MEGABYTES.postgres);
    if (disk === null) throw new Error('it could be mounted a moment ago');
    // A server that cannot write its log ends; started again, it must be found where it was.
    const port = await findFreePort();
    const container = await new PostgreSqlContainer(POSTGRES_IMAGE)
      .withHealthCheck(NO_HEALTH_CHECK)
      .withWaitStrategy(READY)
      .withExposedPorts({ container: 5432, host: port })
      .withBindMounts([{ source: disk.path, target: '/var/lib/postgresql/data' }])
      .withEnvironment({ PGDATA: '/var/lib/postgresql/data/pg' })
      .withCommand([
        'postgres',
        '-c',
        'max_wal_size=32MB',
        '-c',
        'min_wal_size=32MB',
        '-c',
        'restart_after_crash=on',
      ])
      .start();
    const stand = standOn(
      'postgres',
      join(disk.path, 'unused'),
      container.getConnectionUri(),
      async () => {},
    );
    try {
      await checkDiskFull(stand, disk, {
        megabytes: MEGABYTES.postgres,
        // Not by `container.restart()`, which waits for the log lines of a first start.
        revive: async () => {
          const { container: docker } = await getContainerRuntimeClient();
          await docker.getById(container.getId()).restart();
        },
      });
    } finally {
      await stand.remove();
      await container.stop();
      disk.remove();
    }
  },
);

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

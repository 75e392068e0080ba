import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { Wait } from 'testcontainers';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where databases can be created; null where there is no Postgres. */
    readonly postgresUrl: string | null;
  }
}

export const POSTGRES_IMAGE = 'pgvector/pgvector:pg17';
/**
 * The container's own health check runs a process in it every 250 ms for as long as it lives: a third of the machine on two
 * cores. And one that is killed for being late is taken by Postgres, whose child it becomes, for a crash of its own.
 */
export const NO_HEALTH_CHECK = { test: ['CMD-SHELL', 'true'], interval: 3_600_000 } satisfies HealthCheck;
/** The first time it is the server that only sets the database up. */
export const READY = Wait.forAll([
  Wait.forLogMessage(/database system is ready to accept connections/, 2),
  Wait.forListeningPorts(),
]);

type HealthCheck = Parameters<PostgreSqlContainer['withHealthCheck']>[0];

/** One Postgres for all files of a project: `TEST_DATABASE_URL`, or a container. Without either, CI fails. */
export default async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  // Ryuk would be one more image to pull; the container is stopped below.
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  try {
    const container = await new PostgreSqlContainer(POSTGRES_IMAGE)
      .withHealthCheck(NO_HEALTH_CHECK)
      .withWaitStrategy(READY)
      .withCommand([
        'postgres',
        '-c',
        'fsync=off',
        '-c',
        'synchronous_commit=off',
        '-c',
        'max_connections=300',
      ])
      .start();
    project.provide('postgresUrl', container.getConnectionUri());
    return async () => {
      await container.stop();
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (process.env.CI === 'true') throw new Error(`No Postgres to test on: ${reason}`, { cause: error });
    console.error(
      `\n!!! POSTGRES SUITES SKIPPED (${project.name}): no Docker and no TEST_DATABASE_URL: ${reason}\n`,
    );
    project.provide('postgresUrl', null);
    return async () => {};
  }
}

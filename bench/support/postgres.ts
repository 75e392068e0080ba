import { GenericContainer, Wait } from 'testcontainers';

/** The server of `TEST_DATABASE_URL`, or a container. */
export async function startBenchPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined) return { url: given, stop: async () => {} };
  const container = await new GenericContainer('pgvector/pgvector:pg17')
    .withEnvironment({ POSTGRES_USER: 'bench', POSTGRES_PASSWORD: 'bench', POSTGRES_DB: 'bench' })
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  const url = `postgres://bench:bench@${container.getHost()}:${container.getMappedPort(5432)}/bench`;
  return { url, stop: async () => void (await container.stop()) };
}

import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { inject } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import type { HttpConfig } from '../../src/http/http-config.ts';
import { createServices, type Services } from '../../src/services.ts';
import { createDataDir } from './pglite.ts';

export interface TestApp {
  readonly app: FastifyInstance;
  readonly baseUrl: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface TestServices {
  readonly services: Services;
  /** An app over the same services, listening on a free port of 127.0.0.1. */
  startApp(config?: Partial<HttpConfig>): Promise<TestApp>;
  close(): Promise<void>;
}

/** The real services on a PGlite without documents; apps of different configurations can share them. */
export async function startTestServices(
  env: Record<string, string> = {},
  log: Logger = pino({ level: 'silent' }),
): Promise<TestServices> {
  const folder = await createDataDir(inject('serviceTemplate'));
  const config = loadConfig({ DATA_DIR: folder.path, LOG_LEVEL: 'silent', ...env });
  const services = await createServices(config, log);
  const apps: TestApp[] = [];
  return {
    services,
    async startApp(http = {}) {
      const { apiKey, allowNoKey, maxUploadBytes, graphiql, introspection } = config;
      const app = buildApp({
        pipelines: services.pipelines,
        metrics: services.metrics,
        config: { apiKey, allowNoKey, maxUploadBytes, graphiql, introspection, ...http },
      });
      await app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = app.server.address() as AddressInfo;
      const started = { app, port, baseUrl: `http://127.0.0.1:${port}`, close: () => app.close() };
      apps.push(started);
      return started;
    },
    async close() {
      await Promise.all(apps.map((app) => app.close()));
      await services.close();
      await rm(folder.path, { recursive: true, force: true });
    },
  };
}

/** One app over services of its own. */
export async function startTestApp(config: Partial<HttpConfig> = {}): Promise<TestApp> {
  const services = await startTestServices();
  return { ...(await services.startApp(config)), close: () => services.close() };
}

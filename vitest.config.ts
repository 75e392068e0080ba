import { defineConfig } from 'vitest/config';

// unit: pure or in one process; contract: database engines; http: the app in memory; blackbox: the real process.
const pglite = 'test/support/pglite-setup.ts';
const postgres = 'test/support/postgres-setup.ts';
const service = 'test/support/service-setup.ts';
// Files share a worker's modules: the imports of one service took as long as the tests of many a file.
// Two files at once, also on two cores: most of the time the suites wait for processes that start and end.
const maxWorkers = 2;
const project = (name: string, timeoutMs: number, globalSetup: string[] = [], isolate = false) => ({
  test: {
    name,
    isolate,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: 120_000,
    maxWorkers,
    globalSetup,
    setupFiles: ['test/support/keep-compiled-setup.ts'],
  },
});

export default defineConfig({
  test: {
    reporters: ['default', './test/support/count-reporter.ts'],
    maxWorkers,
    projects: [
      project('unit', 60_000),
      project('contract', 120_000, [pglite, postgres]),
      project('http', 120_000, [service]),
      project('blackbox', 180_000, [service, postgres]),
    ],
  },
});

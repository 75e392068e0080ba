import { defineConfig } from 'vitest/config';

// unit: pure or in one process; contract: database engines; http: the app in memory; blackbox: the real process.
const engines = ['test/support/pglite-setup.ts', 'test/support/postgres-setup.ts'];
const project = (name: string, timeoutMs: number, fileParallelism: boolean, globalSetup: string[] = []) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: 120_000,
    fileParallelism,
    globalSetup,
  },
});

export default defineConfig({
  test: {
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      project('unit', 60_000, true),
      project('contract', 120_000, false, engines),
      project('http', 120_000, false, engines),
      project('blackbox', 180_000, false),
    ],
  },
});

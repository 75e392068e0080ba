import { defineConfig } from 'vitest/config';

// unit: pure or in one process; contract: database engines; http: the app in memory; blackbox: the real process.
const project = (name: string, timeoutMs: number, fileParallelism: boolean) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: 120_000,
    fileParallelism,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 60_000, true),
      project('contract', 120_000, false),
      project('http', 120_000, false),
      project('blackbox', 180_000, false),
    ],
  },
});

import { defineConfig } from 'vitest/config';

// The full figures of the reliability checks: about half an hour, one process under test at a time.
export default defineConfig({
  test: {
    reporters: ['default', './test/support/count-reporter.ts'],
    include: ['test/long/**/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    globalSetup: [
      'test/support/postgres-setup.ts',
      'test/support/service-setup.ts',
      'test/support/reliability/write-table.ts',
    ],
  },
});

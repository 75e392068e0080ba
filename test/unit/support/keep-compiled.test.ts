import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { keepCompiled, shareCompiled } from '../../../src/support/keep-compiled.ts';

test('a child keeps what it compiles where its parent does', async () => {
  keepCompiled();
  const script = "process.stdout.write(require('node:module').getCompileCacheDir() ?? '')";
  const child = await promisify(execFile)(process.execPath, ['-e', script], { env: { ...shareCompiled() } });
  const own = await promisify(execFile)(process.execPath, ['-e', script], { env: {} });
  expect(own.stdout).toBe('');
  const { getCompileCacheDir } = await import('node:module');
  expect(child.stdout).toBe(getCompileCacheDir());
  expect(existsSync(child.stdout)).toBe(true);
});

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { makeDataDir, runStart, startService } from '../support/running-service.ts';

const CHECK = fileURLToPath(new URL('../../src/check-node.js', import.meta.url));
const KEY = 'a-key-of-at-least-24-characters';

let data: Awaited<ReturnType<typeof makeDataDir>>;
beforeAll(async () => {
  data = await makeDataDir();
});
afterAll(() => data.remove());

it('says in one line what to do where Node is too old', () => {
  const pretend = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})';
  const { status, stderr } = spawnSync(process.execPath, ['--import', pretend, CHECK], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain('npm ci');
});

it('lists every bad key of the environment at once and prints no value', async () => {
  const started = runStart({
    PORT: 'eighty',
    API_KEY: 'too-short-secret',
    CHUNK_MAX_TOKENS: '0',
    ROLE: 'worker',
  });
  expect(await started.exited).toBe(1);
  for (const key of ['PORT', 'API_KEY', 'CHUNK_MAX_TOKENS', 'ROLE']) expect(started.output()).toContain(key);
  expect(started.output()).not.toMatch(/eighty|too-short-secret/);
});

it('refuses another address than loopback without a key', async () => {
  const started = runStart({ HOST: '0.0.0.0', DATA_DIR: data.path });
  expect(await started.exited).toBe(1);
  expect(started.output()).toContain('API_KEY');
});

it('asks for the key when it has one, except where it is open', async () => {
  const service = await startService({ DATA_DIR: data.path, API_KEY: KEY });
  try {
    expect((await createClient(service.url).get('/documents')).body).toMatchObject({
      status: 401,
      code: 'KEY_MISSING',
    });
    expect((await createClient(service.url, 'x'.repeat(30)).get('/documents')).body.code).toBe('KEY_INVALID');
    expect((await createClient(service.url, KEY).get('/documents')).status).toBe(200);
    for (const path of ['/healthz', '/readyz', '/openapi.json'])
      expect((await createClient(service.url).get(path)).status).toBe(200);
  } finally {
    await service.stop();
  }
});

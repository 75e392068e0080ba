import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { LOCK_FILE } from '../../src/store/pglite/data-lock.ts';
import { createClient } from '../support/client.ts';
import { eventually, isAlive, listProcesses } from '../support/processes.ts';
import { longText } from '../support/reliability/texts.ts';
import { makeDataDir, type RunningService, runStart, startService } from '../support/running-service.ts';

let data: Awaited<ReturnType<typeof makeDataDir>>;
const services: RunningService[] = [];

beforeEach(async () => {
  data = await makeDataDir(inject('serviceTemplate'));
});
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
  await data.remove();
});

async function start(env: Record<string, string> = {}): Promise<RunningService> {
  const service = await startService({ DATA_DIR: data.path, ...env });
  services.push(service);
  return service;
}

async function uploadAndWaitUntilBusy(service: RunningService): Promise<string> {
  const client = createClient(service.url);
  const { status, body } = await client.upload(new Blob([longText(150)]));
  expect(status).toBe(202);
  await eventually('the document is being made', async () => {
    const { body: document } = await client.get(`/documents/${body.id}`);
    expect(document.status).not.toBe('published');
    return document.progress.chunksDone > 0 && document.progress.chunksDone < 10_000;
  });
  return body.id;
}

const gone = (pids: readonly number[]) =>
  eventually(`${pids} gone`, () => pids.every((pid) => !isAlive(pid)));

it('publishes by itself after kill -9 of the service, gives an evaluation up, and leaves no child behind', async () => {
  const first = await start();
  const id = await uploadAndWaitUntilBusy(first);
  const questions = Array(2_000).fill({ question: '무궁화', relevant: [{ documentId: id }] });
  const { body: evaluation } = await createClient(first.url).post('/evaluations', { questions });
  const children = [...first.childPids('pglite-worker'), ...first.childPids('parse-worker')];
  expect(children.length).toBeGreaterThanOrEqual(2);
  first.kill('SIGKILL');
  await gone(children);
  const second = await start();
  const client = createClient(second.url);
  expect((await client.get(`/evaluations/${evaluation.id}`)).body).toMatchObject({
    status: 'failed',
    error: { code: 'EVALUATION_INTERRUPTED' },
  });
  const document = await client.untilPublished(id);
  expect(document).toMatchObject({ version: 1, pages: 150 });
  const { body } = await client.post('/search', { query: '마지막 표식 무궁화' });
  expect(body.hits[0].text).toContain('무궁화');
  const chunks = await client.get(`/documents/${id}/chunks?limit=100`);
  expect(new Set(chunks.body.data.map((chunk: { ordinal: number }) => chunk.ordinal)).size).toBe(100);
});

it('refuses a second process on the same folder, naming the holder', async () => {
  const service = await start();
  const second = runStart({ DATA_DIR: data.path });
  expect(await second.exited).not.toBe(0);
  expect(second.output()).toContain(String(service.pid));
  expect((await createClient(service.url).get('/readyz')).status).toBe(200);
});

it('ends with 0 on SIGTERM, with all of its children', async () => {
  const service = await start();
  await createClient(service.url).upload(new Blob(['짧은 글입니다.']), {}, { wait: 30 });
  const children = listProcesses()
    .filter(({ parent }) => parent === service.pid)
    .map(({ pid }) => pid);
  expect(children.length).toBeGreaterThanOrEqual(2);
  expect(await service.stop()).toBe(0);
  await gone(children);
});

it('ends when npm is ended, which passes no signal on', async () => {
  const service = await start();
  process.kill(service.npmPid, 'SIGTERM');
  await gone([service.npmPid, service.pid]);
  // Closed in good order: the folder is free for the next.
  await eventually('unlocked', async () => !existsSync(join(data.path, LOCK_FILE)));
});

it('a request that was killed between commit and answer makes no second document under its Idempotency-Key', async () => {
  const first = await start();
  const body = { text: longText(100), metadata: { killed: true } };
  const headers = { 'idempotency-key': 'order 66', prefer: 'wait=60' };
  const cut = createClient(first.url)
    .post('/documents', body, headers)
    .then(
      () => 'answered',
      () => 'cut',
    );
  const id = await eventually('the document is accepted', async () => {
    const { body: list } = await createClient(first.url).get('/documents');
    return list.data[0]?.id as string | undefined;
  });
  first.kill('SIGKILL');
  expect(await cut).toBe('cut');
  const second = await start();
  const client = createClient(second.url);
  const again = await client.post('/documents', body, headers);
  expect(again).toMatchObject({
    status: 201,
    body: { id, version: 1, status: 'published', deduplicated: false },
  });
  expect(again.headers.get('idempotency-replayed')).toBeNull();
  const replay = await client.post('/documents', body, headers);
  expect(replay).toMatchObject({ status: 201, body: again.body });
  expect(replay.headers.get('idempotency-replayed')).toBe('true');
  const { body: list } = await client.get('/documents');
  expect(list.data).toHaveLength(1);
});

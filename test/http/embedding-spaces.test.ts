import { rm } from 'node:fs/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createServices } from '../../src/services.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type FakeOpenAI, startFakeOpenAI } from '../support/fake-openai.ts';
import { createDataDir, silentLog } from '../support/pglite.ts';

let fake: FakeOpenAI;
let folder: Awaited<ReturnType<typeof createDataDir>>;
beforeAll(async () => {
  fake = await startFakeOpenAI({ dimensions: 16 });
  folder = await createDataDir(inject('serviceTemplate'));
});
afterAll(async () => {
  await fake?.close();
  await rm(folder.path, { recursive: true, force: true });
});

/** One run of the service on the same folder. */
async function run(env: Record<string, string>) {
  const config = loadConfig({ DATA_DIR: folder.path, LOG_LEVEL: 'silent', ...env });
  const services = await createServices(config, pino({ level: 'silent' }));
  const { apiKey, allowNoKey, maxUploadBytes } = config;
  const { pipelines, metrics } = services;
  const app = buildApp({ pipelines, metrics, config: { apiKey, allowNoKey, maxUploadBytes } });
  const call = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const headers = { host: 'localhost', prefer: 'wait=60' };
    const response = await app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: response.statusCode, body: response.json() };
  };
  const close = async () => {
    await app.close();
    await services.close();
  };
  return { call, close, notes: services.description.notes };
}

async function execute(text: string) {
  const database = await openDatabase({ dataDir: folder.path, log: silentLog });
  return await database.executeSql(text).finally(() => database.close());
}

const ask = { question: 'How much is the entrance fee?', collections: ['default'] };

it('a collection keeps its space when a model comes, and when it goes; a reindexing that was cut off is not waited for', async () => {
  const before = await run({});
  expect(before.notes).toEqual([]);
  await before.call('POST', '/documents', { text: 'The entrance fee is 12 euros.' });
  await before.close();

  const env = { OPENAI_BASE_URL: fake.baseUrl, OPENAI_EMBEDDING_MODEL: 'fake', OPENAI_ANSWER_MODEL: 'fake' };
  const model = await run(env);
  expect(model.notes).toEqual(['Collections that keep the built-in embedding: default.']);
  expect((await model.call('POST', '/query', ask)).body).toMatchObject({ answerable: true, warnings: [] });
  // It takes new documents too; a new collection gets the model's space.
  const more = await model.call('POST', '/documents', { text: 'The garden opens at nine.' });
  expect(more.body).toMatchObject({ status: 'published' });
  await model.call('POST', '/collections', { name: 'new' });
  await model.call('POST', '/documents', { text: 'Dogs stay outside.', collection: 'new' });
  expect((await model.call('GET', '/collections/new')).body.embedding).toEqual({
    provider: 'openai',
    model: 'fake',
    dimensions: 16,
  });
  expect((await model.call('GET', '/collections/default')).body.embedding.provider).toBe('built-in');
  await model.close();

  // As a service leaves it that is killed in the middle: outdated, and taken up for two minutes.
  const { rows: left } = await execute(
    `update versions set analysis_version = 0, reindex_until = now() + interval '2 minutes'
      where status = 'published' returning id`,
  );
  expect(left).toHaveLength(3);
  const after = await run({});
  expect(after.notes).toEqual([expect.stringContaining('new (openai fake)')]);
  const search = { query: 'dogs', collections: ['new'] };
  expect((await after.call('POST', '/search', search)).body).toMatchObject({
    hits: [{ text: 'Dogs stay outside.' }],
    warnings: [{ code: 'EMBEDDING_UNAVAILABLE' }],
  });
  expect(await after.call('POST', '/search', { ...search, mode: 'dense' })).toMatchObject({ status: 409 });
  const refused = await after.call('POST', '/documents', { text: 'Cats too.', collection: 'new' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'EMBEDDING_UNAVAILABLE' } });
  await after.close();
  // Whoever is alone takes it up at once.
  expect((await execute('select id from versions where reindex_until is not null')).rows).toEqual([]);
});

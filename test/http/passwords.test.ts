import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';
import { type Answer, createConformance, expectProblem, json, send } from '../support/http.ts';
import { startPageServer } from '../support/page-server.ts';
import { createDataDir, silentLog } from '../support/pglite.ts';
import { eventually, listDescendants } from '../support/processes.ts';
import { makePdf } from '../unit/load/make-pdf.ts';

/** No other text holds it; the password itself has what is spelled differently in other encodings. */
const CANARY = 'kanarienvogel';
const PASSWORD = `${CANARY}-über`;
const WRONG = `${CANARY}-falsch`;

let folder: Awaited<ReturnType<typeof createDataDir>>;
let server: Awaited<ReturnType<typeof startPageServer>>;
let services: TestServices;
let app: TestApp;
let conforms: (operationId: string, answer: Answer) => void;
let logged = '';
let answered = '';
let closed = false;

beforeAll(async () => {
  folder = await createDataDir(inject('serviceTemplate'));
  server = await startPageServer();
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  const logger: Logger = pino({ level: 'trace' }, sink);
  services = await startTestServices({ ...server.env, DATA_DIR: folder.path }, logger);
  app = await services.startApp({ logger });
  conforms = await createConformance(app.app);
});
afterAll(async () => {
  if (!closed) await services.close();
  await server.close();
  await folder.remove();
});

// biome-ignore lint/suspicious/noExplicitAny: bodies are read by field
type Body = any;

async function call(operationId: string, path: string, init: RequestInit): Promise<Answer & { body: Body }> {
  const answer = await send(`${app.baseUrl}${path}`, init);
  conforms(operationId, answer);
  answered += JSON.stringify([answer.body, ...answer.headers]);
  return answer;
}

function form(bytes: Uint8Array, fields: Record<string, string>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([new Uint8Array(bytes)]), 'logbook.pdf');
  return body;
}

const upload = (bytes: Uint8Array, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  call('createDocuments', '/documents', {
    method: 'POST',
    body: form(bytes, fields),
    headers: { prefer: 'wait=60', ...headers },
  });
const retry = (id: string, body: object) =>
  call('retryDocument', `/documents/${id}/retry`, json('POST', body));

const untilEnded = (id: string) =>
  eventually<Body>(`document ${id} ended`, async () => {
    const { body }: { body: Body } = await send(`${app.baseUrl}/documents/${id}`);
    answered += JSON.stringify(body);
    return (body.status === 'published' || body.status === 'failed') && body;
  });

const lock = (words: string, pdfVersion: '1.4' | '1.7' | '1.7ext3') =>
  makePdf((pdf) => pdf.text(words), { pdfVersion, userPassword: PASSWORD, ownerPassword: 'owner' });
const NEEDED = {
  code: 'DOCUMENT_ENCRYPTED',
  message: 'The PDF opens with a password only.',
  retryable: false,
};
const REFUSED = { ...NEEDED, message: 'The password does not open the PDF.' };

// A failure costs seconds: it ends the parse process. The ciphers are those of test/unit/load/load-pdf.test.ts.
describe('a PDF that needs a password', () => {
  it('fails without it and with another, and is published by a retry with it', async () => {
    const without = await upload(await lock('The harbour log.', '1.7ext3'), {});
    expect(without.body).toMatchObject({ status: 'failed', error: NEEDED });
    const { id } = without.body;
    for (const given of [
      { password: `${CANARY}${'x'.repeat(127)}` },
      { password: '' },
      { password: [CANARY] },
    ])
      expectProblem(await retry(id, given), 'REQUEST_INVALID');
    expectProblem(await retry(id, { pasword: CANARY }), 'REQUEST_INVALID');
    expect((await retry(id, { password: WRONG })).status).toBe(202);
    expect(await untilEnded(id)).toMatchObject({ status: 'failed', error: REFUSED });
    await retry(id, { password: PASSWORD });
    expect(await untilEnded(id)).toMatchObject({ status: 'published', version: 1, error: null });
    const page = await call('getDocumentPage', `/documents/${id}/pages/1`, {});
    expect(page.body.text).toBe('The harbour log.');
  });

  it('opens with the upload; under its key nothing is kept that tells one password from another', async () => {
    const bytes = await lock('The keeper sleeps by day.', '1.4');
    const key = { 'idempotency-key': 'locked' };
    const first = await upload(bytes, { password: PASSWORD }, key);
    expect(first.body).toMatchObject({ status: 'published', pages: 1 });
    for (const password of [PASSWORD, WRONG]) {
      const again = await upload(bytes, { password }, key);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.body).toEqual(first.body);
    }

    const next = await lock('The keeper sleeps by night.', '1.7');
    const replaced = await call('replaceDocumentContent', `/documents/${first.body.id}/content`, {
      method: 'PUT',
      body: form(next, { password: PASSWORD }),
      headers: { prefer: 'wait=60' },
    });
    expect(replaced.body).toMatchObject({ status: 'published', version: 2 });
  });

  it('opens by URL, and by GraphQL', async () => {
    server.pages.set('/tide.pdf', { body: Buffer.from(await lock('High tide at noon.', '1.7')) });
    const body = { url: server.url('/tide.pdf'), password: PASSWORD };
    const fetched = await call('createDocuments', '/documents', json('POST', body, { prefer: 'wait=60' }));
    expect(fetched.body).toMatchObject({ status: 'published', pages: 1 });

    const client = createGraphqlClient(app.baseUrl);
    server.pages.set('/tide.pdf', { body: Buffer.from(await lock('Ebb tide at six.', '1.7')) });
    const replace =
      'mutation ($id: ID!, $input: ReplaceUrlInput!) { replaceUrl(id: $id, input: $input) { id } }';
    const { id } = fetched.body;
    await client.execute(replace, { id, input: { ...body, password: WRONG } });
    expect(await untilEnded(id)).toMatchObject({ status: 'failed', error: REFUSED });
    const again =
      'mutation ($id: ID!, $password: String) { retryDocument(id: $id, password: $password) { id } }';
    await client.execute(again, { id, password: PASSWORD });
    expect(await untilEnded(id)).toMatchObject({ status: 'published', version: 2 });
  });
});

describe('afterwards', () => {
  it('no answer, log line, metric, command line or row holds it', async () => {
    const metrics = await send(`${app.baseUrl}/metrics`);
    expect(metrics.body).toContain('DOCUMENT_ENCRYPTED');
    expect(metrics.body).not.toContain(CANARY);
    const commands = listDescendants(process.pid).map(({ command }) => command);
    expect(commands.some((command) => command.includes('parse-worker'))).toBe(true);
    expect(commands.join('\n')).not.toContain(CANARY);
    await services.close();
    closed = true;
    expect(answered).toContain('logbook.pdf');
    expect(answered).not.toContain(CANARY);
    expect(logged).toContain('attempt failed: DOCUMENT_ENCRYPTED');
    expect(logged).not.toContain(CANARY);

    const database = await openDatabase({ dataDir: folder.path, log: silentLog });
    try {
      const { rows: tables } = await database.executeSql(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      let stored = '';
      for (const { name } of tables) {
        const { rows } = await database.executeSql(`select one::text as row from ${name} one`);
        stored += rows.map(({ row }) => `${name} ${row}\n`).join('');
      }
      expect(stored).toContain('logbook.pdf');
      expect(stored).toMatch(/^pgboss\./m);
      expect(stored).not.toContain(CANARY);
      expect(stored).not.toContain(Buffer.from(CANARY).toString('hex'));
    } finally {
      await database.close();
    }
  });
});

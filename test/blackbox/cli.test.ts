import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { runCli } from '../support/run-cli.ts';
import { makeDataDir, type RunningService, startService } from '../support/running-service.ts';

const KEY = 'a key of at least 24 characters'.replaceAll(' ', '-');
const KOREAN = '규정/휴가 안내 #1.md';
const INGEST = ['ingest', './docs', '--collection', 'handbook'];

let data: Awaited<ReturnType<typeof makeDataDir>>;
let service: RunningService;
let client: ReturnType<typeof createClient>;
let folder: string;

beforeAll(async () => {
  data = await makeDataDir(inject('serviceTemplate'));
  folder = await mkdtemp(join(tmpdir(), 'footnote-cli-'));
  await write('guide.md', '# Guide\n\nThe red button stops the machine.');
  await write('sub folder/note.txt', 'The office opens at nine in the morning.');
  await write(KOREAN.normalize('NFD'), '# 휴가 규정\n\n신입 사원의 여름 특별 휴가는 3일이다.');
  await write('broken.pdf', '%PDF-1.4\nnot really a PDF');
  await write('picture.gif', Buffer.from('GIF89a\x01\0\0\0', 'latin1'));
  await write('.hidden/x.md', 'hidden');
  service = await startService({ DATA_DIR: data.path, API_KEY: KEY });
  client = createClient(service.url, KEY);
});
afterAll(async () => {
  await service?.stop();
  await data?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, content: string | Buffer): Promise<void> {
  const path = join(folder, 'docs', name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
}

const run = (...args: string[]) => runCli(folder, [...args, '--url', service.url], { FOOTNOTE_API_KEY: KEY });

async function runJson(...args: string[]) {
  const { status, stdout } = await run(...args, '--json');
  return { status, body: JSON.parse(stdout) };
}

const listDocuments = async () =>
  (await client.get('/documents?collection=handbook&limit=100')).body.data as {
    externalId: string;
    filename: string;
    version: number;
    status: string;
  }[];

it('refuses with 2 what cannot begin: a wrong key, a collection that is not there, no service, wrong usage', async () => {
  const wrongKey = await run(...INGEST, '--key', 'wrong');
  expect(wrongKey).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('KEY_INVALID') });
  const missing = await run(...INGEST);
  expect(missing).toMatchObject({ status: 2, stderr: expect.stringContaining('--create') });
  const nobody = await runCli(folder, [...INGEST, '--url', 'http://127.0.0.1:0']);
  expect(nobody).toMatchObject({ status: 2, stderr: expect.stringContaining('cannot be reached') });
  expect(await run('ingest')).toMatchObject({ status: 2, stderr: expect.stringContaining('one folder') });
});

it('takes a folder in, and says for each file that failed or was refused why', async () => {
  const { status, stdout, stderr } = await run(...INGEST, '--create');
  expect(status).toBe(1);
  expect(stdout).toMatch(/5 files in .*: 3 published, 0 unchanged, 1 failed, 1 refused\.\n$/);
  expect(stdout).toMatch(/failed DOCUMENT_UNREADABLE \(1 file\): .+\n {2}hint: .+\n {2}broken\.pdf\n/);
  expect(stdout).toMatch(/refused MEDIA_TYPE_UNSUPPORTED \(1 file\): .+\n {2}picture\.gif\n/);
  expect(stderr).toContain(`published ${KOREAN} (version 1, 1 page)`);
  const documents = await listDocuments();
  expect(documents.map(({ externalId }) => externalId).sort()).toEqual(
    ['broken.pdf', 'guide.md', KOREAN, 'sub folder/note.txt'].sort(),
  );
  expect(documents.find(({ externalId }) => externalId === KOREAN)?.filename).toBe('휴가 안내 #1.md');
});

it('sends nothing again that is there, and tries what failed again', async () => {
  const { status, body } = await runJson(...INGEST);
  expect(status).toBe(1);
  expect(body.counts).toMatchObject({ files: 5, published: 0, unchanged: 3, failed: 1, refused: 1 });
  expect((await listDocuments()).map(({ version }) => version)).toEqual([1, 1, 1, 1]);
});

it('makes a new version of a file that changed, also to the same size, and ends with 0 when nothing failed', async () => {
  await write('sub folder/note.txt', 'The office opens at ten! in the morning.');
  const { status, body } = await runJson(...INGEST, '--include', '*.md', '--include', '*.txt');
  expect(status).toBe(0);
  expect(body.counts).toMatchObject({ files: 3, published: 1, unchanged: 2, failed: 0, refused: 0 });
  expect(body.files.find((file: { kind: string }) => file.kind === 'published')).toMatchObject({
    externalId: 'sub folder/note.txt',
    version: 2,
  });
});

it('deletes documents whose file is gone only with --yes, and no file that was not included', async () => {
  await rm(join(folder, 'docs/guide.md'));
  const asked = await runJson(...INGEST, '--include', '*.txt', '--prune');
  expect(asked).toMatchObject({ status: 0, body: { prune: { orphans: ['guide.md'], deleted: 0 } } });
  expect(await listDocuments()).toHaveLength(4);
  const told = await runJson(...INGEST, '--include', '*.txt', '--prune', '--yes');
  expect(told).toMatchObject({ status: 0, body: { prune: { orphans: ['guide.md'], deleted: 1 } } });
  expect((await listDocuments()).map(({ externalId }) => externalId)).not.toContain('guide.md');
  await mkdir(join(folder, 'empty'));
  const empty = await runJson('ingest', 'empty', '--collection', 'handbook', '--prune', '--yes');
  expect(empty.body.prune).toMatchObject({ deleted: 0, skipped: expect.stringContaining('no file') });
  expect(await listDocuments()).toHaveLength(3);
});

it('answers with the exact words of the document, and counts by status', async () => {
  const question = '신입 사원의 여름 특별 휴가는 며칠인가요?';
  const { status, stdout } = await run('ask', question, '--collection', 'handbook');
  expect(status).toBe(0);
  expect(stdout).toMatch(/3일/);
  expect(stdout).toMatch(/\[1\] .*휴가 안내 #1\.md.*, page 1\n {4}신입 사원의 여름 특별 휴가는 3일이다\./);
  expect((await run('status', '--collection', 'handbook')).stdout).toBe(
    'handbook: 3 documents, failed 1, published 2\n  failed with DOCUMENT_UNREADABLE 1\n',
  );
});

it('evaluates questions, and ends with 1 below a minimum, which it names', async () => {
  const question = '신입 사원의 여름 특별 휴가는 며칠인가요?';
  const lines = [
    { question, relevant: [{ externalId: KOREAN, quote: '특별 휴가는 3일이다' }] },
    { id: 'hours', question: 'When does the office open?', relevant: [{ externalId: 'gone.md' }] },
  ];
  await writeFile(join(folder, 'questions.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
  const evaluate = ['evaluate', 'questions.jsonl', '--collection', 'handbook'];
  const { status, body } = await runJson(...evaluate, '--min-hit1', '0.5');
  expect(status).toBe(0);
  expect(body).toMatchObject({ status: 'done', missing: 1, measures: { hit1: { value: 0.5 } } });
  const below = await run(...evaluate, '--min-ndcg', '0.8', '--compare-to', body.id);
  expect(below.status).toBe(1);
  expect(below.stderr).toContain('ndcg10 is 0.5, below the minimum of 0.8.');
  expect(below.stdout).toMatch(/^nDCG@10 {6}0\.5000 .* \+0\.0000 /m);
  expect(below.stdout).toMatch(
    /not found: When does the office open\? \(hours\)\n {4}found instead: .*note\.txt/,
  );
});

it('shows its manual', async () => {
  const { status, stdout } = await runCli(folder, ['--help']);
  expect(status).toBe(0);
  for (const option of ['--url', '--key', 'FOOTNOTE_API_KEY', '--include', '--prune', '--yes', '--json'])
    expect(stdout).toContain(option);
});

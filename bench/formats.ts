/**
 * Every file of the evaluation set, and hostile ones made here, uploaded to one running service: the state each ends in,
 * time, memory, and the share of the reference text found in order, beside pdftotext.
 *
 *   node bench/formats.ts [--write] [--no-hostile] [NAME …]     (only files whose path has a NAME)
 *
 * `FOOTNOTE_EVAL_DIR` (default `../shared/eval`) has the files; `--write` writes the table to `docs/formats.md`.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listHostileFiles } from '../test/support/make-hostile-files.ts';
import { explainFormats, measureOwnRecall } from './support/explain-formats.ts';
import { type CorpusFile, readCorpus, withHints } from './support/format-corpus.ts';
import { type FormatRow, judgeFormats, MIN_RECALL } from './support/judge-formats.ts';
import { listBigrams, listWords, measureRecallInOrder, stripMarkdown } from './support/recall-in-order.ts';
import { type BenchService, requireEvalFiles, startBenchService } from './support/service.ts';
import { watchMemory } from './support/watch-memory.ts';

const MAX_WAIT_MS = 15 * 60_000;

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const directory = join(requireEvalFiles('docs/manifest.tsv'), 'docs');
const hasPdftotext = spawnSync('pdftotext', ['-v']).error === undefined;
if (!hasPdftotext) console.error('NOT MEASURED: pdftotext is not installed (poppler-utils)');

const service = await startBenchService();
const measured: { file: CorpusFile; row: FormatRow }[] = [];
try {
  // The first document starts the parser; a service that runs has one.
  await ingest(service.url, Buffer.from('warm'), 'warm.txt', null);
  for (const file of listFiles()) {
    const { hints } = file;
    measured.push({ file, row: await measureFile(service, { ...file, hints: null }) });
    if (hints === null) continue;
    const known = withHints(file);
    measured.push({ file: known, row: await measureFile(service, known) });
  }
} finally {
  await service.stop();
}
const rows = measured.map(({ row }) => row);
console.table(rows);
const targets = judgeFormats(measured);
for (const { target, reached, seen } of targets)
  console.log(`${reached ? 'reached' : 'MISSED '}  ${target}: ${seen}`);
if (process.argv.includes('--write')) writeReport();
console.log(JSON.stringify({ bench: 'formats', targets, rows }));

function* listFiles(): Generator<CorpusFile> {
  yield* readCorpus(directory, names);
  if (process.argv.includes('--no-hostile') || names.length > 0) return;
  for (const { name, make } of listHostileFiles()) {
    const unknown = { language: 'en', truth: null, hints: null, scanned: false, expectedCodes: null };
    yield { ...unknown, path: `hostile/${name}`, bytes: make(), hostile: true };
  }
}

async function measureFile({ url, pid }: BenchService, file: CorpusFile): Promise<FormatRow> {
  const endWatch = watchMemory(pid);
  const startedAt = performance.now();
  const document = await ingest(url, file.bytes, basename(file.path), file.hints);
  const seconds = (performance.now() - startedAt) / 1000;
  const memory = endWatch();
  const text = document.status === 'published' ? await readText(url, document) : '';
  const truth = file.truth === null ? null : stripMarkdown(file.truth);
  const recall = (found: string, list = listWords): number | null =>
    truth === null ? null : round(measureRecallInOrder(list(truth), list(found)), 4);
  return {
    file: [file.path, ...Object.keys(file.hints ?? {})].join(' + '),
    state: document.status,
    code: document.error?.code ?? null,
    pages: document.pages ?? 0,
    characters: text.replace(/\s/g, '').length,
    seconds: round(seconds, 2),
    childMb: memory.child,
    growthMb: memory.growth,
    words: recall(text),
    bigrams: file.language === 'ko' ? recall(text, listBigrams) : null,
    pdftotext: file.path.endsWith('.pdf') && hasPdftotext ? recall(readByPdftotext(file.path)) : null,
    warnings: document.warnings.map((warning: { code: string }) => warning.code).join(' '),
  };
}

type Hints = CorpusFile['hints'];

/** The document once it ended; `refused` stands for an answer other than 2xx, `none` for no end within 15 minutes. */
// biome-ignore lint/suspicious/noExplicitAny: read as any client would, by field
async function ingest(url: string, bytes: Uint8Array, name: string, hints: Hints): Promise<any> {
  const form = new FormData();
  for (const [field, value] of Object.entries(hints ?? {})) form.set(field, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  const startedAt = performance.now();
  const reply = await fetch(`${url}/documents`, { method: 'POST', body: form });
  let document = await readJson(reply);
  if (!reply.ok) return { status: 'refused', error: { code: document.code }, pages: 0, warnings: [] };
  while (document.status !== 'published' && document.status !== 'failed') {
    if (performance.now() - startedAt > MAX_WAIT_MS) return { ...document, status: 'none' };
    await sleep(20);
    document = await readJson(await fetch(`${url}/documents/${document.id}`));
  }
  return document;
}

async function readText(url: string, document: { id: string; pages: number }): Promise<string> {
  const pages: string[] = [];
  for (let number = 1; number <= document.pages; number += 1)
    pages.push((await readJson(await fetch(`${url}/documents/${document.id}/pages/${number}`))).text);
  return pages.join('\n');
}

// biome-ignore lint/suspicious/noExplicitAny: read as any client would, by field
function readJson(response: Response): Promise<any> {
  return response.json();
}

function readByPdftotext(path: string): string {
  const { stdout } = spawnSync('pdftotext', [join(directory, path), '-'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    timeout: 60_000,
  });
  return stdout;
}

/** Names and numbers only: the texts belong to others. */
function writeReport(): void {
  const cells = (values: readonly unknown[]): string =>
    `| ${values.map((value) => value ?? '').join(' | ')} |`;
  const head = Object.keys(rows[0] ?? {});
  const list = targets.map(
    ({ target, reached, seen }) => `- ${reached ? 'reached' : '**missed**'}: ${target}: ${seen}`,
  );
  const own = measureOwnRecall(measured);
  const lines = [
    '# Formats, file by file',
    '',
    'Printed by `node bench/formats.ts --write`: the files of the evaluation set and hostile ones that the bench makes, uploaded to one',
    'running service on PGlite. `words` and `bigrams` are the shares of the reference text found in order, `pdftotext` the same for that program;',
    '`childMb` is the peak of the parse process, `growthMb` what the service itself grew by.',
    '',
    ...list,
    '',
    `Without the files whose reference has what the text should not, the mean recall of ${own.files} is ${own.mean.toFixed(4)}. Of each file below`,
    `${MIN_RECALL}, or that ends without text:`,
    '',
    ...explainFormats(rows).map(([file, why]) => `- \`${file}\`: ${why}`),
    '',
    'A file with `+ password` or `+ charset` is uploaded a second time with that field.',
    '',
    cells(head),
    cells(head.map(() => '---')),
    ...rows.map((row) => cells(Object.values(row))),
  ];
  writeFileSync(new URL('../docs/formats.md', import.meta.url), `${lines.join('\n')}\n`);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

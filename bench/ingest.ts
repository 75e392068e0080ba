/**
 * Pages per second from the upload to `published`, beside LangChain.js doing its own on the same Postgres with the same
 * stub embedder, and pdftotext, which only reads. Both have read a document of 200 pages before. Engines: PGlite, and the Postgres of `TEST_DATABASE_URL` or a container.
 *
 *   node bench/ingest.ts [FILE …]        (below FOOTNOTE_EVAL_DIR/docs; LangChain.js by `npm ci --prefix bench`)
 */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startFakeOpenAI } from '../test/support/fake-openai.ts';
import { createPostgresDatabase } from '../test/support/postgres.ts';
import { startBenchPostgres } from './support/postgres.ts';
import { describeCpu, describePeaks, readServiceUsage } from './support/process-usage.ts';
import { requireEvalFiles, startBenchService } from './support/service.ts';
import { ingestFile, makeWarmPdf, warmUp } from './support/upload.ts';

const FILES =
  process.argv.length > 2
    ? process.argv.slice(2)
    : ['pdf-ko/install.ko.pdf', 'pdf-en/install.en.pdf', 'pdf-huge/DA-619p.pdf'];
const DIMENSIONS = 384;
const LANGCHAIN = fileURLToPath(new URL('support/langchain-ingest.js', import.meta.url));

interface Row {
  readonly file: string;
  readonly who: string;
  readonly pages: number;
  readonly chunks: number | null;
  readonly seconds: number;
  readonly pagesPerSecond: number;
  /** Of the service's own processes; Postgres and the stub are not among them. */
  readonly cpuSeconds?: string;
  readonly peakMB?: string;
}

const directory = join(requireEvalFiles(`docs/${FILES[0]}`), 'docs');
const fake = await startFakeOpenAI({ dimensions: DIMENSIONS });
const server = await startBenchPostgres();
const warmPath = join(tmpdir(), 'footnote-bench-warm.pdf');
writeFileSync(warmPath, await makeWarmPdf());
const rows: Row[] = [];
try {
  for (const file of FILES) {
    const path = join(directory, file);
    rows.push(await measureOurs('Footnote, PGlite', path, {}));
    await withDatabase(async (url) => {
      rows.push(await measureOurs('Footnote, Postgres', path, { DATABASE_URL: url }));
    });
    await withDatabase(async (url) => {
      rows.push(await measureLangChain(path, url));
    });
    rows.push(measurePdftotext(path, rows.at(-1)?.pages ?? 0));
  }
} finally {
  await fake.close();
  await server.stop();
}
console.table(rows);
console.log(JSON.stringify({ bench: 'ingest', rows }));

async function measureOurs(who: string, path: string, env: Record<string, string>): Promise<Row> {
  const service = await startBenchService({
    ...env,
    OPENAI_EMBEDDING_BASE_URL: fake.baseUrl,
    OPENAI_EMBEDDING_MODEL: 'fake',
    ANSWER_PROVIDER: 'extractive',
  });
  try {
    // The first document starts the parsers, and the engine in them; a service that runs has both.
    await warmUp(service.url);
    const before = readServiceUsage(service.pid);
    const { pages, chunks, seconds } = await ingestFile(service.url, readFileSync(path), basename(path));
    const after = readServiceUsage(service.pid);
    return {
      ...toRow(path, who, pages, chunks, seconds),
      cpuSeconds: describeCpu(before, after),
      peakMB: describePeaks(after),
    };
  } finally {
    await service.stop();
  }
}

async function measureLangChain(path: string, url: string): Promise<Row> {
  // Not the synchronous one: the stub embedder lives in this process.
  const { stdout } = await promisify(execFile)(process.execPath, [
    LANGCHAIN,
    path,
    url,
    fake.baseUrl,
    '512',
    warmPath,
  ]);
  const { pages, chunks, seconds, cpuSeconds, peakMB } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  return {
    ...toRow(path, 'LangChain.js', pages, chunks, seconds),
    cpuSeconds: `process ${cpuSeconds.toFixed(1)}`,
    peakMB: `process ${peakMB}`,
  };
}

function measurePdftotext(path: string, pages: number): Row {
  const startedAt = performance.now();
  const { error } = spawnSync('pdftotext', [path, '/dev/null']);
  if (error) console.error('NOT MEASURED: pdftotext is not installed (poppler-utils)');
  return toRow(
    path,
    'pdftotext, text only',
    pages,
    null,
    error ? Number.NaN : (performance.now() - startedAt) / 1000,
  );
}

function toRow(path: string, who: string, pages: number, chunks: number | null, seconds: number): Row {
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    file: basename(path),
    who,
    pages,
    chunks,
    seconds: round(seconds),
    pagesPerSecond: round(pages / seconds),
  };
}

async function withDatabase(run: (url: string) => Promise<void>): Promise<void> {
  const database = await createPostgresDatabase(server.url);
  try {
    await run(database.url);
  } finally {
    await database.drop();
  }
}

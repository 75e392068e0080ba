/**
 * A document of 1,000 pages and an embedding server that takes 200 ms a call: the time from the upload to `published`
 * against what it cannot be less than, our own loading alone or the calls side by side. LangChain.js beside it, with as
 * many texts a call and with its own 512.
 *
 *   node bench/ingest-overlap.ts        (LangChain.js by `npm ci --prefix bench`; Postgres as for bench/ingest.ts)
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createParsePool } from '../src/workers/parse-pool.ts';
import { startFakeOpenAI } from '../test/support/fake-openai.ts';
import { createPostgresDatabase } from '../test/support/postgres.ts';
import { makePagesPdf } from './support/make-pages-pdf.ts';
import { startBenchPostgres } from './support/postgres.ts';
import { startBenchService } from './support/service.ts';
import { ingestFile, makeWarmPdf, warmUp } from './support/upload.ts';

const PAGES = 1_000;
const CALL_MS = 200;
const TEXTS_PER_CALL = 64;
const CALLS_IN_FLIGHT = [1, 2, 4];
const TARGET = 1.15;
const LANGCHAIN = fileURLToPath(new URL('support/langchain-ingest.js', import.meta.url));

const bytes = await makePagesPdf(PAGES);
const path = join(tmpdir(), 'footnote-bench-pages.pdf');
writeFileSync(path, bytes);
const warmPath = join(tmpdir(), 'footnote-bench-warm.pdf');
writeFileSync(warmPath, await makeWarmPdf());
const fake = await startFakeOpenAI({ dimensions: 384, slowMs: CALL_MS });
fake.always('slow');
const server = await startBenchPostgres();
const loadingSeconds = await measureLoading();
const rows: object[] = [];
try {
  for (const callsInFlight of CALLS_IN_FLIGHT)
    await withDatabase(async (url) => void rows.push(await measureOurs(callsInFlight, url)));
  for (const textsPerCall of [TEXTS_PER_CALL, 512])
    await withDatabase(async (url) => void rows.push(await measureLangChain(textsPerCall, url)));
} finally {
  await fake.close();
  await server.stop();
}
console.log(`our own loading alone: ${loadingSeconds.toFixed(2)} s`);
console.table(rows);
console.log(JSON.stringify({ bench: 'ingest-overlap', pages: PAGES, callMs: CALL_MS, loadingSeconds, rows }));

/** All pages through the parse processes, and nothing else; the second time, when they run. */
async function measureLoading(): Promise<number> {
  const pool = createParsePool({ size: 2, maxMemoryBytes: 512 * 2 ** 20 });
  const limits = {
    maxPages: 10_000,
    maxTextBytes: 5e7,
    maxChunks: 50_000,
    maxExpandedBytes: 2e8,
    ocr: true,
    maxOcrPages: 500,
  };
  const source = { mediaType: 'application/pdf', bytes: bytes.length, charset: null };
  let seconds = 0;
  for (let round = 0; round < 2; round += 1) {
    const startedAt = performance.now();
    const session = await pool.open(new AbortController().signal);
    for await (const _ of session.load(source, send, limits));
    await session.close();
    seconds = (performance.now() - startedAt) / 1000;
  }
  await pool.close();
  return seconds;
}

async function* send(): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function measureOurs(callsInFlight: number, url: string): Promise<object> {
  const service = await startBenchService({
    DATABASE_URL: url,
    OPENAI_EMBEDDING_BASE_URL: fake.baseUrl,
    OPENAI_EMBEDDING_MODEL: 'fake',
    OPENAI_EMBEDDING_CALLS_IN_FLIGHT: String(callsInFlight),
    ANSWER_PROVIDER: 'extractive',
  });
  try {
    await warmUp(service.url);
    const callsBefore = fake.calls.length;
    const { chunks, seconds } = await ingestFile(service.url, bytes, 'pages.pdf');
    const calls = fake.calls.length - callsBefore;
    const callSeconds = (calls * CALL_MS) / 1000 / callsInFlight;
    const share = seconds / Math.max(loadingSeconds, callSeconds);
    const fields = { chunks, calls, callsInFlight, seconds: round(seconds), callSeconds: round(callSeconds) };
    return { who: 'Footnote', ...fields, timesTheBound: round(share), reached: share <= TARGET };
  } finally {
    await service.stop();
  }
}

async function measureLangChain(textsPerCall: number, url: string): Promise<object> {
  const callsBefore = fake.calls.length;
  const { stdout } = await promisify(execFile)(process.execPath, [
    LANGCHAIN,
    path,
    url,
    fake.baseUrl,
    String(textsPerCall),
    warmPath,
  ]);
  const { chunks, seconds } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  const calls = fake.calls.length - callsBefore;
  return { who: `LangChain.js, ${textsPerCall} texts a call`, chunks, calls, seconds: round(seconds) };
}

async function withDatabase(run: (url: string) => Promise<void>): Promise<void> {
  const database = await createPostgresDatabase(server.url);
  try {
    await run(database.url);
  } finally {
    await database.drop();
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * Latency of `POST /search` by the number of chunks, with one client and with eight, and what the index weighs. Synthetic Korean
 * text (support/synthetic-corpus.ts). Beside each: the two statements of a search alone, and whether its ten best are those of
 * exact BM25, every posting scored. Prints tables and a line of JSON.
 *
 *   node_modules/.bin/node bench/search.ts [--engine postgres|pglite] [--chunks 10000,100000] [--chunks-each 20] [--questions 200]
 *
 * Postgres: `TEST_DATABASE_URL` or a container.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBenchDatabase } from './support/bench-database.ts';
import { compareWithExact } from './support/compare-exact.ts';
import { loadCorpus } from './support/load-corpus.ts';
import { measureTables } from './support/measure-tables.ts';
import { percentiles } from './support/percentiles.ts';
import { startBenchService } from './support/service.ts';
import { runSideBySide } from './support/side-by-side.ts';
import { createSyntheticCorpus } from './support/synthetic-corpus.ts';

const SEED = 20261125;
const MODES = ['lexical', 'dense', 'hybrid'] as const;
const CLIENTS = [1, 8];
const WARM_UP = 20;

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'postgres' },
    chunks: { type: 'string', default: '10000' },
    'chunks-each': { type: 'string', default: '20' },
    questions: { type: 'string', default: '200' },
  },
});
const chunksEach = Number(values['chunks-each']);
const corpus = createSyntheticCorpus(SEED);
const rows: object[] = [];
const tables: object[] = [];

for (const chunks of values.chunks.split(',').map(Number)) {
  const documents = Math.ceil(chunks / chunksEach);
  const questions = Array.from({ length: Number(values.questions) }, (_, index) => {
    const document = (index * 7919) % documents;
    const text = corpus.makeDocument(document, chunksEach)[index % chunksEach] ?? '';
    return corpus.makeQuestion(text, index);
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  const held = await openBenchDatabase(values.engine, dataDir);
  try {
    const started = performance.now();
    await loadCorpus(held.database, corpus, { documents, chunksEach }, (done) =>
      process.stderr.write(`\r${done} of ${documents} documents`),
    );
    const loadSeconds = round((performance.now() - started) / 1000);
    await held.database.executeSql('vacuum analyze').catch(() => held.database.executeSql('analyze'));
    const sizes = await measureTables(held.database, chunks);
    console.log(
      `\n${values.engine}, ${chunks} chunks in ${documents} documents, written in ${loadSeconds} s`,
    );
    console.table(sizes);
    tables.push({ engine: values.engine, chunks, loadSeconds, sizes });
    const statements = await compareWithExact(held.database, questions);
    rows.push({ engine: values.engine, chunks, who: 'statements alone, lexical', clients: 1, ...statements });
    await held.close();

    const service = await startBenchService({ DATA_DIR: dataDir, ...held.env });
    try {
      for (const mode of MODES)
        for (const clients of CLIENTS) {
          await search(service.url, questions.slice(0, WARM_UP), mode, clients);
          const times = await search(service.url, questions, mode, clients);
          rows.push({
            engine: values.engine,
            chunks,
            who: `POST /search, ${mode}`,
            clients,
            ...percentiles(times),
          });
        }
    } finally {
      await service.stop();
    }
  } finally {
    await held.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
console.table(rows);
console.log(JSON.stringify({ bench: 'search', chunksEach, rows, tables }));

/** Milliseconds of each request. */
function search(url: string, questions: readonly string[], mode: string, clients: number): Promise<number[]> {
  return runSideBySide(questions, clients, async (query) => {
    const from = performance.now();
    const response = await fetch(`${url}/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, mode, topK: 10 }),
    });
    const body = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(body));
    return performance.now() - from;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

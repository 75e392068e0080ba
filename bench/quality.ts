/**
 * Quality of search as a client gets it: passages sent through `POST /documents` as texts with their titles, questions
 * through `POST /search`, default configuration. A passage takes the rank of its best hit; every question counts. Beside it
 * BM25 over white-space words and over plain bigrams or words, and LangChain.js. Prints a table and a line of JSON.
 *
 *   node_modules/.bin/node bench/quality.ts [SET …]
 *
 * `FOOTNOTE_EVAL_DIR` has the questions; LangChain.js comes from `npm ci --prefix bench`, and is left out loudly without.
 */
import { buildBm25 } from './support/bm25.ts';
import { loadLangChainBm25 } from './support/langchain-bm25.ts';
import { measureRankings, type Ranking } from './support/measure-ranking.ts';
import { cutPlainBigrams } from './support/plain-bigrams.ts';
import { type Passage, type RetrievalSet, readRetrievalSet } from './support/retrieval-set.ts';
import { startBenchService } from './support/service.ts';
import { runSideBySide } from './support/side-by-side.ts';

const DEFAULT_SETS = ['korquad-open', 'kobest-open', 'squad2-open', 'lohelp-ko-ko'];
const DEPTH = 10;
const TOP_K = 100;
const CLIENTS = 4;
const PUBLISH_TIMEOUT_MS = 600_000;

const names = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_SETS;
const langChain = await loadLangChainBm25();
const service = await startBenchService();
const results: object[] = [];
try {
  for (const name of names) {
    const set = readRetrievalSet(name);
    await ingestPassages(set);
    const texts = set.questions.map(({ text }) => text);
    const rankings: [string, Ranking[]][] = [
      ['Footnote, POST /search', await searchAll(set)],
      ['Footnote, rerank false', await searchAll(set, { rerank: false })],
      ['BM25, white-space words', rankBy(set.passages, texts, (text) => text.split(/\s+/).filter(Boolean))],
      ['BM25, plain bigrams', rankBy(set.passages, texts, cutPlainBigrams)],
    ];
    if (langChain !== null) {
      const retrieve = langChain(set.passages);
      const ranked = await runSideBySide(texts, 1, (text) => retrieve(text, DEPTH));
      rankings.push(['LangChain.js BM25Retriever', ranked]);
    }
    const rows = rankings.map(([method, ranked]) => ({
      set: name,
      method,
      ...measureRankings(set.questions, ranked),
    }));
    console.log(`${name}: ${set.passages.length} passages, ${set.questions.length} questions`);
    console.table(rows, ['method', 'hit1', 'recall10', 'mrr10', 'ndcg10']);
    results.push(...rows);
  }
} finally {
  await service.stop();
}
console.log(JSON.stringify({ bench: 'quality', langChain: langChain !== null, results }));

/** A collection by the name of the set, a document by the position of the passage. */
async function ingestPassages({ name, passages }: RetrievalSet): Promise<void> {
  await post('/collections', { name });
  await runSideBySide([...passages.entries()], CLIENTS, async ([position, { text, title }]) => {
    const body = { collection: name, externalId: String(position), text, ...(title !== null && { title }) };
    await post('/documents', body);
  });
  const deadline = Date.now() + PUBLISH_TIMEOUT_MS;
  for (const status of ['queued', 'loading', 'splitting', 'embedding', 'failed']) {
    for (;;) {
      const response = await fetch(`${service.url}/documents?collection=${name}&status=${status}&limit=1`);
      const { data } = (await response.json()) as { data: unknown[] };
      if (data.length === 0) break;
      if (status === 'failed' || Date.now() > deadline) throw new Error(`${name}: a document is ${status}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function searchAll({ name, questions }: RetrievalSet, options: object = {}): Promise<Ranking[]> {
  return await runSideBySide(questions, CLIENTS, async ({ text }) => {
    const { hits } = await post('/search', { query: text, collections: [name], topK: TOP_K, ...options });
    const positions = (hits as { document: { externalId: string } }[]).map((hit) =>
      Number(hit.document.externalId),
    );
    return [...new Set(positions)];
  });
}

// biome-ignore lint/suspicious/noExplicitAny: read as any client would, by field
async function post(path: string, body: object): Promise<any> {
  const response = await fetch(service.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return await response.json();
}

function rankBy(
  passages: readonly Passage[],
  questions: readonly string[],
  analyze: (text: string) => string[],
): Ranking[] {
  const index = buildBm25(passages.map(({ text }) => countAll(analyze(text))));
  return questions.map((question) =>
    index.search(index.weigh(analyze(question)), DEPTH).map(({ index: position }) => position),
  );
}

function countAll(terms: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts];
}

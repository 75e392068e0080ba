/**
 * Retrieval quality of the text analysis, against plain words, plain bigrams, the built-in vectors (alone and fused)
 * and LangChain.js, on public Korean and English questions. Exact BM25 (k1 1.2, b 0.75) in memory over the service's
 * own terms; a passage is a chunk, and titles are left out, as the service does not index titles of documents.
 * Prints a table and a line of JSON.
 *
 *   node_modules/.bin/node bench/analysis.ts
 *
 * `FOOTNOTE_EVAL_DIR` has the questions; LangChain.js comes from `npm ci --prefix bench`, and is left out loudly without.
 */
import type { AnalyzedChunk } from '../src/domain/chunk.ts';
import type { TermCount } from '../src/domain/term.ts';
import { createBuiltInEmbedder } from '../src/embed/built-in-embedder.ts';
import { countTerms } from '../src/text/analyze-text.ts';
import { type Bm25Match, buildBm25 } from './support/bm25.ts';
import { loadLangChainBm25 } from './support/langchain-bm25.ts';
import { measureRankings, type Ranking } from './support/measure-ranking.ts';
import { createPassageSearch, fuseMatches } from './support/passage-search.ts';
import { cutPlainBigrams } from './support/plain-bigrams.ts';
import { type Passage, type RetrievalSet, readRetrievalSet } from './support/retrieval-set.ts';

const SETS = ['korquad-open', 'kobest-open', 'squad2-open', 'lohelp-ko-ko'];
/** Candidates of each leg, as in `retrieveHits`. */
const CANDIDATES = 50;
const DENSE_WEIGHTS = [0.05, 0.25, 0.5, 1];
const DEPTH = 10;

const embedder = createBuiltInEmbedder();
const { signal } = new AbortController();
const langChain = await loadLangChainBm25();
const sets = SETS.map(readRetrievalSet);
const results = [];
for (const set of sets) {
  const rankings = await rankAll(set);
  const rows = rankings.map(([method, ranked]) => ({
    set: set.name,
    method,
    ...measureRankings(set.questions, ranked),
  }));
  console.log(`${set.name}: ${set.passages.length} passages, ${set.questions.length} questions`);
  console.table(rows, ['method', 'hit1', 'recall10', 'mrr10', 'ndcg10']);
  results.push(...rows);
}
console.log(JSON.stringify({ bench: 'analysis', k1: 1.2, b: 0.75, langChain: langChain !== null, results }));

/** Every method's ranking of every question. */
async function rankAll({ passages, questions }: RetrievalSet): Promise<[string, Ranking[]][]> {
  const texts = questions.map(({ text }) => text);
  const search = createPassageSearch(passages);
  const dense = await prepareDense(passages);
  const lexicalMatches = texts.map((text) => search.match(text, CANDIDATES));
  const denseMatches = await Promise.all(texts.map((text) => dense(text, CANDIDATES)));
  const methods: [string, Ranking[]][] = [
    ['service', lexicalMatches.map(toRanking)],
    ['white-space words', rankBy(passages, texts, (text) => text.split(/\s+/).filter(Boolean))],
    ['plain bigrams', rankBy(passages, texts, cutPlainBigrams)],
    ['vectors alone', denseMatches.map(toRanking)],
  ];
  for (const weight of DENSE_WEIGHTS) {
    const fuse = (lexical: readonly Bm25Match[], index: number) =>
      fuseMatches(passages, lexical, denseMatches[index] ?? [], weight);
    methods.push([`service + vectors x ${weight}`, lexicalMatches.map(fuse)]);
  }
  if (langChain !== null) {
    const retrieve = langChain(passages);
    const rankings: Ranking[] = [];
    for (const text of texts) rankings.push(await retrieve(text, DEPTH));
    methods.push(['LangChain.js BM25Retriever', rankings]);
  }
  return methods;
}

function toRanking(matches: readonly Bm25Match[]): Ranking {
  return matches.map(({ index }) => index);
}

/** BM25 over other terms than the service's. */
function rankBy(
  passages: readonly Passage[],
  questions: readonly string[],
  cut: (text: string) => string[],
): Ranking[] {
  const index = buildBm25(passages.map(({ text }) => count(cut(text))));
  return questions.map((question) => toRanking(index.search(index.weigh(cut(question)), DEPTH)));
}

function count(terms: readonly string[]): TermCount[] {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts];
}

/** Exact search by cosine in the built-in vectors. */
async function prepareDense(passages: readonly Passage[]) {
  const chunks = passages.map(({ text }): AnalyzedChunk => {
    const place = { ordinal: 0, pageStart: 1, pageEnd: 1, start: 0, end: text.length };
    return { ...place, text, headings: [], tokens: 0, terms: countTerms(text), length: 0 };
  });
  const vectors = await embedder.embedDocuments(chunks, signal);
  return async (question: string, limit: number): Promise<Bm25Match[]> => {
    const { vector: asked } = await embedder.embedQuery(question, signal);
    return vectors
      .map((vector, index) => ({ index, score: multiply(vector, asked) }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, limit);
  };
}

function multiply(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

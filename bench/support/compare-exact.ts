import { DEFAULT_TENANT } from '../../src/domain/ids.ts';
import type { LexicalPlan, SearchPlan } from '../../src/domain/search-ports.ts';
import { planLexical } from '../../src/retrieve/plan-lexical.ts';
import { weighQuestion } from '../../src/retrieve/weigh-question.ts';
import { weighTerms } from '../../src/retrieve/weigh-terms.ts';
import type { Database } from '../../src/store/database.ts';
import { createSearchStore } from '../../src/store/search-store.ts';
import { percentiles } from './percentiles.ts';

const CANDIDATES = 50;
const BEST = 10;

export interface Comparison {
  /** Milliseconds of the two statements of a search, lexical alone. */
  readonly p50: number;
  readonly p95: number;
  /** The same with every posting scored. */
  readonly exactP50: number;
  readonly exactP95: number;
  /** Share of the questions whose ten best are those of exact BM25, and share of these ten that are found. */
  readonly sameBest: number;
  readonly foundBest: number;
}

/** Asks the search store twice: as a search plans it, and with no bound on the postings read. */
export async function compareWithExact(
  database: Database,
  questions: readonly string[],
): Promise<Comparison> {
  const store = createSearchStore(database);
  const scope = { tenantId: DEFAULT_TENANT, collections: undefined, documentIds: undefined, filter: null };
  const times: number[] = [];
  const exactTimes: number[] = [];
  let same = 0;
  let found = 0;
  let expected = 0;
  for (const question of questions) {
    const counts = weighQuestion(question);
    const words = counts.map(([term]) => term);
    const ask = async (maxPostings: number | undefined, into: number[]): Promise<string[]> => {
      const from = performance.now();
      const statistics = await store.readStatistics(scope, words);
      const lexical: LexicalPlan | null = planLexical(
        counts,
        weighTerms(words, statistics),
        statistics,
        maxPostings === undefined ? undefined : { maxPostings, minPostings: 0 },
      );
      const plan: SearchPlan = {
        collectionIds: statistics.collections.map(({ id }) => id),
        documentIds: undefined,
        filter: null,
        lexical,
        dense: [],
        candidates: CANDIDATES,
      };
      const candidates = await store.search(DEFAULT_TENANT, plan);
      into.push(performance.now() - from);
      return candidates
        .toSorted((one, other) => (one.lexical?.rank ?? 0) - (other.lexical?.rank ?? 0))
        .slice(0, BEST)
        .map(({ chunkId }) => chunkId);
    };
    // Whichever comes second finds its pages in memory.
    await ask(undefined, []);
    const bounded = new Set(await ask(undefined, times));
    const all = await ask(Number.POSITIVE_INFINITY, exactTimes);
    const hits = all.filter((id) => bounded.has(id)).length;
    found += hits;
    expected += all.length;
    if (hits === all.length) same += 1;
  }
  const exact = percentiles(exactTimes);
  return {
    ...percentiles(times),
    exactP50: exact.p50,
    exactP95: exact.p95,
    sameBest: same / questions.length,
    foundBest: Math.round((found / expected) * 10_000) / 10_000,
  };
}

import {
  type ChangedQuestion,
  type Comparison,
  MEASURES,
  type QuestionMeasures,
  type QuestionResult,
} from '../domain/evaluation.ts';
import { bootstrapMean } from './bootstrap.ts';
import { measureRanking } from './measure-ranking.ts';
import { type Pair, pairQuestions } from './pair-questions.ts';
import { summarizeMeasures } from './summarize-measures.ts';

export interface ComparedRun {
  readonly topK: number;
  readonly results: readonly QuestionResult[];
}

const MOST_SHOWN = 20;

/**
 * What `run` does better than `other` and what worse, over the questions that both have; null when they have none in common.
 * Differences have the interval of the paired bootstrap. A question changed when its nDCG@10 did, or else its first rank.
 */
export async function compareResults(run: ComparedRun, other: ComparedRun): Promise<Comparison | null> {
  const pairs = pairQuestions(run.results, other.results);
  if (pairs.length === 0) return null;
  const differences = pairs.map(([mine, theirs]) =>
    subtract(measure(mine, run.topK), measure(theirs, other.topK), run.topK === other.topK),
  );
  const changes = pairs.map((pair) => ({ change: weighChange(pair), question: toChanged(pair) }));
  const gained = changes.filter(({ change }) => change > 0).sort((a, b) => b.change - a.change);
  const lost = changes.filter(({ change }) => change < 0).sort((a, b) => a.change - b.change);
  return {
    questions: pairs.length,
    measures: await summarizeMeasures(differences, bootstrapMean),
    better: gained.length,
    worse: lost.length,
    unchanged: pairs.length - gained.length - lost.length,
    gained: gained.slice(0, MOST_SHOWN).map(({ question }) => question),
    lost: lost.slice(0, MOST_SHOWN).map(({ question }) => question),
  };
}

function measure({ relevant }: QuestionResult, topK: number): QuestionMeasures {
  return measureRanking(
    relevant.map(({ rank }) => rank),
    topK,
  );
}

/** `recallTopK` is of the same depth in both, or says nothing. */
function subtract(mine: QuestionMeasures, theirs: QuestionMeasures, sameTopK: boolean): QuestionMeasures {
  const entries = MEASURES.map((name) => {
    const [a, b] = [mine[name], theirs[name]];
    const isComparable = a !== null && b !== null && (name !== 'recallTopK' || sameTopK);
    return [name, isComparable ? a - b : null];
  });
  return Object.fromEntries(entries);
}

function weighChange([mine, theirs]: Pair): number {
  const reciprocal = ({ rank }: QuestionResult) => (rank === null ? 0 : 1 / rank);
  return mine.ndcg10 - theirs.ndcg10 || reciprocal(mine) - reciprocal(theirs);
}

function toChanged([mine, theirs]: Pair): ChangedQuestion {
  return { id: mine.id, question: mine.question, rank: mine.rank, otherRank: theirs.rank };
}

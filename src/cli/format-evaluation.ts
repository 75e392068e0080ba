import { nameOf } from './format-answer.ts';
import { formatCount, formatDuration } from './format-units.ts';
import type {
  ComparisonBody,
  EstimateBody,
  EvaluatedQuestionBody,
  EvaluationBody,
  MeasuresBody,
} from './service-types.ts';

const WORST_SHOWN = 10;
const SNIPPET_LENGTH = 100;
const LABELS: Readonly<Record<string, string>> = {
  hit1: 'hit@1',
  recall1: 'recall@1',
  recall3: 'recall@3',
  recall5: 'recall@5',
  recall10: 'recall@10',
  mrr: 'MRR',
  ndcg10: 'nDCG@10',
};

/** Measures with their intervals, beside the change where there is one; warnings; the worst questions, or what got worse. */
export function formatEvaluation(evaluation: EvaluationBody): string {
  const { measures, worst, comparison, warnings } = evaluation;
  const sections = [
    describe(evaluation),
    measures === null ? '' : formatMeasures(measures, evaluation.settings.topK, comparison),
    warnings.map(({ message }) => `Warning: ${message}`).join('\n'),
    comparison === null ? '' : formatComparison(comparison),
    worst === null || worst.length === 0 ? '' : formatWorst(worst),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function describe({ id, status, collections, settings, progress, timings }: EvaluationBody): string {
  const parts = [
    `${collections.join(', ')}: ${formatCount(progress.questions, 'question')}`,
    `topK ${settings.topK}`,
    ...(timings === null
      ? [status]
      : [
          formatDuration(timings.totalMs / 1000),
          `a search ${timings.searchP50Ms} ms (p95 ${timings.searchP95Ms} ms)`,
        ]),
  ];
  return `${parts.join(', ')}\nevaluation ${id}`;
}

function formatMeasures(measures: MeasuresBody, topK: number, comparison: ComparisonBody | null): string {
  const recall = `recall@${topK}`;
  const isListed = Object.values(LABELS).includes(recall);
  const names: Readonly<Record<string, string>> = isListed ? LABELS : { ...LABELS, recallTopK: recall };
  const rows = Object.entries(names).flatMap(([measure, label]) => {
    const estimate = measures[measure] ?? null;
    if (estimate === null) return [];
    const change = comparison?.measures[measure] ?? null;
    return [[label, ...toCells(estimate), ...(change === null ? [] : toCells(change, true))]];
  });
  const head = ['', 'value', '95 % interval', ...(comparison === null ? [] : ['change', '95 % interval'])];
  return [head, ...rows]
    .map((cells) => {
      const [label = '', ...numbers] = cells;
      const columns = numbers.map((cell, index) => cell.padStart(index % 2 === 0 ? 9 : 20));
      return [label.padEnd(10), ...columns].join('');
    })
    .join('\n');
}

function toCells({ value, low, high }: EstimateBody, signed = false): string[] {
  const format = (number: number) => `${signed && number >= 0 ? '+' : ''}${number.toFixed(4)}`;
  return [format(value), `${format(low)} to ${format(high)}`];
}

function formatComparison(comparison: ComparisonBody): string {
  const { compareTo, questions, better, worse, unchanged, lost } = comparison;
  const lines = lost
    .slice(0, WORST_SHOWN)
    .map(({ question, rank, otherRank }) => `  ${formatRank(otherRank)} -> ${formatRank(rank)}: ${question}`);
  return [
    `Of ${formatCount(questions, 'question')} that ${compareTo} has too: ${better} better, ${worse} worse, ${unchanged} the same.`,
    ...(lines.length === 0 ? [] : ['Got worse:', ...lines]),
  ].join('\n');
}

function formatWorst(worst: readonly EvaluatedQuestionBody[]): string {
  const lines = worst.slice(0, WORST_SHOWN).flatMap(({ id, question, rank, found }) => {
    const name = id === null ? question : `${question} (${id})`;
    if (found === null) return [`  ${formatRank(rank)}: ${name}`];
    const words = found.snippet === null ? '' : `: ${found.snippet.slice(0, SNIPPET_LENGTH).toWellFormed()}`;
    return [
      `  ${formatRank(rank)}: ${name}`,
      `    found instead: ${nameOf(found)}, page ${found.page}${words}`,
    ];
  });
  return ['Worst questions, by the rank of the first right passage:', ...lines].join('\n');
}

function formatRank(rank: number | null): string {
  return rank === null ? 'not found' : `rank ${rank}`;
}

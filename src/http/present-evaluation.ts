import { type Estimate, type Evaluation, MEASURES, type Measures } from '../domain/evaluation.ts';
import type { ShownComparison, ShownEvaluation, ShownQuestion } from '../pipelines/pipelines.ts';

/** See `present.ts`. */
export function presentSummary(evaluation: Evaluation) {
  const { measures, timings, state, error } = evaluation;
  return {
    id: evaluation.id,
    name: evaluation.name,
    status: evaluation.status,
    collections: evaluation.collections,
    settings: evaluation.settings,
    state: {
      indexVersion: state.indexVersion,
      collections: state.collections.map(({ name, documents, chunks, embedding }) => ({
        name,
        documents,
        chunks,
        embedding,
      })),
    },
    progress: { questions: evaluation.questions, questionsDone: evaluation.questionsDone },
    measures: measures && presentMeasures(measures),
    missing: evaluation.missing,
    timings: timings && {
      totalMs: timings.totalMs,
      searchP50Ms: timings.searchP50Ms,
      searchP95Ms: timings.searchP95Ms,
    },
    warnings: evaluation.warnings.map(({ code, message, questions }) => ({ code, message, questions })),
    error: error && { code: error.code, message: error.message, hint: error.hint },
    createdAt: evaluation.createdAt.toISOString(),
    endedAt: evaluation.endedAt?.toISOString() ?? null,
  };
}

export function presentEvaluation({ evaluation, worst, comparison }: ShownEvaluation) {
  return {
    ...presentSummary(evaluation),
    worst: worst?.map(presentQuestion) ?? null,
    comparison: comparison && presentComparison(comparison),
  };
}

export function presentQuestion(question: ShownQuestion) {
  return {
    id: question.id,
    question: question.question,
    rank: question.rank,
    ndcg10: question.ndcg10,
    relevant: question.relevant.map(({ documentId, externalId, page, quote, rank, missing }) => ({
      documentId,
      externalId,
      page,
      quote,
      rank,
      missing,
    })),
    found: question.wrong,
    searchMs: question.searchMs,
  };
}

function presentComparison(comparison: ShownComparison) {
  return {
    compareTo: comparison.compareTo,
    questions: comparison.questions,
    measures: presentMeasures(comparison.measures),
    better: comparison.better,
    worse: comparison.worse,
    unchanged: comparison.unchanged,
    gained: comparison.gained,
    lost: comparison.lost,
  };
}

/** In an order that reads: the database keeps none. */
function presentMeasures(measures: Measures) {
  const present = (estimate: Estimate | null) =>
    estimate && { value: estimate.value, low: estimate.low, high: estimate.high };
  return Object.fromEntries(MEASURES.map((measure) => [measure, present(measures[measure])]));
}

import type { Evaluation } from '../domain/evaluation.ts';
import type { ShownEvaluation, ShownQuestion } from '../pipelines/pipelines.ts';

/** See `present.ts`. */
export function presentSummary(evaluation: Evaluation) {
  return {
    id: evaluation.id,
    name: evaluation.name,
    status: evaluation.status,
    collections: evaluation.collections,
    settings: evaluation.settings,
    state: evaluation.state,
    progress: { questions: evaluation.questions, questionsDone: evaluation.questionsDone },
    measures: evaluation.measures,
    missing: evaluation.missing,
    timings: evaluation.timings,
    warnings: evaluation.warnings,
    error: evaluation.error,
    createdAt: evaluation.createdAt.toISOString(),
    endedAt: evaluation.endedAt?.toISOString() ?? null,
  };
}

export function presentEvaluation({ evaluation, worst, comparison }: ShownEvaluation) {
  return { ...presentSummary(evaluation), worst: worst?.map(presentQuestion) ?? null, comparison };
}

export function presentQuestion(question: ShownQuestion) {
  return {
    id: question.id,
    question: question.question,
    rank: question.rank,
    ndcg10: question.ndcg10,
    relevant: question.relevant,
    found: question.wrong,
    searchMs: question.searchMs,
  };
}

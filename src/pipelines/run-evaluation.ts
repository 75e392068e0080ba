import { setTimeout as sleep } from 'node:timers/promises';
import type {
  EvaluationOutcome,
  EvaluationQuestion,
  EvaluationSettings,
  EvaluationWarning,
  QuestionResult,
} from '../domain/evaluation.ts';
import type { EvaluationStore } from '../domain/evaluation-port.ts';
import type { SearchResult } from '../domain/hit.ts';
import type { TenantId } from '../domain/ids.ts';
import { ServiceError } from '../errors.ts';
import { chooseWorst } from '../evaluate/choose-worst.ts';
import { measureRanking } from '../evaluate/measure-ranking.ts';
import { findQuantile } from '../evaluate/quantile.ts';
import { rankPassages } from '../evaluate/rank-passages.ts';
import { summarizeMeasures } from '../evaluate/summarize-measures.ts';

/** A question is asked this often while what it needs is away for the moment. */
const TRIES = 6;
const LONGEST_PAUSE_SECONDS = 10;
const FULL_DEPTH = 10;

export interface EvaluationRun {
  readonly tenantId: TenantId;
  readonly collections: readonly string[];
  readonly settings: EvaluationSettings;
  readonly questions: readonly EvaluationQuestion[];
  readonly store: EvaluationStore;
  /** Asks one question, when it is its turn. */
  readonly search: (question: string) => Promise<SearchResult>;
  /** Questions asked at once. */
  readonly width: number;
  readonly onProgress: (questionsDone: number) => void;
  readonly signal: AbortSignal;
}

/** Asks all questions and measures what came. Throws what a search throws for good. */
export async function runEvaluation(run: EvaluationRun): Promise<EvaluationOutcome> {
  const startedAt = performance.now();
  const { settings, questions } = run;
  const isMissing = await findMissing(run);
  const warnings = new Map<string, EvaluationWarning>();
  const results: QuestionResult[] = new Array(questions.length);
  let done = 0;
  await askAll(run, (index, question, found) => {
    results[index] = judge(question, found, settings.topK, isMissing);
    for (const { code, message } of found.warnings)
      warnings.set(code, { code, message, questions: (warnings.get(code)?.questions ?? 0) + 1 });
    done += 1;
    run.onProgress(done);
  });
  const missing = results.flatMap(({ relevant }) => relevant.filter((passage) => passage.missing)).length;
  const times = results.map(({ searchMs }) => searchMs).sort((a, b) => a - b);
  const measures = await summarizeMeasures(
    results.map(({ relevant }) =>
      measureRanking(
        relevant.map(({ rank }) => rank),
        settings.topK,
      ),
    ),
  );
  return {
    measures,
    timings: {
      totalMs: round(performance.now() - startedAt),
      searchP50Ms: round(findQuantile(times, 0.5)),
      searchP95Ms: round(findQuantile(times, 0.95)),
    },
    missing,
    warnings: [...warnOfMissing(results, missing), ...warnOfDepth(settings), ...warnings.values()],
    results,
    worst: chooseWorst(results),
  };
}

/** Tells of a right passage whether it names a document that is not there; one statement. */
async function findMissing({ tenantId, collections, questions, store }: EvaluationRun) {
  const passages = questions.flatMap(({ relevant }) => relevant);
  const published = await store.findPublished(tenantId, collections, {
    documentIds: [...new Set(passages.flatMap(({ documentId }) => documentId ?? []))],
    externalIds: [...new Set(passages.flatMap(({ externalId }) => externalId ?? []))],
  });
  return ({ documentId, externalId }: EvaluationQuestion['relevant'][number]): boolean =>
    (documentId !== null && !published.documentIds.has(documentId)) ||
    (externalId !== null && !published.externalIds.has(externalId));
}

/** A few at a time; the first that fails for good ends it. */
async function askAll(
  run: EvaluationRun,
  onFound: (index: number, question: EvaluationQuestion, found: SearchResult) => void,
): Promise<void> {
  const rest = run.questions.entries();
  let hasFailed = false;
  const work = async () => {
    for (const [index, question] of rest) {
      if (hasFailed) return;
      try {
        onFound(index, question, await askPatiently(run, question.question));
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: run.width }, work));
}

async function askPatiently({ search, signal }: EvaluationRun, question: string): Promise<SearchResult> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await search(question);
    } catch (error) {
      const seconds = error instanceof ServiceError ? error.retryAfterSeconds : undefined;
      if (seconds === undefined || tries === TRIES) throw error;
      await sleep(Math.min(seconds, LONGEST_PAUSE_SECONDS) * 1000, undefined, { signal });
    }
  }
}

function judge(
  { id, question, relevant }: EvaluationQuestion,
  { hits, timings }: SearchResult,
  topK: number,
  isMissing: (passage: EvaluationQuestion['relevant'][number]) => boolean,
): QuestionResult {
  const { ranks, wrong } = rankPassages(relevant, hits);
  const found = ranks.flatMap((rank) => rank ?? []);
  return {
    id,
    question,
    relevant: relevant.map((passage, index) => ({
      ...passage,
      rank: ranks[index] ?? null,
      missing: isMissing(passage),
    })),
    rank: found.length === 0 ? null : Math.min(...found),
    ndcg10: measureRanking(ranks, topK).ndcg10 ?? 0,
    wrong: wrong && {
      documentId: wrong.document.id,
      version: wrong.document.version,
      page: wrong.pageStart,
      start: wrong.start,
    },
    searchMs: timings.totalMs,
  };
}

function warnOfMissing(results: readonly QuestionResult[], missing: number): EvaluationWarning[] {
  if (missing === 0) return [];
  const questions = results.filter(({ relevant }) => relevant.some((passage) => passage.missing)).length;
  const message = `${missing} of the right passages name a document that is not published in the collections; they count as not found.`;
  return [{ code: 'PASSAGES_MISSING', message, questions }];
}

function warnOfDepth({ topK }: EvaluationSettings): EvaluationWarning[] {
  if (topK >= FULL_DEPTH) return [];
  const message = `topK is ${topK}: for mrr and ndcg10, what stands below counts as not found.`;
  return [{ code: 'RANKS_CUT', message, questions: null }];
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

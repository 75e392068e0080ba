import { describe, expect, it } from 'vitest';
import type { EvaluationQuestion } from '../../../src/domain/evaluation.ts';
import type { EvaluationStore } from '../../../src/domain/evaluation-port.ts';
import type { SearchResult } from '../../../src/domain/hit.ts';
import { ServiceError } from '../../../src/errors.ts';
import { type EvaluationRun, runEvaluation } from '../../../src/pipelines/run-evaluation.ts';

const FOUND: SearchResult = {
  hits: [],
  underReturned: false,
  explanation: null,
  warnings: [],
  timings: { totalMs: 4, embedMs: 0, retrieveMs: 4 },
};
const away = () => new ServiceError('DATABASE_UNAVAILABLE', 'Away.', { retryAfterSeconds: 0 });

/** Searches that fail at a given moment cannot be had of a real database. */
function run(count: number, search: EvaluationRun['search'], signal = new AbortController().signal) {
  const questions: EvaluationQuestion[] = Array.from({ length: count }, (_, index) => ({
    id: null,
    question: `q${index}`,
    relevant: [{ documentId: null, externalId: null, page: null, quote: 'x' }],
  }));
  const findPublished = async () => ({ documentIds: new Set<string>(), externalIds: new Set<string>() });
  return runEvaluation({
    tenantId: 1,
    collections: ['default'],
    settings: { topK: 10 },
    questions,
    store: { findPublished } as Partial<EvaluationStore> as EvaluationStore,
    search,
    width: 3,
    onProgress: () => {},
    signal,
  });
}

describe('runEvaluation', () => {
  it('asks all questions, a few at a time, and keeps their order', async () => {
    let inFlight = 0;
    let most = 0;
    const { results } = await run(20, async (question) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, (Number(question.slice(1)) * 7) % 5));
      inFlight -= 1;
      return FOUND;
    });
    expect(most).toBe(3);
    expect(results.map(({ question }) => question)).toEqual(Array.from({ length: 20 }, (_, n) => `q${n}`));
  });

  it('waits for what is away for a moment, and gives up what stays away', async () => {
    const tries = new Map<string, number>();
    const count = (question: string) => {
      tries.set(question, (tries.get(question) ?? 0) + 1);
      return tries.get(question) ?? 0;
    };
    const { results } = await run(5, async (question) => {
      if (count(question) < 3) throw away();
      return FOUND;
    });
    expect(results).toHaveLength(5);
    expect([...tries.values()]).toEqual([3, 3, 3, 3, 3]);
    await expect(run(1, () => Promise.reject(away()))).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
    });
  });

  it('asks nothing more once a question has failed for good, or the run is over', async () => {
    let asked = 0;
    const failing = run(100, async () => {
      asked += 1;
      throw new ServiceError('COLLECTION_NOT_FOUND', 'Deleted meanwhile.');
    });
    await expect(failing).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    expect(asked).toBe(3);
    const controller = new AbortController();
    const aborted = run(
      100,
      async () => {
        asked += 1;
        controller.abort();
        return FOUND;
      },
      controller.signal,
    );
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toBeLessThanOrEqual(6);
  });

  it('counts of how many questions a search had which warning', async () => {
    const { warnings } = await run(4, async (question) => ({
      ...FOUND,
      warnings: question < 'q3' ? [{ code: 'UPSTREAM_FAILED', message: 'Words only.' }] : [],
    }));
    expect(warnings).toEqual([{ code: 'UPSTREAM_FAILED', message: 'Words only.', questions: 3 }]);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMinimums } from '../../../src/cli/check-minimums.ts';
import { formatEvaluation } from '../../../src/cli/format-evaluation.ts';
import { readQuestions } from '../../../src/cli/read-questions.ts';
import type { EvaluationBody } from '../../../src/cli/service-types.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const HALF = { value: 0.5, low: 0.25, high: 0.75 };
const EVALUATION: EvaluationBody = {
  id: '01a2',
  status: 'done',
  collections: ['handbook'],
  settings: { topK: 5 },
  progress: { questions: 2, questionsDone: 2 },
  measures: { hit1: HALF, recall5: HALF, recall10: null, recallTopK: HALF, ndcg10: { ...HALF, high: 1 } },
  timings: { totalMs: 3_100, searchP50Ms: 8.2, searchP95Ms: 21 },
  worst: [
    {
      id: 'q2',
      question: '여름 휴가는 며칠인가요?',
      rank: null,
      found: { documentId: 'd', externalId: 'a.md', title: '규정', page: 3, snippet: '겨울 휴가는' },
    },
    { id: null, question: 'When?', rank: 4, found: null },
  ],
  comparison: null,
  warnings: [{ message: '1 of the right passages …' }],
  error: null,
};

describe('formatEvaluation', () => {
  it('shows measures, warnings and what was found instead', () => {
    expect(formatEvaluation(EVALUATION)).toBe(`handbook: 2 questions, topK 5, 3 s, a search 8.2 ms (p95 21 ms)
evaluation 01a2

              value       95 % interval
hit@1        0.5000    0.2500 to 0.7500
recall@5     0.5000    0.2500 to 0.7500
nDCG@10      0.5000    0.2500 to 1.0000

Warning: 1 of the right passages …

Worst questions, by the rank of the first right passage:
  not found: 여름 휴가는 며칠인가요? (q2)
    found instead: 규정 (a.md), page 3: 겨울 휴가는
  rank 4: When?`);
  });

  it('shows changes beside the measures, and what got worse', () => {
    const comparison = {
      compareTo: '01a1',
      questions: 2,
      measures: { hit1: { value: -0.1, low: -0.2, high: 0 } },
      better: 0,
      worse: 1,
      unchanged: 1,
      lost: [{ question: 'When?', rank: null, otherRank: 1 }],
    };
    const text = formatEvaluation({ ...EVALUATION, settings: { topK: 20 }, worst: [], comparison });
    expect(text).toContain(`
              value       95 % interval   change       95 % interval
hit@1        0.5000    0.2500 to 0.7500  -0.1000  -0.2000 to +0.0000
recall@5     0.5000    0.2500 to 0.7500
nDCG@10      0.5000    0.2500 to 1.0000
recall@20    0.5000    0.2500 to 0.7500
`);
    expect(text).toContain(`Of 2 questions that 01a1 has too: 0 better, 1 worse, 1 the same.
Got worse:
  rank 1 -> not found: When?`);
  });

  it('shows the state of one that failed', () => {
    const failed = { ...EVALUATION, status: 'failed' as const, measures: null, timings: null, worst: null };
    expect(formatEvaluation({ ...failed, warnings: [] })).toBe(
      'handbook: 2 questions, topK 5, failed\nevaluation 01a2',
    );
  });
});

describe('checkMinimums', () => {
  it('reaches a minimum by its value, and never without one', () => {
    expect(checkMinimums(EVALUATION.measures, { hit1: 0.5, ndcg10: 0.51 })).toEqual([
      { measure: 'hit1', minimum: 0.5, value: 0.5, reached: true },
      { measure: 'ndcg10', minimum: 0.51, value: 0.5, reached: false },
    ]);
    expect(checkMinimums(null, { mrr: 0 })).toMatchObject([{ value: null, reached: false }]);
  });
});

describe('readQuestions', () => {
  it('reads an object per line, and says which line is none', async () => {
    const path = join(await makeTemporaryFolder(), 'q.jsonl');
    const read = async (text: string) => {
      await writeFile(path, text);
      return readQuestions(path);
    };
    expect(await read('\ufeff{"question":"질문"}\r\n\n{"id":"2"}\n')).toEqual([
      { line: 1, question: { question: '질문' } },
      { line: 3, question: { id: '2' } },
    ]);
    await expect(read('{"question":"a"}\n["b"]\n')).rejects.toThrow('Line 2 is no JSON object');
    await expect(read('{"question":')).rejects.toThrow('Line 1');
    await expect(read('\n \n')).rejects.toThrow('has no questions');
    await expect(readQuestions(`${path}.none`)).rejects.toThrow('cannot be read');
  });
});

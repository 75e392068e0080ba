import { describe, expect, it } from 'vitest';
import { chooseWorst } from '../../../src/evaluate/choose-worst.ts';
import { compareResults } from '../../../src/evaluate/compare-results.ts';
import { pairQuestions } from '../../../src/evaluate/pair-questions.ts';
import { result } from './build.ts';

describe('pairQuestions', () => {
  it('goes by the id, else by the text, and takes each once', () => {
    const mine = [
      result({ id: '1', question: 'What is new?' }),
      result({ question: '언제  쉬나요?'.normalize('NFD') }),
      result({ question: 'twice' }),
      result({ question: 'twice' }),
      result({ id: '9', question: 'only here' }),
    ];
    const theirs = [
      result({ id: '7', question: '언제 쉬나요?' }),
      result({ id: '1', question: 'What was old?' }),
      result({ question: 'twice' }),
    ];
    const pairs = pairQuestions(mine, theirs).map(([a, b]) => [mine.indexOf(a), theirs.indexOf(b)]);
    expect(pairs).toEqual([
      [0, 1],
      [1, 0],
      [2, 2],
    ]);
  });
});

describe('compareResults', () => {
  const ranks = (...all: (number | null)[]) =>
    all.map((rank, index) => result({ id: String(index), question: `q${index}`, rank }));

  it('says what got better and worse, the most changed first', async () => {
    const run = { topK: 10, results: ranks(1, 2, null, 4, 1, 1) };
    const other = { topK: 10, results: ranks(2, 1, 1, null, 5, 1).slice(0, 6) };
    const comparison = await compareResults(run, other);
    expect(comparison).toMatchObject({ questions: 6, better: 3, worse: 2, unchanged: 1 });
    expect(comparison?.gained).toEqual([
      { id: '4', question: 'q4', rank: 1, otherRank: 5 },
      { id: '3', question: 'q3', rank: 4, otherRank: null },
      { id: '0', question: 'q0', rank: 1, otherRank: 2 },
    ]);
    expect(comparison?.lost.map(({ id }) => id)).toEqual(['2', '1']);
    // (1 + 1/2 + 0 + 1/4 + 1 + 1 - (1/2 + 1 + 1 + 0 + 1/5 + 1)) / 6
    expect(comparison?.measures.mrr?.value).toBeCloseTo(0.05 / 6, 3);
    expect(comparison?.measures.hit1).toMatchObject({ value: 0 });
    expect(comparison?.measures.hit1?.low).toBeLessThan(0);
    expect(comparison?.measures.hit1?.high).toBeGreaterThan(0);
  });

  it('compares no recall of different depths, and nothing without a common question', async () => {
    const other = { topK: 5, results: ranks(1, 2) };
    const { measures } = (await compareResults({ topK: 10, results: ranks(1, 1) }, other)) ?? {};
    expect(measures).toMatchObject({ recall10: null, recallTopK: null, recall5: { value: 0 } });
    const foreign = { topK: 5, results: [result({ question: 'another' })] };
    expect(await compareResults(foreign, other)).toBeNull();
  });

  it('sees a change below the tenth rank', async () => {
    const comparison = await compareResults(
      { topK: 50, results: ranks(12) },
      { topK: 50, results: ranks(40) },
    );
    expect(comparison).toMatchObject({ better: 1, measures: { ndcg10: { value: 0 } } });
  });
});

describe('chooseWorst', () => {
  it('leaves out what is perfect, and begins with what was not found', () => {
    const half = { ...result({ question: 'half', rank: 1 }), ndcg10: 0.6 };
    const results = [
      result({ question: 'perfect', rank: 1 }),
      half,
      result({ question: 'third', rank: 3 }),
      result({ question: 'lost' }),
      result({ question: 'second', rank: 2 }),
    ];
    expect(chooseWorst(results).map(({ question }) => question)).toEqual(['lost', 'third', 'second', 'half']);
    expect(chooseWorst(Array.from({ length: 50 }, () => result({ question: 'lost' })))).toHaveLength(20);
  });
});

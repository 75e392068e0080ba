import { describe, expect, test } from 'vitest';
import { type RankedSentence, rankSentences } from '../../../src/answer/rank-sentences.ts';
import type { Hit } from '../../../src/domain/hit.ts';
import { buildTextHit, weighTerms } from './build-hits.ts';

// Content words: capital, France, of equal weight; asks for no shape.
const CAPITAL = 'What is the capital of France?';

const rank = (question: string, hits: readonly Hit[]): RankedSentence[] =>
  rankSentences({ question, language: 'en', hits, terms: weighTerms(question) });

const scoreOf = (question: string, hit: Hit): number => rank(question, [hit])[0]?.score ?? Number.NaN;

describe('rankSentences', () => {
  test('the share of the question that the sentence covers, and a fifth of the score of its hit', () => {
    expect(scoreOf(CAPITAL, buildTextHit('Paris is the capital of France.'))).toBeCloseTo(1.2, 10);
    expect(scoreOf(CAPITAL, buildTextHit('Paris is the capital of France.', {}, 0.5))).toBeCloseTo(1.1, 10);
    expect(scoreOf(CAPITAL, buildTextHit('The capital is old.', {}, 0))).toBeCloseTo(0.5, 10);
  });

  test('what a neighbour covers counts 0.35 of it', () => {
    expect(scoreOf(CAPITAL, buildTextHit('It is in France. The capital is old.', {}, 0))).toBeCloseTo(
      0.675,
      10,
    );
    const apart = buildTextHit('It is in France. Paris is old. The capital is big.', {}, 0);
    expect(scoreOf(CAPITAL, apart)).toBeCloseTo(0.5, 10);
  });

  test('so does what the title covers', () => {
    const hit = buildTextHit('The capital is old.', { title: 'France' }, 0);
    expect(scoreOf(CAPITAL, hit)).toBeCloseTo(0.675, 10);
  });

  test('the shape that the question asks for adds 0.15', () => {
    const question = 'How many bridges does Paris have?';
    expect(scoreOf(question, buildTextHit('Paris has bridges.', {}, 0))).toBeCloseTo(1, 10);
    expect(scoreOf(question, buildTextHit('Paris has 37 bridges.', {}, 0))).toBeCloseTo(1.15, 10);
  });

  test('sentences without a content word are left out, the best come first, over all hits', () => {
    const hits = [
      buildTextHit('It is late. The capital is old.', {}, 0.2),
      buildTextHit('Paris is the capital of France. It lies on a river.', {}, 0.1),
    ];
    const ranked = rank(CAPITAL, hits);
    expect(ranked.map(({ sentence: { hit, text } }) => [hit, text])).toEqual([
      [1, 'Paris is the capital of France.'],
      [0, 'The capital is old.'],
    ]);
    expect(ranked[1]?.found).toEqual(new Map([['capit', 0.5]]));
  });

  test('a question without content words ranks nothing', () => {
    expect(rank('What is it?', [buildTextHit('What is it? It is late.')])).toEqual([]);
  });
});

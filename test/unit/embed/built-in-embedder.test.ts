import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnalyzedChunk } from '../../../src/domain/chunk.ts';
import { createBuiltInEmbedder } from '../../../src/embed/built-in-embedder.ts';
import { ANALYSIS_VERSION, countTerms } from '../../../src/text/analyze-text.ts';

const embedder = createBuiltInEmbedder();
const { signal } = new AbortController();

function analyze(text: string): AnalyzedChunk {
  const terms = countTerms(text);
  const length = terms.reduce((sum, [, count]) => sum + count, 0);
  return {
    ordinal: 0,
    text,
    pageStart: 1,
    pageEnd: 1,
    start: 0,
    end: text.length,
    headings: [],
    tokens: 1,
    terms,
    length,
  };
}

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** The dimensions of a vector that are not zero. */
const usedOf = (vector: Float32Array): [number, number][] =>
  [...vector].flatMap((value, index): [number, number][] => (value === 0 ? [] : [[index, value]]));

const embedQuery = async (text: string) => (await embedder.embedQuery(text, signal)).vector;

describe('the built-in embedder', () => {
  test('names its space, with the version of the analysis in it', () => {
    expect(embedder.space).toEqual({
      provider: 'built-in',
      model: `hashed-terms-${ANALYSIS_VERSION}`,
      dimensions: 384,
    });
  });

  test('one term makes one dimension of plus or minus 1', async () => {
    const used = usedOf(await embedQuery('ship'));
    expect(used).toHaveLength(1);
    expect(Math.abs(used[0]?.[1] ?? 0)).toBe(1);
  });

  test('a term that comes e times as often weighs more by one', async () => {
    // 1 + ln 1 beside 1 + ln 3, scaled to length 1.
    const length = Math.hypot(1, 1 + Math.log(3));
    const weights = usedOf(await embedQuery('ship sails sails sails')).map(([, value]) => Math.abs(value));
    expect(weights.sort()).toEqual([Math.fround(1 / length), Math.fround((1 + Math.log(3)) / length)].sort());
  });

  test('a text without terms gets the first axis', async () => {
    for (const text of ['', '— ?!']) expect(usedOf(await embedQuery(text))).toEqual([[0, 1]]);
  });

  test('a question and a chunk of the same words have the same vector, whatever their form', async () => {
    const [chunk] = await embedder.embedDocuments([analyze('배는 3,000 Ships 싣는다')], signal);
    expect(await embedQuery('ship ３０００ 배는 싣는다')).toEqual(chunk);
  });

  test('texts that share words are nearer than texts that do not', async () => {
    const question = await embedQuery('최소 메모리 요구량');
    const [near, far] = await embedder.embedDocuments(
      [analyze('설치에 필요한 최소 메모리는 512MB이다.'), analyze('The harbour opens at noon.')],
      signal,
    );
    if (near === undefined || far === undefined) throw new Error('a vector is missing');
    expect(dot(question, near)).toBeGreaterThan(dot(question, far));
  });

  test('one vector per chunk, in order; none for none', async () => {
    const texts = ['배', 'ship', '항구'];
    const vectors = await embedder.embedDocuments(texts.map(analyze), signal);
    expect(vectors).toEqual(await Promise.all(texts.map(embedQuery)));
    expect(await embedder.embedDocuments([], signal)).toEqual([]);
  });

  test('any text gives the same vector of length 1 from two embedders', async () => {
    const words = fc.array(fc.constantFrom('배', '항구', 'ship', '3,000', '😀', 'iPhone15', 'noon'), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          words.map((parts) => parts.join(' ')),
          fc.string({ unit: 'binary' }),
        ),
        async (text) => {
          const { vector, tokens } = await embedder.embedQuery(text, signal);
          expect(tokens).toBe(0);
          expect(vector).toHaveLength(384);
          expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
          expect((await createBuiltInEmbedder().embedQuery(text, signal)).vector).toEqual(vector);
        },
      ),
      { seed: 20261124, numRuns: 60 },
    );
  });
});

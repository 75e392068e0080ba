import { setImmediate as pause } from 'node:timers/promises';
import type { Estimate } from '../domain/evaluation.ts';
import { findQuantile } from './quantile.ts';

const RESAMPLES = 1_000;
const SEED = 20261125;
/** So long the event loop is kept from others; 1,000 resamples of 2,000 values take 20 ms. */
const WORK_MS = 5;

/**
 * A mean with its 95 % confidence interval by the percentile bootstrap: Efron and Tibshirani, "An Introduction to the Bootstrap"
 * (1993), chapter 13; for measures of retrieval Sakai, "Evaluating Evaluation Metrics based on the Bootstrap" (2006). With the
 * differences of two systems, question by question, it is the paired bootstrap. The seed is fixed and the order of the values
 * does not count: the same values have the same interval. At least one value.
 */
export async function bootstrapMean(values: readonly number[]): Promise<Estimate> {
  const sample = Float64Array.from(values).sort();
  const means = new Float64Array(RESAMPLES);
  const next = createRandom(SEED);
  let since = performance.now();
  for (let round = 0; round < RESAMPLES; round += 1) {
    let sum = 0;
    for (let draw = 0; draw < sample.length; draw += 1)
      sum += sample[Math.floor(next() * sample.length)] ?? 0;
    means[round] = sum / sample.length;
    if (performance.now() - since < WORK_MS) continue;
    await pause();
    since = performance.now();
  }
  means.sort();
  const value = sample.reduce((sum, one) => sum + one, 0) / sample.length;
  return { value, low: findQuantile(means, 0.025), high: findQuantile(means, 0.975) };
}

/** Mulberry32 by Tommy Ettinger (public domain): numbers in [0, 1) of 32 bits of state. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

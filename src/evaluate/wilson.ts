import type { Estimate } from '../domain/evaluation.ts';

/** Of the normal distribution, two-sided 95 %. */
const Z = 1.959964;

/**
 * A proportion with its 95 % score interval: Wilson, "Probable inference, the law of succession, and statistical inference"
 * (1927); recommended by Brown, Cai and DasGupta, "Interval Estimation for a Binomial Proportion" (2001). It is not empty where
 * all succeed, or none.
 */
export function estimateProportion(successes: number, trials: number): Estimate {
  const value = successes / trials;
  const scale = 1 + Z ** 2 / trials;
  const centre = (value + Z ** 2 / (2 * trials)) / scale;
  const reach = (Z / scale) * Math.sqrt((value * (1 - value)) / trials + Z ** 2 / (4 * trials ** 2));
  return { value, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}

import { expect, it } from 'vitest';
import { chooseRetryDelayMs } from '../../../src/cli/retry-delay.ts';

const NOW_MS = Date.UTC(2026, 10, 25, 10, 0, 0);

it.each([
  ['5', 5_000],
  ['0', 100],
  ['86400', 60_000],
  ['Wed, 25 Nov 2026 10:00:07 GMT', 7_000],
  ['Wed, 25 Nov 2026 09:00:00 GMT', 100],
])('Retry-After: %s is %i ms', (header, delayMs) => {
  expect(chooseRetryDelayMs(header, 1, NOW_MS, 0.9)).toBe(delayMs);
});

it('doubles without the header, up to a bound, less what is left to chance', () => {
  const delays = [1, 2, 3, 9].map((failures) => chooseRetryDelayMs(null, failures, NOW_MS, 0));
  expect(delays).toEqual([500, 1_000, 2_000, 15_000]);
  expect(chooseRetryDelayMs('soon', 2, NOW_MS, 1)).toBe(500);
});

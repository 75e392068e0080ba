import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWorkClock, type WorkProgress } from '../../../src/workers/work-clock.ts';

const LIMITS = {
  pageTimeoutMs: 20_000,
  pageBudgetMs: 1_000,
  recognitionTimeoutMs: 60_000,
  recognitionBudgetMs: 15_000,
};

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** Milliseconds of work until the clock says stop, `progress` told by the second that has gone. */
function runOut(progress: (second: number) => WorkProgress): number {
  const clock = createWorkClock(LIMITS);
  for (let ms = 0; ms < 1_000_000; ms += 500) {
    if (!clock.tick(true, progress(Math.floor(ms / 1000)))) return ms;
    vi.advanceTimersByTime(500);
  }
  return Number.POSITIVE_INFINITY;
}

test('a page that is recognised has a minute, others 20 s', () => {
  const still = { steps: 1, pages: 1, recognised: 0, recognising: false };
  expect(runOut(() => still)).toBe(20_500);
  expect(runOut(() => ({ ...still, recognised: 1, recognising: true }))).toBe(60_500);
});

test('signs of life do not help for ever: 20 s and 1 s a page in all, 15 s more for each that is recognised', () => {
  const alive = { pages: 10, recognised: 0, recognising: false };
  expect(runOut((second) => ({ ...alive, steps: second }))).toBe(30_500);
  expect(runOut((second) => ({ ...alive, recognised: 4, steps: second }))).toBe(90_500);
});

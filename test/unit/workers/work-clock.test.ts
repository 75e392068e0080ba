import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWorkClock } from '../../../src/workers/work-clock.ts';

const LIMITS = {
  pageTimeoutMs: 1_000,
  pageBudgetMs: 100,
  recognitionTimeoutMs: 3_000,
  recognitionBudgetMs: 500,
};
const IDLE = { steps: 1, pages: 10, recognised: 0, recognising: false };

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Ticks of 100 ms until a limit is passed; how long that took, in ms. */
function run(ticks: number, next: (tick: number) => Parameters<ReturnType<typeof createWorkClock>['tick']>) {
  const clock = createWorkClock(LIMITS);
  for (let tick = 1; tick <= ticks; tick += 1) {
    vi.advanceTimersByTime(100);
    if (!clock.tick(...next(tick))) return tick * 100;
  }
  return null;
}

test('a page that computes for too long', () => {
  expect(run(100, (tick) => [true, IDLE, tick * 100])).toBe(1_100);
});

test('a busy machine is not charged to the document, but one that computes nothing is stuck some time', () => {
  // A tenth of the processor.
  expect(run(50, (tick) => [true, IDLE, tick * 10])).toBeNull();
  expect(run(500, () => [true, IDLE, 0])).toBe(6_100);
});

test('without accounts of the processor it is the time that passes', () => {
  expect(run(100, () => [true, IDLE, null])).toBe(1_100);
});

test('a step begins the page anew, up to the time in all; pages and recognised ones add to it', () => {
  const steps = (tick: number) => ({ ...IDLE, steps: tick });
  expect(run(100, (tick) => [true, steps(tick), tick * 100])).toBe(2_100);
  expect(run(100, (tick) => [true, { ...steps(tick), recognised: 2 }, tick * 100])).toBe(3_100);
});

test('recognition of a picture may take longer', () => {
  expect(run(100, (tick) => [true, { ...IDLE, recognising: true }, tick * 100])).toBe(3_100);
});

test('waiting for others costs nothing', () => {
  expect(run(100, (tick) => [false, IDLE, tick * 100])).toBeNull();
});

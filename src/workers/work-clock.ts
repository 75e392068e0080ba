export interface TimeLimits {
  /** Time without a finished page. */
  readonly pageTimeoutMs: number;
  /** Added to `pageTimeoutMs` for every page: the time in all. */
  readonly pageBudgetMs: number;
  /** Time without a finished page while text in a picture is recognised: a step of its own, seconds on an idle machine. */
  readonly recognitionTimeoutMs: number;
  /** Added for every page that is recognised. */
  readonly recognitionBudgetMs: number;
}

/** What a command has done so far; `steps` grows with each sign of life, `pages` with the pages known. */
export interface WorkProgress {
  readonly steps: number;
  readonly pages: number;
  /** Pages whose text was or is being recognised. */
  readonly recognised: number;
  readonly recognising: boolean;
}

// A service that was stopped or starved itself must not charge the worker for it.
const MAX_TICK_MS = 500;

/** Adds up the time a worker works; the time it waits for others does not count. `tick` is false when a limit is passed. */
export function createWorkClock(limits: TimeLimits): {
  tick(working: boolean, progress: WorkProgress): boolean;
} {
  let last = performance.now();
  let steps = -1;
  let sinceStepMs = 0;
  let totalMs = 0;
  return {
    tick(working, progress) {
      const now = performance.now();
      const elapsedMs = Math.min(now - last, MAX_TICK_MS);
      last = now;
      if (progress.steps !== steps) {
        steps = progress.steps;
        sinceStepMs = 0;
      }
      if (!working) return true;
      sinceStepMs += elapsedMs;
      totalMs += elapsedMs;
      const stepLimitMs = progress.recognising ? limits.recognitionTimeoutMs : limits.pageTimeoutMs;
      const totalLimitMs =
        stepLimitMs + progress.pages * limits.pageBudgetMs + progress.recognised * limits.recognitionBudgetMs;
      return sinceStepMs <= stepLimitMs && totalMs <= totalLimitMs;
    },
  };
}

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

/** A worker that computes nothing at all may be starved, or stuck: after so many times its limit it counts as stuck. */
const STARVED_FACTOR = 6;

/**
 * Adds up the time a worker works: that of the processor where `cpuMs` (so far) is known, so that a busy machine is not
 * charged to the document. The time it waits for others does not count. `tick` is false when a limit is passed.
 */
export function createWorkClock(limits: TimeLimits): {
  tick(working: boolean, progress: WorkProgress, cpuMs: number | null): boolean;
} {
  let last = performance.now();
  let steps = -1;
  let lastCpuMs: number | null = null;
  let sinceStepMs = 0;
  let wallSinceStepMs = 0;
  let totalMs = 0;
  return {
    tick(working, progress, cpuMs) {
      const now = performance.now();
      const wallMs = Math.min(now - last, MAX_TICK_MS);
      const usedMs = cpuMs === null || lastCpuMs === null ? wallMs : Math.min(wallMs, cpuMs - lastCpuMs);
      last = now;
      lastCpuMs = cpuMs;
      if (progress.steps !== steps) {
        steps = progress.steps;
        sinceStepMs = 0;
        wallSinceStepMs = 0;
      }
      if (!working) return true;
      sinceStepMs += usedMs;
      wallSinceStepMs += wallMs;
      totalMs += usedMs;
      const stepLimitMs = progress.recognising ? limits.recognitionTimeoutMs : limits.pageTimeoutMs;
      const totalLimitMs =
        stepLimitMs + progress.pages * limits.pageBudgetMs + progress.recognised * limits.recognitionBudgetMs;
      return (
        sinceStepMs <= stepLimitMs &&
        wallSinceStepMs <= stepLimitMs * STARVED_FACTOR &&
        totalMs <= totalLimitMs
      );
    },
  };
}

/** Stops calling what does not answer. One per endpoint. */
export interface Breaker {
  readonly isOpen: boolean;
  /** 0: go ahead, and say how it ended. Else the milliseconds until the next call may be tried. */
  tryPass(): number;
  succeed(): void;
  fail(): void;
}

export interface BreakerOptions {
  /** Consecutive failures that open it. */
  readonly failures?: number;
  /** How long it stays open before one call is let through. */
  readonly openMs?: number;
  /** Monotonic. */
  readonly now?: () => number;
}

/**
 * Opens after some failures in a row; from then on one call in `openMs` is let through as a probe, and a success closes
 * it. A probe whose end is never told (its caller left) blocks nothing: the next one is due all the same.
 */
export function createBreaker({
  failures: limit = 5,
  openMs = 10_000,
  now = () => performance.now(),
}: BreakerOptions = {}): Breaker {
  let failures = 0;
  let nextProbeAt = 0;
  return {
    get isOpen() {
      return failures >= limit;
    },
    tryPass() {
      if (failures < limit) return 0;
      const waitMs = nextProbeAt - now();
      if (waitMs > 0) return waitMs;
      nextProbeAt = now() + openMs;
      return 0;
    },
    succeed() {
      failures = 0;
    },
    fail() {
      failures += 1;
      if (failures >= limit) nextProbeAt = now() + openMs;
    },
  };
}

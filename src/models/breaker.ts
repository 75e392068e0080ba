import type { BreakerState } from '../domain/metrics-port.ts';

/** Stops calling what does not answer. One per endpoint. */
export interface Breaker {
  /** `half-open`: a probe is due, or under way. */
  readonly state: BreakerState;
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
  let isProbing = false;
  return {
    get state() {
      if (failures < limit) return 'closed';
      return isProbing || now() >= nextProbeAt ? 'half-open' : 'open';
    },
    tryPass() {
      if (failures < limit) return 0;
      const waitMs = nextProbeAt - now();
      if (waitMs > 0) return waitMs;
      nextProbeAt = now() + openMs;
      isProbing = true;
      return 0;
    },
    succeed() {
      failures = 0;
      isProbing = false;
    },
    fail() {
      failures += 1;
      isProbing = false;
      if (failures >= limit) nextProbeAt = now() + openMs;
    },
  };
}

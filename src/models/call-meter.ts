import type { Metrics, UpstreamOperation, UpstreamOutcome } from '../domain/metrics-port.ts';
import type { Failure } from './read-failure.ts';

/** Counts and times the HTTP calls of one request of ours, each try by itself. */
export interface CallMeter {
  start(): void;
  /** Ends the call that was started, once; without one does nothing. */
  end(outcome: UpstreamOutcome): void;
  /** A call that was not made, the breaker being open. */
  rest(): void;
}

export function createCallMeter(metrics: Metrics, operation: UpstreamOperation): CallMeter {
  let startedAt: number | null = null;
  return {
    start() {
      startedAt = performance.now();
    },
    end(outcome) {
      if (startedAt === null) return;
      metrics.record({ kind: 'upstream', operation, outcome, durationMs: performance.now() - startedAt });
      startedAt = null;
    },
    rest: () => metrics.record({ kind: 'upstream', operation, outcome: 'resting', durationMs: null }),
  };
}

/** The word for a failure; `refused` is one that is nobody's fault but the request's, or the configuration's. */
export function toOutcome({ error, isFault }: Failure): UpstreamOutcome {
  if (error.code === 'UPSTREAM_TIMEOUT') return 'timeout';
  if (error.code === 'UPSTREAM_UNAVAILABLE') return 'rate_limited';
  if (error.code === 'UPSTREAM_INCOMPLETE') return 'incomplete';
  return isFault ? 'failed' : 'refused';
}

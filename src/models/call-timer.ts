import { ServiceError } from '../errors.ts';
import type { ModelTimes } from './endpoint.ts';

const RETRY_AFTER_S = 5;

/** The clock of one call: its signal aborts when the caller leaves, the time is over, or a wait took too long. */
export interface CallTimer {
  readonly signal: AbortSignal;
  /** True when the call ended because its caller left; false for timeouts. */
  readonly isCallerGone: boolean;
  readonly remainingMs: number;
  /** Awaits a piece of the reply, no longer than the inactivity timeout. A slow consumer is not the model's silence. */
  watch<T>(piece: Promise<T>): Promise<T>;
  /** Ends the call, whatever is still open. */
  stop(): void;
}

export function startCallTimer(caller: AbortSignal, times: ModelTimes): CallTimer {
  const { timeoutMs, inactivityTimeoutMs } = times;
  const controller = new AbortController();
  let isCallerGone = caller.aborted;
  const leave = () => {
    isCallerGone = !controller.signal.aborted;
    controller.abort(caller.reason);
  };
  if (caller.aborted) controller.abort(caller.reason);
  else caller.addEventListener('abort', leave, { once: true });
  const endsAt = performance.now() + timeoutMs;
  const deadline = setTimeout(
    () => controller.abort(timedOut(`did not finish within ${timeoutMs} ms`)),
    timeoutMs,
  );
  return {
    signal: controller.signal,
    get isCallerGone() {
      return isCallerGone;
    },
    get remainingMs() {
      return endsAt - performance.now();
    },
    async watch(piece) {
      const silence = setTimeout(
        () =>
          controller.abort(timedOut(`fell silent in the middle of its reply for ${inactivityTimeoutMs} ms`)),
        inactivityTimeoutMs,
      );
      try {
        return await piece;
      } finally {
        clearTimeout(silence);
      }
    },
    stop() {
      clearTimeout(deadline);
      caller.removeEventListener('abort', leave);
      controller.abort();
    },
  };
}

function timedOut(what: string): ServiceError {
  return new ServiceError('UPSTREAM_TIMEOUT', `The model ${what}. Try again, or ask for less.`, {
    retryAfterSeconds: RETRY_AFTER_S,
  });
}

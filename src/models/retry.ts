import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '../errors.ts';
import type { Breaker } from './breaker.ts';
import { type CallMeter, toOutcome } from './call-meter.ts';
import type { CallTimer } from './call-timer.ts';
import { type Failure, readFailure } from './read-failure.ts';

export interface RetryOptions {
  readonly breaker: Breaker;
  readonly timer: CallTimer;
  readonly meter: CallMeter;
  readonly apiKey: string | undefined;
  /** Wait before the second call where the model does not name one; doubled for the third. */
  readonly backoffMs: number;
}

/** Calls per request of ours, the first included. */
const MAX_CALLS = 3;

/**
 * The only retry layer there is (the SDK's own is off). Each call passes the breaker, and its failure is told to it and to
 * the meter; the success is told by the caller, who alone knows when a reply is complete. Throws ServiceErrors, or what the caller
 * of the whole aborted with.
 */
export async function callWithRetry<T>(options: RetryOptions, call: () => Promise<T>): Promise<T> {
  const { breaker, timer, meter, backoffMs } = options;
  let last: ServiceError | undefined;
  for (let calls = 1; ; calls += 1) {
    timer.signal.throwIfAborted();
    const restMs = breaker.tryPass();
    if (restMs > 0) {
      meter.rest();
      throw last ?? leftAlone(restMs);
    }
    meter.start();
    try {
      return await call();
    } catch (error) {
      const { error: told, retry } = settleFailure(options, error);
      last = told;
      const delayMs = retry === 'backoff' ? backoffMs * 2 ** (calls - 1) * (0.5 + Math.random()) : retry;
      if (calls === MAX_CALLS || delayMs === null || delayMs >= timer.remainingMs) throw told;
      await sleep(delayMs, undefined, { signal: timer.signal }).catch(() => timer.signal.throwIfAborted());
    }
  }
}

/** What an error of a call means, the breaker having heard of it. Throws where the caller left: nobody is to blame. */
export function settleFailure(
  { breaker, timer, meter, apiKey }: Pick<RetryOptions, 'breaker' | 'timer' | 'meter' | 'apiKey'>,
  error: unknown,
): Failure {
  if (timer.isCallerGone) throw timer.signal.reason;
  // The SDK says "aborted" where our timer knows why.
  const failure = readFailure(timer.signal.aborted ? timer.signal.reason : error, apiKey);
  if (failure.isFault) breaker.fail();
  meter.end(toOutcome(failure));
  return failure;
}

function leftAlone(restMs: number): ServiceError {
  return new ServiceError(
    'UPSTREAM_UNAVAILABLE',
    'The model failed several times and is left alone for now.',
    {
      retryAfterSeconds: Math.max(1, Math.ceil(restMs / 1000)),
    },
  );
}

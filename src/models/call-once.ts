import type { Metrics, UpstreamOperation } from '../domain/metrics-port.ts';
import type { Breaker } from './breaker.ts';
import { createCallMeter } from './call-meter.ts';
import { type CallTimer, startCallTimer } from './call-timer.ts';
import type { ModelTimes } from './endpoint.ts';
import { callWithRetry } from './retry.ts';

export interface CallOptions {
  readonly operation: UpstreamOperation;
  readonly times: ModelTimes;
  readonly breaker: Breaker;
  readonly apiKey: string | undefined;
  readonly backoffMs: number;
  readonly metrics: Metrics;
}

/** A call whose reply comes, and is checked, in one piece. */
export async function callOnce<T>(
  { operation, times, metrics, ...options }: CallOptions,
  signal: AbortSignal,
  call: (timer: CallTimer) => Promise<T>,
): Promise<T> {
  const timer = startCallTimer(signal, times);
  const meter = createCallMeter(metrics, operation);
  try {
    const result = await callWithRetry({ ...options, timer, meter }, () => call(timer));
    options.breaker.succeed();
    meter.end('ok');
    return result;
  } finally {
    timer.stop();
    meter.end('aborted');
  }
}

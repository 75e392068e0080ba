import type { MetricEvent, Metrics, MetricsReader } from '../domain/metrics-port.ts';
import type { PromRecorder } from './prom-recorder.ts';
import type { MetricSources } from './state-gauges.ts';

export type ServiceMetrics = Metrics & MetricsReader;

/**
 * Counters of their own for each call. prom-client takes 0.1 s to load, so it is loaded once the first request is answered: the
 * start does without it, and so does that request. What happens until it is there is kept, and counted then.
 */
export function createMetrics(sources: MetricSources): ServiceMetrics {
  let kept: MetricEvent[] = [];
  let recorder: PromRecorder | undefined;
  let loading: Promise<PromRecorder> | undefined;

  async function load(): Promise<PromRecorder> {
    const { createPromRecorder } = await import('./prom-recorder.ts');
    recorder = createPromRecorder(sources);
    for (const event of kept) recorder.record(event);
    kept = [];
    return recorder;
  }

  return {
    record(event) {
      if (recorder !== undefined) return recorder.record(event);
      kept.push(event);
      if (event.kind !== 'request-started') loading ??= load();
    },
    async read() {
      loading ??= load();
      return (await loading).read();
    },
  };
}

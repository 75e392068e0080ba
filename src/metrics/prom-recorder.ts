import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Metrics, MetricsReader } from '../domain/metrics-port.ts';
import { createFamilies } from './families.ts';
import { recordEvent } from './record-event.ts';
import { createStateGauges, type MetricSources } from './state-gauges.ts';

export type PromRecorder = Metrics & MetricsReader;

/** Counts in a registry of its own, never in prom-client's global one: two services in a process share nothing. */
export function createPromRecorder(sources: MetricSources): PromRecorder {
  const registry = new Registry();
  const families = createFamilies(registry);
  const refresh = createStateGauges(registry, sources);
  collectDefaultMetrics({ register: registry });
  return {
    record: (event) => recordEvent(families, event),
    async read() {
      await refresh();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

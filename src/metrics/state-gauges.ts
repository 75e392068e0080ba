import { Gauge, type Registry } from 'prom-client';
import type { BreakerReading, BreakerState } from '../domain/metrics-port.ts';
import type { QueueDepth } from '../domain/queue-ports.ts';

/** What is looked up when somebody reads the metrics. */
export interface MetricSources {
  readonly version: string;
  readonly engine: string;
  /** One cheap statement. */
  readonly readQueueDepth: () => Promise<QueueDepth>;
  readonly listBreakers: () => readonly BreakerReading[];
}

/** Below the 10 s that Prometheus waits; as long as /readyz. */
const DATABASE_TIMEOUT_MS = 3_000;
const BREAKER_VALUES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** Gauges of the state of things. The returned function looks it up; without a database those of the queue are absent. */
export function createStateGauges(registry: Registry, sources: MetricSources): () => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge<Label>({ name, help, labelNames, registers: [registry] });
  const { version, engine } = sources;
  gauge('footnote_build_info', 'Always 1; the labels say what runs.', ['version', 'engine']).set(
    { version, engine },
    1,
  );
  const databaseUp = gauge('footnote_database_up', 'Whether the database answered within 3 s.', []);
  const documents = gauge('footnote_queue_documents', 'Versions of documents in progress.', ['state']);
  const ages = gauge(
    'footnote_queue_oldest_age_seconds',
    'queued: how long the oldest has waited; active: how long the most silent one has written nothing. 0 when there is none.',
    ['state'],
  );
  const breakers = gauge(
    'footnote_upstream_breaker_state',
    'Whether a model is called: 0 closed (yes), 1 half-open (one call tries), 2 open (no).',
    ['operation', 'endpoint'],
  );
  const readDepth = shareRunning(sources.readQueueDepth);

  return async () => {
    const depth = await withinTimeout(readDepth(), DATABASE_TIMEOUT_MS);
    databaseUp.set(depth === null ? 0 : 1);
    documents.reset();
    ages.reset();
    if (depth !== null) {
      documents.set({ state: 'queued' }, depth.queued);
      documents.set({ state: 'active' }, depth.active);
      ages.set({ state: 'queued' }, depth.oldestQueuedSeconds);
      ages.set({ state: 'active' }, depth.longestSilenceSeconds);
    }
    for (const { operation, endpoint, state } of sources.listBreakers())
      breakers.set({ operation, endpoint }, BREAKER_VALUES[state]);
  };
}

/** Null when it fails, or takes longer. */
async function withinTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, null);
  });
  return await Promise.race([work.catch(() => null), silence]).finally(() => clearTimeout(timer));
}

/** Whoever calls while a call is running gets its result: many readers do not queue up at the database. */
function shareRunning<T>(call: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= call().finally(() => {
      running = undefined;
    });
    return running;
  };
}

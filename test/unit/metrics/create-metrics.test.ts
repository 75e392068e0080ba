import { setTimeout as sleep } from 'node:timers/promises';
import { register } from 'prom-client';
import { expect, test } from 'vitest';
import type { QueueDepth } from '../../../src/domain/queue-ports.ts';
import { createMetrics } from '../../../src/metrics/create-metrics.ts';
import type { MetricSources } from '../../../src/metrics/state-gauges.ts';
import { parseMetrics, readSample } from '../../support/read-metrics.ts';

const EMPTY: QueueDepth = { queued: 0, active: 0, oldestQueuedSeconds: 0, longestSilenceSeconds: 0 };
const create = (sources: Partial<MetricSources> = {}) =>
  createMetrics({
    version: '1.2.3',
    engine: 'pglite',
    readQueueDepth: async () => EMPTY,
    listBreakers: () => [],
    ...sources,
  });
const read = async (metrics: ReturnType<typeof create>) => parseMetrics((await metrics.read()).text);

test('what happens before the library is loaded is counted, in seconds', async () => {
  const metrics = create();
  const event = {
    kind: 'request-ended',
    method: 'GET',
    route: '/a',
    status: 200,
    durationMs: 1_500,
  } as const;
  for (let count = 0; count < 3; count += 1) metrics.record({ kind: 'request-started' });
  metrics.record(event);
  metrics.record(event);
  const page = await read(metrics);
  expect(readSample(page, 'http_requests_total', { method: 'GET', route: '/a', status: '200' })).toBe(2);
  expect(readSample(page, 'http_requests_in_flight')).toBe(1);
  expect(readSample(page, 'http_request_duration_seconds_sum', { method: 'GET', route: '/a' })).toBe(3);
  metrics.record(event);
  expect(
    readSample(await read(metrics), 'http_requests_total', { method: 'GET', route: '/a', status: '200' }),
  ).toBe(3);
});

test('every histogram ends at infinity, where all observations are', async () => {
  const metrics = create();
  const stage = { kind: 'ingest-stage', stage: 'loading', outcome: 'ok' } as const;
  for (const durationMs of [1, 40, 1e9]) metrics.record({ ...stage, durationMs });
  const page = await read(metrics);
  const labels = { stage: 'loading', outcome: 'ok' };
  const name = 'footnote_ingest_stage_duration_seconds';
  const buckets = page.get(name)?.samples.filter((sample) => sample.name === `${name}_bucket`) ?? [];
  const counts = buckets.map(({ value }) => value);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect([counts[0], counts.at(-1)]).toEqual([1, 3]);
  expect(buckets.at(-1)?.labels.le).toBe('+Inf');
  expect(readSample(page, `${name}_count`, labels)).toBe(3);
});

test('two share nothing, and nothing is in the global registry', async () => {
  const [one, other] = [create(), create()];
  one.record({ kind: 'warning', code: 'X' });
  expect(readSample(await read(one), 'footnote_warnings_total', { code: 'X' })).toBe(1);
  expect(readSample(await read(other), 'footnote_warnings_total', { code: 'X' })).toBeUndefined();
  expect(register.getMetricsAsArray()).toEqual([]);
});

test('the queue and the breakers as they are when it is read', async () => {
  let state: 'closed' | 'half-open' | 'open' = 'closed';
  let depth = { queued: 3, active: 2, oldestQueuedSeconds: 61.5, longestSilenceSeconds: 4 };
  const metrics = create({
    readQueueDepth: async () => depth,
    listBreakers: () => [{ operation: 'chat', endpoint: 'host/v1', state }],
  });
  const breaker = async () =>
    readSample(await read(metrics), 'footnote_upstream_breaker_state', {
      operation: 'chat',
      endpoint: 'host/v1',
    });
  const page = await read(metrics);
  expect(readSample(page, 'footnote_build_info', { version: '1.2.3', engine: 'pglite' })).toBe(1);
  expect(readSample(page, 'footnote_queue_documents', { state: 'queued' })).toBe(3);
  expect(readSample(page, 'footnote_queue_documents', { state: 'active' })).toBe(2);
  expect(readSample(page, 'footnote_queue_oldest_age_seconds', { state: 'queued' })).toBe(61.5);
  expect(readSample(page, 'footnote_queue_oldest_age_seconds', { state: 'active' })).toBe(4);
  expect(await breaker()).toBe(0);
  state = 'half-open';
  depth = EMPTY;
  expect(await breaker()).toBe(1);
  state = 'open';
  expect(await breaker()).toBe(2);
  expect(readSample(await read(metrics), 'footnote_queue_documents', { state: 'queued' })).toBe(0);
});

test('a database that is down, or silent, takes away its own gauges and nothing else', async () => {
  let answer: () => Promise<QueueDepth> = async () => EMPTY;
  let calls = 0;
  const metrics = create({
    readQueueDepth: () => {
      calls += 1;
      return answer();
    },
  });
  const up = async () => {
    const page = await read(metrics);
    expect(readSample(page, 'http_requests_in_flight')).toBe(0);
    return [
      readSample(page, 'footnote_database_up'),
      page.get('footnote_queue_documents')?.samples.length,
      page.get('footnote_queue_oldest_age_seconds')?.samples.length,
    ];
  };
  expect(await up()).toEqual([1, 2, 2]);
  answer = () => Promise.reject(new Error('down'));
  expect(await up()).toEqual([0, 0, 0]);
  let release: (depth: QueueDepth) => void = () => {};
  answer = () => new Promise((resolve) => (release = resolve));
  calls = 0;
  // Many readers of a silent database ask it once.
  expect(await Promise.all([up(), up(), up()])).toEqual([
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(calls).toBe(1);
  release(EMPTY);
  await sleep(0);
  answer = async () => EMPTY;
  expect(await up()).toEqual([1, 2, 2]);
});

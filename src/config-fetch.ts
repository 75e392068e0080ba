import type { KeyReader } from './config-models.ts';
import { type FetchPolicy, parseFetchPolicy } from './fetch/fetch-policy.ts';

export interface FetchConfig {
  readonly policy: FetchPolicy;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

const MEGABYTE = 1024 * 1024;

/** How pages are fetched by URL: nothing but public addresses unless the environment names more. */
export function readFetchConfig({ text, integer, problem }: KeyReader): FetchConfig {
  return {
    policy: parseFetchPolicy(text('FETCH_ALLOWED_HOSTS') ?? '', text('FETCH_ALLOWED_PORTS') ?? '', problem),
    maxBytes: integer('FETCH_MAX_BYTES', 20 * MEGABYTE, 1, 4_096 * MEGABYTE),
    timeoutMs: integer('FETCH_TIMEOUT_MS', 15_000, 100, 40_000),
  };
}

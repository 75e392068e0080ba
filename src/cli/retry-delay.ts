const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
const LONGEST_RETRY_AFTER_MS = 60_000;
/** A server that says "at once" is not asked in a tight loop. */
const SHORTEST_RETRY_AFTER_MS = 100;

/**
 * Milliseconds before the next try. `retryAfter`: the header, seconds or an HTTP date, null where there is none; `failures`
 * counts from 1. Without a header the delay doubles, and `random` (0 to 1) takes away up to half of it, so that files
 * in work at once do not come back at once.
 */
export function chooseRetryDelayMs(
  retryAfter: string | null,
  failures: number,
  nowMs: number,
  random: number,
): number {
  const askedMs = readRetryAfterMs(retryAfter, nowMs);
  if (askedMs !== null) return Math.min(Math.max(askedMs, SHORTEST_RETRY_AFTER_MS), LONGEST_RETRY_AFTER_MS);
  const doubledMs = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
  return doubledMs * (1 - random / 2);
}

function readRetryAfterMs(retryAfter: string | null, nowMs: number): number | null {
  if (retryAfter === null) return null;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const dateMs = Date.parse(retryAfter);
  return Number.isNaN(dateMs) ? null : dateMs - nowMs;
}

import { APIConnectionError, APIError } from 'openai';
import { ServiceError } from '../errors.ts';

/** What a failed call means. */
export interface Failure {
  readonly error: ServiceError;
  /** Milliseconds to wait before another try: `backoff` when the model does not say, null when none makes sense. */
  readonly retry: number | 'backoff' | null;
  /** Whether it speaks against the health of the model; a refusal of this one request does not. */
  readonly isFault: boolean;
}

/** A `Retry-After` beyond this is passed on to the caller in place of being waited for. */
const LONGEST_RETRY_AFTER_MS = 10_000;
const RETRY_AFTER_UNKNOWN_S = 5;
/** An exhausted quota comes back when somebody pays. */
const RETRY_AFTER_QUOTA_S = 300;
const LONGEST_RETRY_AFTER_S = 3_600;

/** The model is well, but broke this one reply off: at its limit of tokens, by its filter, without an end. */
export class BrokenOffReply extends ServiceError {
  constructor(why: string) {
    super('UPSTREAM_INCOMPLETE', `The reply of the model is not complete: ${why}. Try again.`);
  }
}

/** Reads the SDK's errors (and ours). What the model's server said goes to the log, without the key; never to the caller. */
export function readFailure(error: unknown, apiKey: string | undefined): Failure {
  if (error instanceof ServiceError)
    return { error, retry: null, isFault: !(error instanceof BrokenOffReply) };
  const cause = describeCause(error, apiKey);
  const told = (detail: string, options: { retryAfterSeconds?: number } = {}) =>
    new ServiceError('UPSTREAM_FAILED', detail, { ...options, cause });
  const later = { retryAfterSeconds: RETRY_AFTER_UNKNOWN_S };
  if (error instanceof APIConnectionError || isCutConnection(error)) {
    const detail =
      'The model could not be reached, or broke the connection. Check its base URL and that it runs.';
    return { error: told(detail, later), retry: 'backoff', isFault: true };
  }
  if (!(error instanceof APIError) || typeof error.status !== 'number') {
    const detail = 'The reply of the model was an error, or no valid JSON. Check that its base URL is right.';
    return { error: told(detail), retry: null, isFault: true };
  }
  const { status } = error;
  const waitMs = parseRetryAfter(error.headers?.get('retry-after') ?? null);
  const retry = waitMs === null ? 'backoff' : waitMs <= LONGEST_RETRY_AFTER_MS ? waitMs : null;
  if (status === 429) return readRateLimit(error, waitMs, retry, cause);
  if (status >= 500)
    return { error: told(`The model answered with status ${status}.`, later), retry, isFault: true };
  const advice =
    status === 401 || status === 403
      ? 'Check its API key.'
      : 'Check the name of the model, its dimensions and its context length.';
  return {
    error: told(`The model refused the request with status ${status}. ${advice}`),
    retry: null,
    isFault: false,
  };
}

function readRateLimit(
  error: APIError,
  waitMs: number | null,
  retry: Failure['retry'],
  cause: Error,
): Failure {
  const isQuota = [error.code, error.type].includes('insufficient_quota');
  const named = waitMs === null ? RETRY_AFTER_UNKNOWN_S : Math.ceil(waitMs / 1000);
  const seconds = isQuota ? RETRY_AFTER_QUOTA_S : named;
  const detail = isQuota
    ? "The quota of the model's account is used up."
    : 'The model takes no more requests for now.';
  const retryAfterSeconds = Math.min(Math.max(1, seconds), LONGEST_RETRY_AFTER_S);
  return {
    error: new ServiceError('UPSTREAM_UNAVAILABLE', detail, { retryAfterSeconds, cause }),
    retry: isQuota ? null : retry,
    isFault: false,
  };
}

/** Milliseconds from seconds or an HTTP date; null for anything else. */
export function parseRetryAfter(value: string | null, now = Date.now()): number | null {
  if (value === null) return null;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1000;
  // Only with a day of the week: Date.parse takes "-5" and "1x" for dates.
  const date = /^[A-Z][a-z]{2},/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** undici: the body ended before its length, or its socket closed. */
export function isCutConnection(error: unknown): boolean {
  return error instanceof TypeError && /terminated|fetch failed|network/i.test(error.message);
}

function describeCause(error: unknown, apiKey: string | undefined): Error {
  const inner = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const text = `${error instanceof Error ? error.message : String(error)}${inner}`;
  return new Error((apiKey === undefined ? text : text.replaceAll(apiKey, '***')).slice(0, 500));
}

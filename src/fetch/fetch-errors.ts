import { ServiceError } from '../errors.ts';

export interface FetchWatch {
  /** Aborted by the caller or at the deadline. */
  readonly signal: AbortSignal;
  /** Runs `work`; what it fails with becomes what the caller of the service is told. */
  translate<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The same for a body; `onEnd` runs once, however it ends. */
  translateEach(pieces: AsyncGenerator<Buffer>, onEnd: () => void): AsyncGenerator<Buffer>;
}

/**
 * The deadline of one fetch, and the translation of its errors at the edge. Details name neither an address nor anything
 * that a server sent: either would show the caller what lies behind the service. The cause goes to the log.
 */
export function watchFetch(outer: AbortSignal, timeoutMs: number): FetchWatch {
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([outer, deadline]);

  function toTold(error: unknown): unknown {
    if (error instanceof ServiceError) return error;
    if (outer.aborted) return outer.reason;
    if (deadline.aborted) return fetchFailed(`The page did not arrive within ${timeoutMs} ms.`, error);
    return fetchFailed(describe(error), error);
  }

  return {
    signal,
    async translate(work) {
      try {
        return await work();
      } catch (error) {
        throw toTold(error);
      }
    },
    async *translateEach(pieces, onEnd) {
      try {
        yield* pieces;
      } catch (error) {
        throw toTold(error);
      } finally {
        onEnd();
      }
    },
  };
}

export function fetchFailed(detail: string, cause?: unknown): ServiceError {
  return new ServiceError('FETCH_FAILED', detail, { cause });
}

/** By what kind of step failed. */
function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(ENOTFOUND|ENODATA|ESERVFAIL|EREFUSED|ETIMEOUT|EAI_)/.test(code))
    return 'The host of the URL was not found.';
  if (/^(ECONN|EHOST|ENET|ETIMEDOUT|EADDR)/.test(code)) return 'The host of the URL could not be reached.';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code))
    return 'No trusted TLS connection to the host of the URL could be made.';
  return 'The page did not arrive whole and well-formed.';
}

import { setTimeout as sleep } from 'node:timers/promises';
import { FileUnreadable, reasonOf, ServiceProblem, ServiceUnreachable } from './cli-errors.ts';
import { chooseRetryDelayMs } from './retry-delay.ts';

/** A body that is made anew for each try, and never held in memory. */
export interface StreamedBody {
  readonly contentType: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

export interface SendOptions {
  readonly json?: object;
  readonly stream?: StreamedBody;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the request, and the wait for the next try. */
  readonly signal?: AbortSignal | undefined;
  /** Ends only the wait for the next try; what is being sent goes on. */
  readonly stop?: AbortSignal | undefined;
}

export interface ApiClient {
  readonly url: string;
  /** One look whether a service is there, without patience. Throws ServiceUnreachable. */
  connect(): Promise<void>;
  /** The JSON of the answer. Throws ServiceProblem, ServiceUnreachable when patience is over, FileUnreadable. */
  send<Body>(method: string, path: string, options?: SendOptions): Promise<Body>;
}

export interface ApiClientOptions {
  readonly url: string;
  readonly key: string | undefined;
  /** Told before each wait for another try. */
  readonly onRetry: (reason: string) => void;
}

/** Of these statuses the next try may succeed; the service names them together with `Retry-After`. */
const BUSY_STATUSES: ReadonlySet<number> = new Set([429, 503]);
/** How long a request is tried again: a busy service says that it is there, a silent one does not. */
const BUSY_PATIENCE_MS = 300_000;
const SILENCE_PATIENCE_MS = 60_000;

/** Speaks HTTP with one service: key, JSON, problems, and tries again what may succeed later. */
export function createApiClient({ url, key, onRetry }: ApiClientOptions): ApiClient {
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };

  function request(method: string, path: string, options: SendOptions): Promise<Response> {
    const { json, stream, headers, signal } = options;
    const contentType = stream?.contentType ?? (json === undefined ? undefined : 'application/json');
    return fetch(url + path, {
      method,
      headers: {
        accept: 'application/json',
        ...(contentType !== undefined && { 'content-type': contentType }),
        ...authorization,
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(stream !== undefined && { body: stream.open(), duplex: 'half' }),
      // Both together: else fetch keeps all that was sent, for a redirect (fetch standard, HTTP-network-or-cache fetch): a
      // file of 419 MB took 553 MB of memory, and takes 167. A redirect is an error, and the key goes nowhere else.
      redirect: 'error',
      window: null,
      ...(signal !== undefined && { signal }),
    });
  }

  return {
    url,

    async connect() {
      const answer = await request('GET', '/healthz', {}).catch((error: unknown) => {
        throw new ServiceUnreachable(
          `The service at ${url} cannot be reached (${reasonOf(error)}). Start it, or name another with --url.`,
        );
      });
      await answer.body?.cancel();
      if (answer.status === 404)
        throw new ServiceUnreachable(`What answers at ${url} is no Footnote service.`);
    },

    async send<Body>(method: string, path: string, options: SendOptions = {}): Promise<Body> {
      const startMs = performance.now();
      const interrupts = [options.signal, options.stop].filter((signal) => signal !== undefined);
      const interrupted = AbortSignal.any(interrupts);
      for (let failures = 1; ; failures += 1) {
        let problem: ServiceProblem | ServiceUnreachable;
        let retryAfter: string | null = null;
        try {
          const answer = await request(method, path, options);
          const text = await answer.text();
          if (answer.ok) return parseBody<Body>(text, url);
          problem = readProblem(answer.status, text);
          if (!BUSY_STATUSES.has(answer.status)) throw problem;
          retryAfter = answer.headers.get('retry-after');
        } catch (error) {
          if (error instanceof TypeError && error.cause instanceof FileUnreadable) throw error.cause;
          if (!isSilence(error)) throw error;
          problem = new ServiceUnreachable(`The service at ${url} does not answer (${reasonOf(error)}).`);
        }
        const patienceMs = problem instanceof ServiceProblem ? BUSY_PATIENCE_MS : SILENCE_PATIENCE_MS;
        const delayMs = chooseRetryDelayMs(retryAfter, failures, Date.now(), Math.random());
        if (performance.now() - startMs + delayMs > patienceMs) throw problem;
        interrupted.throwIfAborted();
        onRetry(problem.message);
        await sleep(delayMs, undefined, { signal: interrupted });
      }
    },
  };
}

/** Whether nothing, or only half an answer, came back: fetch throws a TypeError then, with the system's error as its cause. */
function isSilence(error: unknown): boolean {
  return error instanceof TypeError;
}

function parseBody<Body>(text: string, url: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    throw new ServiceUnreachable(`What answers at ${url} is no Footnote service: its answer is not JSON.`);
  }
}

/** Of an error page that a proxy wrote only the status is told. */
function readProblem(status: number, text: string): ServiceProblem {
  try {
    const { code, detail } = JSON.parse(text);
    if (typeof code === 'string' && typeof detail === 'string')
      return new ServiceProblem(status, code, detail);
  } catch {
    // Told below.
  }
  return new ServiceProblem(
    status,
    `HTTP_${status}`,
    `The answer was status ${status} and no problem of the service.`,
  );
}

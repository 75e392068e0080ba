import { APIError } from 'openai';
import { type BreakerState, type Metrics, NO_METRICS } from '../domain/metrics-port.ts';
import type { Reranker } from '../domain/ports.ts';
import { type BreakerOptions, createBreaker } from './breaker.ts';
import { callOnce } from './call-once.ts';
import type { CallTimer } from './call-timer.ts';
import { checkScores, type RerankFormat } from './check-scores.ts';
import type { RerankEndpoint } from './endpoint.ts';
import { createWatchedFetch } from './watch-fetch.ts';

export interface HttpRerankerOptions extends RerankEndpoint {
  readonly maxPassages: number;
  readonly maxPassageLength: number;
  /** From the call to the end of the reply, retries included; somebody waits, and has hits without it. */
  readonly timeoutMs: number;
  readonly breaker?: BreakerOptions;
  readonly backoffMs?: number;
  readonly metrics?: Metrics;
}

export interface HttpReranker extends Reranker {
  readonly breakerState: BreakerState;
}

/** A reranker behind an endpoint of Cohere's kind (Jina, vLLM, …) or of Text Embeddings Inference. */
export function createHttpReranker(options: HttpRerankerOptions): HttpReranker {
  const { url, apiKey, timeoutMs, backoffMs = 100, metrics = NO_METRICS } = options;
  const breaker = createBreaker(options.breaker);
  const times = { timeoutMs, inactivityTimeoutMs: timeoutMs };
  const headers = {
    'content-type': 'application/json',
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  return {
    maxPassages: options.maxPassages,
    maxPassageLength: options.maxPassageLength,

    get breakerState() {
      return breaker.state;
    },

    scorePassages: (question, passages, signal) =>
      callOnce({ operation: 'rerank', times, breaker, apiKey, backoffMs, metrics }, signal, async (timer) => {
        const body = JSON.stringify(toBody(options, question, passages));
        const reply = await post(timer, url, { method: 'POST', headers, body });
        return checkScores(reply, passages.length, options.format);
      }),
  };
}

/** The SDK's errors for what is no success, so that they are read as those of the other calls. */
async function post(timer: CallTimer, url: string, init: RequestInit): Promise<unknown> {
  // A redirect would carry the passages to a place that nobody named.
  const response = await createWatchedFetch(timer)(url, { ...init, redirect: 'manual' });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  throw APIError.generate(response.status, parseError(text), undefined, response.headers);
}

function parseError(text: string): object {
  try {
    return JSON.parse(text);
  } catch {
    return { error: { message: text.slice(0, 500) } };
  }
}

/** TEI refuses what is longer than its model takes unless it may cut it off; the others have no word for that in common. */
function toBody(
  { format, model }: { format: RerankFormat; model: string | undefined },
  query: string,
  passages: readonly string[],
): object {
  if (format === 'tei') return { query, texts: passages, raw_scores: false, truncate: true };
  return { model, query, documents: passages, top_n: passages.length };
}

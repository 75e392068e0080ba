import OpenAI from 'openai';
import {
  type BreakerState,
  type Metrics,
  NO_METRICS,
  type UpstreamOperation,
} from '../domain/metrics-port.ts';
import { ServiceError } from '../errors.ts';
import { type BreakerOptions, createBreaker } from './breaker.ts';
import { type CallMeter, createCallMeter } from './call-meter.ts';
import { callOnce } from './call-once.ts';
import { type CallTimer, startCallTimer } from './call-timer.ts';
import { checkEmbeddings } from './check-embeddings.ts';
import { type Endpoint, isOpenAI, type ModelTimes, nameMaxTokens } from './endpoint.ts';
import { type ChatEvent, type ChatReply, readChatReply, readChatStream, toTokenCount } from './read-chat.ts';
import { isCutConnection } from './read-failure.ts';
import { callWithRetry, settleFailure } from './retry.ts';
import { createWatchedFetch } from './watch-fetch.ts';

export interface EmbeddingRequest {
  readonly model: string;
  readonly texts: readonly string[];
  /** What every vector must have; null when it is not known yet. */
  readonly dimensions: number | null;
  /** Asks the model for that many; models that cannot choose refuse it. */
  readonly asksDimensions: boolean;
  /** Shorter than the endpoint's, where somebody waits. */
  readonly timeoutMs?: number;
}

export interface EmbeddingReply {
  /** In the order of the texts; not normalised. */
  readonly vectors: readonly Float32Array[];
  /** 0 when the model does not say. */
  readonly tokens: number;
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
  readonly maxTokens: number;
  /** Null: the model's own (reasoning models take no other). */
  readonly temperature: number | null;
}

/** Speaks to one OpenAI-style endpoint. Errors are ServiceErrors `UPSTREAM_*`, or what the caller's signal aborted with. */
export interface ModelClient {
  embed(request: EmbeddingRequest, signal: AbortSignal): Promise<EmbeddingReply>;
  completeChat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply>;
  /** Tries again only until the reply begins. Leaving the loop ends the call. */
  streamChat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent>;
  /** Whether it is called, or left alone after failures. */
  readonly breakerState: BreakerState;
}

export interface ModelClientOptions extends Endpoint, ModelTimes {
  readonly breaker?: BreakerOptions;
  readonly backoffMs?: number;
  readonly metrics?: Metrics;
}

export function createModelClient(options: ModelClientOptions): ModelClient {
  const { baseUrl, apiKey, backoffMs = 500, metrics = NO_METRICS } = options;
  const breaker = createBreaker(options.breaker);
  const sdk = new OpenAI({
    baseURL: baseUrl,
    // The SDK wants some key, and would take the environment's.
    apiKey: apiKey ?? 'none',
    ...(isOpenAI(baseUrl) ? {} : { organization: null, project: null }),
    maxRetries: 0,
    // Never the first to give up: call-timer.ts is.
    timeout: 2 * options.timeoutMs,
    logLevel: 'off',
  });
  /** The SDK of one call. */
  const sdkOf = (timer: CallTimer) => sdk.withOptions({ fetch: createWatchedFetch(timer) });

  /** What of a call is the same for each operation. */
  const callOf = (operation: UpstreamOperation, timeoutMs: number) => ({
    operation,
    times: { ...options, timeoutMs },
    breaker,
    apiKey,
    backoffMs,
    metrics,
  });

  async function* readToEnd(
    stream: AsyncIterable<unknown>,
    timer: CallTimer,
    meter: CallMeter,
  ): AsyncGenerator<ChatEvent> {
    try {
      yield* readChatStream(stream, timer.signal);
    } catch (error) {
      const told = isCutConnection(error) && !timer.signal.aborted ? cutOff(error) : error;
      throw settleFailure({ breaker, timer, meter, apiKey }, told).error;
    }
  }

  return {
    get breakerState() {
      return breaker.state;
    },

    embed: ({ model, texts, dimensions, asksDimensions, timeoutMs = options.timeoutMs }, signal) =>
      callOnce(callOf('embeddings', Math.min(timeoutMs, options.timeoutMs)), signal, async (timer) => {
        const body = {
          model,
          input: [...texts],
          encoding_format: 'float' as const,
          ...(asksDimensions && dimensions !== null ? { dimensions } : {}),
        };
        const reply = await sdkOf(timer).embeddings.create(body, { signal: timer.signal });
        return {
          vectors: checkEmbeddings(reply, texts.length, dimensions),
          tokens: toTokenCount(reply.usage?.prompt_tokens),
        };
      }),

    completeChat: (request, signal) =>
      callOnce(callOf('chat', options.timeoutMs), signal, async (timer) => {
        const body = { ...toBody(request, baseUrl), stream: false as const };
        return readChatReply(await sdkOf(timer).chat.completions.create(body, { signal: timer.signal }));
      }),

    async *streamChat(request, signal) {
      const timer = startCallTimer(signal, options);
      const meter = createCallMeter(metrics, 'chat');
      const body = {
        ...toBody(request, baseUrl),
        stream: true as const,
        stream_options: { include_usage: true },
      };
      try {
        const stream = await callWithRetry({ breaker, timer, meter, apiKey, backoffMs }, () =>
          sdkOf(timer).chat.completions.create(body, { signal: timer.signal }),
        );
        yield* readToEnd(stream, timer, meter);
        breaker.succeed();
        meter.end('ok');
      } finally {
        timer.stop();
        meter.end('aborted');
      }
    },
  };
}

function toBody({ model, messages, maxTokens, temperature }: ChatRequest, baseUrl: string) {
  return {
    model,
    messages: [...messages],
    [nameMaxTokens(baseUrl)]: maxTokens,
    ...(temperature === null ? {} : { temperature }),
  };
}

function cutOff(cause: unknown): ServiceError {
  const detail = 'The reply of the model is not complete: the connection broke. Try again.';
  return new ServiceError('UPSTREAM_INCOMPLETE', detail, { cause });
}

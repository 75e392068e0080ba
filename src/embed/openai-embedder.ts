import { setTimeout as sleep } from 'node:timers/promises';
import type { Embedder } from '../domain/ports.ts';
import { IngestError, isUpstreamError, ServiceError } from '../errors.ts';
import type { ModelClient } from '../models/model-client.ts';
import type { QuestionCache } from './question-cache.ts';

export interface OpenAIEmbedderOptions {
  readonly client: ModelClient;
  readonly model: string;
  /** Undefined: the model's own. */
  readonly dimensions: number | undefined;
  /** A question's vector is waited for no longer than this; its search can do without. */
  readonly queryTimeoutMs: number;
  readonly cacheQuestion: QuestionCache;
  /** How long an outage is waited out while documents are made; nobody waits for them. */
  readonly patienceMs?: number;
}

/** So that a start with these needs no network. */
const KNOWN_DIMENSIONS = new Map([
  ['text-embedding-3-small', 1536],
  ['text-embedding-3-large', 3072],
  ['text-embedding-ada-002', 1536],
]);
/** 64 chunks of the largest size allowed stay below OpenAI's 300,000 tokens a request. */
const MAX_BATCH_SIZE = 64;
/** Models take 8,192 tokens, often fewer; the rest of a question as long as a document is left out. */
const MAX_QUERY_LENGTH = 6_000;
/** What was parsed and embedded so far would be lost: a restart of the model should not cost it. */
const PATIENCE_MS = 5 * 60_000;
/** The time for which a start waits for the model to tell its dimension. */
const PROBE_TIMEOUT_MS = 30_000;

/** An embedder on an OpenAI-style endpoint. Asks the model for its dimension where nobody said it: one call. */
export async function createOpenAIEmbedder(
  {
    client,
    model,
    dimensions: wanted,
    queryTimeoutMs,
    cacheQuestion,
    patienceMs = PATIENCE_MS,
  }: OpenAIEmbedderOptions,
  signal: AbortSignal,
): Promise<Embedder> {
  const own = KNOWN_DIMENSIONS.get(model);
  const dimensions = wanted ?? own ?? (await probeDimensions(client, model, signal));
  const request = { model, dimensions, asksDimensions: wanted !== undefined && wanted !== own };
  const space = { provider: 'openai', model, dimensions };
  return {
    space,
    maxBatchSize: MAX_BATCH_SIZE,

    async embedDocuments(chunks, signal) {
      try {
        const texts = chunks.map(({ text }) => text);
        const embed = () => client.embed({ ...request, texts }, signal);
        const { vectors } = await waitOutOutage(embed, patienceMs, signal);
        return vectors.map(normalize);
      } catch (error) {
        if (!isUpstreamError(error)) throw error;
        throw new IngestError('EMBEDDING_FAILED', error.message, 'Check the embedding model, then retry.', {
          retryable: true,
          cause: error,
        });
      }
    },

    embedQuery(question, signal) {
      const text = question.slice(0, MAX_QUERY_LENGTH).toWellFormed();
      const embed = async (signal: AbortSignal) => {
        const { vectors, tokens } = await client.embed(
          { ...request, texts: [text], timeoutMs: queryTimeoutMs },
          signal,
        );
        const [vector] = vectors;
        if (vector === undefined) throw new Error('a checked reply has a vector for each text');
        return { vector: normalize(vector), tokens };
      };
      return cacheQuestion(space, text, embed, signal);
    },
  };
}

/** Calls again as long as the model says, or seems, to come back. */
async function waitOutOutage<T>(call: () => Promise<T>, patienceMs: number, signal: AbortSignal): Promise<T> {
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const waitMs =
        isUpstreamError(error) && error.retryAfterSeconds !== undefined
          ? error.retryAfterSeconds * 1000
          : Number.POSITIVE_INFINITY;
      if (performance.now() + waitMs >= endsAt) throw error;
      await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

async function probeDimensions(client: ModelClient, model: string, signal: AbortSignal): Promise<number> {
  try {
    const probe = { model, texts: ['dimension'], dimensions: null, asksDimensions: false };
    const { vectors } = await client.embed({ ...probe, timeoutMs: PROBE_TIMEOUT_MS }, signal);
    return vectors[0]?.length ?? 0;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new Error(
      `the dimension of the embedding model ${model} could not be found: ${error.message} Start the model first, or set OPENAI_EMBEDDING_DIMENSIONS.`,
      { cause: error },
    );
  }
}

/** To length 1. In double precision: the squares of large floats overflow in single. */
function normalize(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}

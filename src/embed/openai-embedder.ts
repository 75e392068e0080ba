import type { Embedder } from '../domain/ports.ts';
import { IngestError, isUpstreamError, ServiceError } from '../errors.ts';
import type { ModelClient } from '../models/model-client.ts';

export interface OpenAIEmbedderOptions {
  readonly client: ModelClient;
  readonly model: string;
  /** Undefined: the model's own. */
  readonly dimensions: number | undefined;
  /** A question's vector is waited for no longer than this; its search can do without. */
  readonly queryTimeoutMs: number;
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
/** The time for which a start waits for the model to tell its dimension. */
const PROBE_TIMEOUT_MS = 30_000;

/** An embedder on an OpenAI-style endpoint. Asks the model for its dimension where nobody said it: one call. */
export async function createOpenAIEmbedder(
  { client, model, dimensions: wanted, queryTimeoutMs }: OpenAIEmbedderOptions,
  signal: AbortSignal,
): Promise<Embedder> {
  const own = KNOWN_DIMENSIONS.get(model);
  const dimensions = wanted ?? own ?? (await probeDimensions(client, model, signal));
  const request = { model, dimensions, asksDimensions: wanted !== undefined && wanted !== own };
  return {
    space: { provider: 'openai', model, dimensions },
    maxBatchSize: MAX_BATCH_SIZE,

    async embedDocuments(chunks, signal) {
      try {
        const vectors = await client.embed({ ...request, texts: chunks.map(({ text }) => text) }, signal);
        return vectors.map(normalize);
      } catch (error) {
        if (!isUpstreamError(error)) throw error;
        throw new IngestError('EMBEDDING_FAILED', error.message, 'Check the embedding model, then retry.', {
          retryable: true,
          cause: error,
        });
      }
    },

    async embedQuery(question, signal) {
      const texts = [question.slice(0, MAX_QUERY_LENGTH).toWellFormed()];
      const [vector] = await client.embed({ ...request, texts, timeoutMs: queryTimeoutMs }, signal);
      if (vector === undefined) throw new Error('a checked reply has a vector for each text');
      return normalize(vector);
    },
  };
}

async function probeDimensions(client: ModelClient, model: string, signal: AbortSignal): Promise<number> {
  try {
    const probe = { model, texts: ['dimension'], dimensions: null, asksDimensions: false };
    const [vector] = await client.embed({ ...probe, timeoutMs: PROBE_TIMEOUT_MS }, signal);
    return vector?.length ?? 0;
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
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

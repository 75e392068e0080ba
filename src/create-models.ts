import { createOpenAIGenerator } from './answer/openai-generator.ts';
import type { Config } from './config.ts';
import type { BreakerReading, BreakerState, Metrics, UpstreamOperation } from './domain/metrics-port.ts';
import type { Embedder, Generator, Reranker } from './domain/ports.ts';
import { createOpenAIEmbedder } from './embed/openai-embedder.ts';
import { createQuestionCache } from './embed/question-cache.ts';
import { shareCalls } from './embed/share-calls.ts';
import type { Endpoint } from './models/endpoint.ts';
import type { ModelClient } from './models/model-client.ts';

export interface Models {
  readonly embedder: Embedder | undefined;
  readonly generator: Generator | undefined;
  readonly reranker: Reranker | undefined;
  /** As they are now. */
  listBreakers(): readonly BreakerReading[];
}

/** The embedder, the generator and the reranker on models, where they are configured. */
export async function createModels(
  { embedding, answer, rerank, modelTimes }: Pick<Config, 'embedding' | 'answer' | 'rerank' | 'modelTimes'>,
  metrics: Metrics,
): Promise<Models> {
  if (embedding.provider !== 'openai' && answer.provider !== 'openai' && rerank.provider !== 'http')
    return { embedder: undefined, generator: undefined, reranker: undefined, listBreakers: () => [] };
  // The SDK takes long to load: only a service that uses it pays for it.
  const { createModelClient } = await import('./models/model-client.ts');
  const { createHttpReranker } = await import('./models/http-reranker.ts');
  const uses: { operation: UpstreamOperation; endpoint: string; client: { breakerState: BreakerState } }[] =
    [];
  /** A client, hence a breaker, per use: where one server does both, embeddings that work say nothing about the chat. */
  const clientOf = (operation: UpstreamOperation, { baseUrl, apiKey }: Endpoint): ModelClient => {
    const client = createModelClient({ baseUrl, apiKey, ...modelTimes, metrics });
    uses.push({ operation, endpoint: nameEndpoint(baseUrl), client });
    return client;
  };
  const embedder =
    embedding.provider === 'openai'
      ? shareCalls(
          await createOpenAIEmbedder(
            {
              client: clientOf('embeddings', embedding.endpoint),
              model: embedding.model,
              dimensions: embedding.dimensions,
              queryTimeoutMs: modelTimes.inactivityTimeoutMs,
              cacheQuestion: createQuestionCache(embedding.questionsKept, metrics),
            },
            new AbortController().signal,
          ),
          embedding.callsInFlight,
        )
      : undefined;
  const generator =
    answer.provider === 'openai'
      ? createOpenAIGenerator({
          client: clientOf('chat', answer.endpoint),
          model: answer.model,
          maxTokens: answer.maxTokens,
        })
      : undefined;
  const reranker =
    rerank.provider === 'http' ? createHttpReranker({ ...rerank, ...rerank.endpoint, metrics }) : undefined;
  if (rerank.provider === 'http' && reranker !== undefined)
    uses.push({ operation: 'rerank', endpoint: nameEndpoint(rerank.endpoint.url), client: reranker });
  return {
    embedder,
    generator,
    reranker,
    listBreakers: () =>
      uses.map(({ operation, endpoint, client }) => ({ operation, endpoint, state: client.breakerState })),
  };
}

function nameEndpoint(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  return host + pathname;
}

import { createOpenAIGenerator } from './answer/openai-generator.ts';
import type { Config } from './config.ts';
import type { Embedder, Generator } from './domain/ports.ts';
import { createOpenAIEmbedder } from './embed/openai-embedder.ts';
import type { Endpoint } from './models/endpoint.ts';
import type { ModelClient } from './models/model-client.ts';

/** The embedder and the generator on models, where they are configured. */
export async function createModels({
  embedding,
  answer,
  modelTimes,
}: Pick<Config, 'embedding' | 'answer' | 'modelTimes'>): Promise<{
  embedder: Embedder | undefined;
  generator: Generator | undefined;
}> {
  if (embedding.provider !== 'openai' && answer.provider !== 'openai')
    return { embedder: undefined, generator: undefined };
  // The SDK takes long to load: only a service that uses it pays for it.
  const { createModelClient } = await import('./models/model-client.ts');
  const clients = new Map<string, ModelClient>();
  /** One client, hence one breaker, per endpoint. */
  const clientOf = ({ baseUrl, apiKey }: Endpoint): ModelClient => {
    const key = JSON.stringify([baseUrl, apiKey]);
    const client = clients.get(key) ?? createModelClient({ baseUrl, apiKey, ...modelTimes });
    clients.set(key, client);
    return client;
  };
  const embedder =
    embedding.provider === 'openai'
      ? await createOpenAIEmbedder(
          {
            client: clientOf(embedding.endpoint),
            model: embedding.model,
            dimensions: embedding.dimensions,
            queryTimeoutMs: modelTimes.inactivityTimeoutMs,
          },
          new AbortController().signal,
        )
      : undefined;
  const generator =
    answer.provider === 'openai'
      ? createOpenAIGenerator({
          client: clientOf(answer.endpoint),
          model: answer.model,
          maxTokens: answer.maxTokens,
        })
      : undefined;
  return { embedder, generator };
}

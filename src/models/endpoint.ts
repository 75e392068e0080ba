import type { RerankFormat } from './check-scores.ts';

/** Where a model is. */
export interface Endpoint {
  /** With the version in it: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Undefined for servers that need none (vLLM, Ollama). */
  readonly apiKey: string | undefined;
}

/** Where a reranker is. */
export interface RerankEndpoint {
  /** What is called, with its path. */
  readonly url: string;
  readonly apiKey: string | undefined;
  /** Undefined for a server that has one model and wants no name. */
  readonly model: string | undefined;
  readonly format: RerankFormat;
}

export interface ModelTimes {
  /** From the call to the end of the reply, retries and waits included. */
  readonly timeoutMs: number;
  /** Longest silence once a reply has begun. */
  readonly inactivityTimeoutMs: number;
}

export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

export function isOpenAI(baseUrl: string): boolean {
  // Data residency has hosts of its own: us.api.openai.com, eu.api.openai.com.
  return /^(?:[a-z]+\.)?api\.openai\.com$/.test(new URL(baseUrl).hostname);
}

/** Ollama, LM Studio and others know only the older name; the reasoning models of OpenAI and Azure refuse it. */
export function nameMaxTokens(baseUrl: string): 'max_completion_tokens' | 'max_tokens' {
  const isNewer = isOpenAI(baseUrl) || new URL(baseUrl).hostname.endsWith('.azure.com');
  return isNewer ? 'max_completion_tokens' : 'max_tokens';
}

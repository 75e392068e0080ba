/** Where a model is. */
export interface Endpoint {
  /** With the version in it: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Undefined for servers that need none (vLLM, Ollama). */
  readonly apiKey: string | undefined;
}

export interface ModelTimes {
  /** From the call to the end of the reply, retries and waits included. */
  readonly timeoutMs: number;
  /** Longest silence once a reply has begun. */
  readonly inactivityTimeoutMs: number;
}

export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

export function isOpenAI(baseUrl: string): boolean {
  return new URL(baseUrl).hostname === 'api.openai.com';
}

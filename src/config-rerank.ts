import { hasCredentials, isHttpUrl, type KeyReader } from './config-models.ts';
import type { RerankEndpoint } from './models/endpoint.ts';

export type RerankConfig =
  | { readonly provider: 'none' | 'built-in' }
  | {
      readonly provider: 'http';
      readonly endpoint: RerankEndpoint;
      readonly maxPassages: number;
      readonly maxPassageLength: number;
      readonly timeoutMs: number;
    };

/** `built-in` looks at the words again; `http` asks a model after that. */
export function readRerankConfig({ text, integer, oneOf, problem }: KeyReader): RerankConfig {
  const provider = oneOf('RERANK_PROVIDER', ['none', 'built-in', 'http'], 'built-in');
  // Read even when unused: a bad key is said at the first start, not at the one that needs it.
  const format = oneOf('RERANK_FORMAT', ['cohere', 'tei'], 'cohere');
  const maxPassages = integer('RERANK_CANDIDATES', 32, 2, 500);
  const maxPassageLength = integer('RERANK_PASSAGE_CHARS', 4_000, 50, 100_000);
  const timeoutMs = integer('RERANK_TIMEOUT_MS', 5_000, 100, 290_000);
  const [url, apiKey, model] = [text('RERANK_URL'), text('RERANK_API_KEY'), text('RERANK_MODEL')];
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
    problem('RERANK_API_KEY must consist of printable ASCII characters without blanks');
  if (url !== undefined && !isHttpUrl(url))
    problem('RERANK_URL must be a URL that begins with http:// or https://');
  else if (url !== undefined && hasCredentials(url))
    problem('RERANK_URL must not hold a user or a password; a key goes into RERANK_API_KEY');
  if (url !== undefined && text('RERANK_PROVIDER') === undefined)
    problem('RERANK_URL is used with RERANK_PROVIDER=http only: set that too, or leave RERANK_URL out');
  if (provider !== 'http') return { provider };
  if (url === undefined) problem('RERANK_PROVIDER http needs RERANK_URL');
  if (format === 'cohere' && model === undefined)
    problem('RERANK_MODEL must name the model (or set RERANK_FORMAT=tei for a server that takes no name)');
  const endpoint = { url: completeUrl(url), apiKey, model, format };
  return { provider, endpoint, maxPassages, maxPassageLength, timeoutMs };
}

/** All servers have it at `/rerank`, or below a version; an address alone is enough. */
function completeUrl(url: string | undefined): string {
  if (url === undefined || !isHttpUrl(url)) return '';
  const whole = new URL(url);
  if (whole.pathname === '/') whole.pathname = '/rerank';
  return whole.href;
}

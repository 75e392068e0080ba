import { type Endpoint, isOpenAI, type ModelTimes, OPENAI_BASE_URL } from './models/endpoint.ts';

export type EmbeddingConfig =
  | { readonly provider: 'built-in' }
  | {
      readonly provider: 'openai';
      readonly endpoint: Endpoint;
      readonly model: string;
      /** Undefined: the model's own. */
      readonly dimensions: number | undefined;
      /** Calls at once, for all documents in work together. */
      readonly callsInFlight: number;
      /** Questions whose vectors are kept; 0: none. */
      readonly questionsKept: number;
    };

export type AnswerConfig =
  | { readonly provider: 'extractive' }
  | {
      readonly provider: 'openai';
      readonly endpoint: Endpoint;
      readonly model: string;
      readonly maxTokens: number;
    };

export interface ModelsConfig {
  readonly embedding: EmbeddingConfig;
  readonly answer: AnswerConfig;
  readonly modelTimes: ModelTimes;
}

/** How `config.ts` reads a key; each notes what is wrong with it. */
export interface KeyReader {
  text(key: string): string | undefined;
  integer(key: string, fallback: number, min: number, max: number): number;
  oneOf<Choice extends string>(key: string, choices: readonly Choice[], fallback: Choice): Choice;
  problem(line: string): void;
}

const DEFAULT_EMBEDDING_MODEL = 'text-embedding-3-small';
const DEFAULT_ANSWER_MODEL = 'gpt-4.1-mini';

/** `openai` where an endpoint is configured for it, unless the provider says otherwise. */
export function readModelsConfig(read: KeyReader): ModelsConfig {
  const embedding = readEndpoint(read, 'EMBEDDING');
  const answer = readEndpoint(read, 'ANSWER');
  const embedder = read.oneOf(
    'EMBEDDING_PROVIDER',
    ['built-in', 'openai'],
    embedding === undefined ? 'built-in' : 'openai',
  );
  const generator = read.oneOf(
    'ANSWER_PROVIDER',
    ['extractive', 'openai'],
    answer === undefined ? 'extractive' : 'openai',
  );
  // Read even when unused: a bad key is said at the first start, not at the one that needs it.
  const dimensions = read.integer('OPENAI_EMBEDDING_DIMENSIONS', 0, 1, 16_000) || undefined;
  const callsInFlight = read.integer('OPENAI_EMBEDDING_CALLS_IN_FLIGHT', 4, 1, 64);
  const questionsKept = read.integer('QUESTION_CACHE_ENTRIES', 1_000, 0, 1_000_000);
  const maxTokens = read.integer('OPENAI_ANSWER_MAX_TOKENS', 4_096, 16, 1_000_000);
  return {
    embedding:
      embedder === 'built-in'
        ? { provider: 'built-in' }
        : {
            provider: 'openai',
            dimensions,
            callsInFlight,
            questionsKept,
            ...readModel(read, 'EMBEDDING', embedding, DEFAULT_EMBEDDING_MODEL),
          },
    answer:
      generator === 'extractive'
        ? { provider: 'extractive' }
        : { provider: 'openai', maxTokens, ...readModel(read, 'ANSWER', answer, DEFAULT_ANSWER_MODEL) },
    modelTimes: {
      // Node's fetch waits no longer than 300 s for headers.
      timeoutMs: read.integer('MODEL_TIMEOUT_MS', 120_000, 100, 290_000),
      inactivityTimeoutMs: read.integer('MODEL_INACTIVITY_TIMEOUT_MS', 15_000, 100, 290_000),
    },
  };
}

/** Undefined when nothing is configured for it. */
function readEndpoint({ text, problem }: KeyReader, use: 'EMBEDDING' | 'ANSWER'): Endpoint | undefined {
  const apiKey = text(`OPENAI_${use}_API_KEY`) ?? text('OPENAI_API_KEY');
  const key = text(`OPENAI_${use}_BASE_URL`) === undefined ? 'OPENAI_BASE_URL' : `OPENAI_${use}_BASE_URL`;
  const baseUrl = text(key);
  if (apiKey === undefined && baseUrl === undefined) return undefined;
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
    problem(`The API key for OPENAI_${use} must consist of printable ASCII characters without blanks`);
  if (baseUrl === undefined) return { baseUrl: OPENAI_BASE_URL, apiKey };
  if (isHttpUrl(baseUrl) && hasCredentials(baseUrl)) {
    problem(
      `${key} must not hold a user or a password; a key goes into ${key.replace('BASE_URL', 'API_KEY')}`,
    );
    return { baseUrl: OPENAI_BASE_URL, apiKey };
  }
  if (isHttpUrl(baseUrl)) return { baseUrl: baseUrl.replace(/\/+$/, ''), apiKey };
  problem(`${key} must be a URL that begins with http:// or https://`);
  return { baseUrl: OPENAI_BASE_URL, apiKey };
}

function readModel(
  { text, problem }: KeyReader,
  use: 'EMBEDDING' | 'ANSWER',
  endpoint: Endpoint | undefined,
  fallback: string,
): { endpoint: Endpoint; model: string } {
  const model = text(`OPENAI_${use}_MODEL`);
  const { baseUrl, apiKey } = endpoint ?? { baseUrl: OPENAI_BASE_URL, apiKey: undefined };
  const other = use === 'EMBEDDING' ? 'built-in' : 'extractive';
  if (isOpenAI(baseUrl) && apiKey === undefined)
    problem(
      `${use}_PROVIDER openai needs OPENAI_API_KEY, or the OPENAI_BASE_URL of a server that needs none`,
    );
  if (!isOpenAI(baseUrl) && model === undefined)
    problem(
      `OPENAI_${use}_MODEL must name a model of the server at the base URL given (or set ${use}_PROVIDER=${other})`,
    );
  return { endpoint: { baseUrl, apiKey }, model: model ?? fallback };
}

export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

export function hasCredentials(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

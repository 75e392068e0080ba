import { availableParallelism } from 'node:os';
import { type FetchConfig, readFetchConfig } from './config-fetch.ts';
import { type KeyReader, type ModelsConfig, readModelsConfig } from './config-models.ts';
import { type RerankConfig, readRerankConfig } from './config-rerank.ts';
import type { LoadLimits } from './domain/load.ts';

const MEGABYTE = 1024 * 1024;

export interface Config extends ModelsConfig {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly databasePoolSize: number;
  readonly queryTimeoutMs: number;
  readonly apiKey: string | undefined;
  readonly allowNoKey: boolean;
  readonly chunking: { readonly maxTokens: number; readonly overlapTokens: number };
  readonly maxUploadBytes: number;
  readonly fetch: FetchConfig;
  readonly limits: LoadLimits;
  readonly rerank: RerankConfig;
  readonly parser: { readonly processes: number; readonly maxMemoryBytes: number };
  readonly ingestConcurrency: number;
  readonly evaluationMaxQuestions: number;
  readonly role: 'all' | 'api' | 'worker';
  readonly logLevel: string;
  /** Serves GraphiQL, the page to try GraphQL in. */
  readonly graphiql: boolean;
  /** Of the GraphQL schema; off in production. */
  readonly introspection: boolean;
}

/** Every bad key of the environment, one line each. Values are never printed: one of them may be a secret. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const ROLES = ['all', 'api', 'worker'] as const;

/** Reads the environment; an empty value counts as absent. ConfigError lists everything that is wrong at once. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const text = (key: string) => env[key] || undefined;

  function integer(key: string, fallback: number, min: number, max: number): number {
    const value = text(key);
    if (value === undefined) return fallback;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    problems.push(`${key} must be a whole number from ${min} to ${max}`);
    return fallback;
  }

  function oneOf<Choice extends string>(key: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = text(key);
    if (value === undefined) return fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) problems.push(`${key} must be one of ${choices.join(', ')}`);
    return choice ?? fallback;
  }

  const read: KeyReader = { text, integer, oneOf, problem: (line) => problems.push(line) };
  const config: Config = {
    host: text('HOST') ?? '127.0.0.1',
    port: integer('PORT', 3000, 0, 65_535),
    dataDir: text('DATA_DIR') ?? './data',
    databaseUrl: text('DATABASE_URL'),
    databasePoolSize: integer('DATABASE_POOL_SIZE', 10, 2, 200),
    queryTimeoutMs: integer('DATABASE_QUERY_TIMEOUT_MS', 30_000, 1_000, 600_000),
    apiKey: text('API_KEY'),
    allowNoKey: oneOf('ALLOW_NO_KEY', ['true', 'false'], 'false') === 'true',
    chunking: {
      maxTokens: integer('CHUNK_MAX_TOKENS', 400, 50, 4_000),
      overlapTokens: integer('CHUNK_OVERLAP_TOKENS', 40, 0, 2_000),
    },
    maxUploadBytes: integer('MAX_UPLOAD_BYTES', 200 * MEGABYTE, 1, 4_096 * MEGABYTE),
    fetch: readFetchConfig(read),
    limits: {
      maxPages: integer('MAX_PAGES', 10_000, 1, 1_000_000),
      maxTextBytes: integer('MAX_TEXT_BYTES', 50 * MEGABYTE, 1, 4_096 * MEGABYTE),
      maxChunks: integer('MAX_CHUNKS', 50_000, 1, 10_000_000),
      maxExpandedBytes: integer('MAX_EXPANDED_BYTES', 200 * MEGABYTE, 1, 4_096 * MEGABYTE),
      ocr: oneOf('OCR', ['on', 'off'], 'on') === 'on',
      maxOcrPages: integer('MAX_OCR_PAGES', 500, 0, 1_000_000),
    },
    parser: {
      processes: integer('PARSER_PROCESSES', Math.min(4, availableParallelism()), 1, 64),
      maxMemoryBytes: integer('PARSER_MAX_MEMORY_BYTES', 512 * MEGABYTE, 64 * MEGABYTE, 65_536 * MEGABYTE),
    },
    ingestConcurrency: integer('INGEST_CONCURRENCY', 8, 1, 64),
    evaluationMaxQuestions: integer('EVALUATION_MAX_QUESTIONS', 2_000, 1, 100_000),
    role: oneOf('ROLE', ROLES, 'all'),
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    graphiql: oneOf('GRAPHIQL', ['true', 'false'], 'false') === 'true',
    introspection: text('NODE_ENV') !== 'production',
    ...readModelsConfig(read),
    rerank: readRerankConfig(read),
  };
  problems.push(...checkTogether(config));
  // A key that two parts share is told once.
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return config;
}

/** Rules over more than one key. */
function checkTogether(config: Config): string[] {
  const problems: string[] = [];
  const { host, databaseUrl, apiKey, allowNoKey, chunking, role } = config;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    problems.push('DATABASE_URL must begin with postgres:// or postgresql://');
  if (apiKey !== undefined && apiKey.length < 24) problems.push('API_KEY must have at least 24 characters');
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
    problems.push('API_KEY must consist of printable ASCII characters without blanks');
  if (!isLoopback(host) && apiKey === undefined && !allowNoKey)
    problems.push(
      'HOST is not a loopback address: set API_KEY (or ALLOW_NO_KEY=true where something else keeps strangers out)',
    );
  if (chunking.overlapTokens > chunking.maxTokens / 2)
    problems.push('CHUNK_OVERLAP_TOKENS must be at most half of CHUNK_MAX_TOKENS');
  if (role !== 'all' && databaseUrl === undefined)
    problems.push('ROLE other than all needs DATABASE_URL: the embedded database belongs to one process');
  return problems;
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

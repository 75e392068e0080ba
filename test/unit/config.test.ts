import { availableParallelism } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError, isLoopback, loadConfig } from '../../src/config.ts';

const KEY = 'k'.repeat(24);
const DATABASE_URL = 'postgres://app:secret@db/footnote';

/** The lines of the error that an environment gives; none when it is good. */
function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

describe('loadConfig', () => {
  test('an empty environment gives the defaults', () => {
    expect(loadConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: './data',
      databaseUrl: undefined,
      databasePoolSize: 10,
      queryTimeoutMs: 30_000,
      apiKey: undefined,
      allowNoKey: false,
      chunking: { maxTokens: 400, overlapTokens: 40 },
      maxUploadBytes: 209_715_200,
      fetch: {
        policy: { hosts: new Set(), networks: [], ports: new Set([80, 443]) },
        maxBytes: 20_971_520,
        timeoutMs: 15_000,
      },
      limits: {
        maxPages: 10_000,
        maxTextBytes: 52_428_800,
        maxChunks: 50_000,
        maxExpandedBytes: 209_715_200,
        ocr: true,
        maxOcrPages: 500,
      },
      parser: {
        processes: Math.min(4, availableParallelism()),
        maxMemoryBytes: 536_870_912,
      },
      ingestConcurrency: 8,
      rerank: { provider: 'built-in' },
      evaluationMaxQuestions: 2_000,
      role: 'all',
      logLevel: 'info',
      graphiql: false,
      introspection: true,
      embedding: { provider: 'built-in' },
      answer: { provider: 'extractive' },
      modelTimes: { timeoutMs: 120_000, inactivityTimeoutMs: 15_000 },
    });
  });

  test('every key is read', () => {
    expect(
      loadConfig({
        HOST: '0.0.0.0',
        PORT: '0',
        DATA_DIR: '/var/footnote',
        DATABASE_URL,
        DATABASE_POOL_SIZE: '20',
        DATABASE_QUERY_TIMEOUT_MS: '5000',
        API_KEY: KEY,
        ALLOW_NO_KEY: 'true',
        CHUNK_MAX_TOKENS: '800',
        CHUNK_OVERLAP_TOKENS: '400',
        MAX_UPLOAD_BYTES: '1',
        FETCH_ALLOWED_HOSTS: 'wiki.internal, files',
        FETCH_ALLOWED_PORTS: '8080,8443',
        FETCH_MAX_BYTES: '7',
        FETCH_TIMEOUT_MS: '800',
        MAX_PAGES: '2',
        MAX_TEXT_BYTES: '3',
        MAX_CHUNKS: '4',
        MAX_EXPANDED_BYTES: '5',
        OCR: 'off',
        MAX_OCR_PAGES: '6',
        PARSER_PROCESSES: '5',
        PARSER_MAX_MEMORY_BYTES: '67108864',
        INGEST_CONCURRENCY: '6',
        EVALUATION_MAX_QUESTIONS: '7',
        ROLE: 'worker',
        MODEL_TIMEOUT_MS: '60000',
        MODEL_INACTIVITY_TIMEOUT_MS: '5000',
        LOG_LEVEL: 'silent',
        GRAPHIQL: 'true',
        RERANK_PROVIDER: 'none',
        NODE_ENV: 'production',
      }),
    ).toEqual({
      host: '0.0.0.0',
      port: 0,
      dataDir: '/var/footnote',
      databaseUrl: DATABASE_URL,
      databasePoolSize: 20,
      queryTimeoutMs: 5_000,
      apiKey: KEY,
      allowNoKey: true,
      chunking: { maxTokens: 800, overlapTokens: 400 },
      maxUploadBytes: 1,
      fetch: {
        policy: {
          hosts: new Set(['wiki.internal', 'files']),
          networks: [],
          ports: new Set([80, 443, 8080, 8443]),
        },
        maxBytes: 7,
        timeoutMs: 800,
      },
      limits: { maxPages: 2, maxTextBytes: 3, maxChunks: 4, maxExpandedBytes: 5, ocr: false, maxOcrPages: 6 },
      parser: { processes: 5, maxMemoryBytes: 67_108_864 },
      ingestConcurrency: 6,
      rerank: { provider: 'none' },
      evaluationMaxQuestions: 7,
      role: 'worker',
      logLevel: 'silent',
      graphiql: true,
      introspection: false,
      embedding: { provider: 'built-in' },
      answer: { provider: 'extractive' },
      modelTimes: { timeoutMs: 60_000, inactivityTimeoutMs: 5_000 },
    });
  });

  test('an empty value counts as absent', () => {
    const keys = [
      'HOST',
      'PORT',
      'DATABASE_URL',
      'API_KEY',
      'ALLOW_NO_KEY',
      'ROLE',
      'LOG_LEVEL',
      'GRAPHIQL',
      'NODE_ENV',
      'MAX_PAGES',
    ];
    expect(loadConfig(Object.fromEntries(keys.map((key) => [key, ''])))).toEqual(loadConfig({}));
  });

  test('everything that is wrong is listed at once, one line each', () => {
    expect(
      problemsOf({
        HOST: '0.0.0.0',
        PORT: '65536',
        DATABASE_URL: 'mysql://app:secret@db/x',
        DATABASE_POOL_SIZE: '1',
        DATABASE_QUERY_TIMEOUT_MS: '30s',
        ALLOW_NO_KEY: 'yes',
        CHUNK_MAX_TOKENS: '49',
        CHUNK_OVERLAP_TOKENS: '201',
        MAX_UPLOAD_BYTES: '0',
        FETCH_ALLOWED_HOSTS: 'http://wiki.internal/,10.0.0.256,10.0.0.0/33,*.corp',
        FETCH_ALLOWED_PORTS: '8080,0,http',
        FETCH_MAX_BYTES: '0',
        FETCH_TIMEOUT_MS: '60000',
        MAX_PAGES: '-1',
        MAX_TEXT_BYTES: '1.5',
        MAX_CHUNKS: '1e3',
        PARSER_PROCESSES: '0x2',
        PARSER_MAX_MEMORY_BYTES: '1',
        INGEST_CONCURRENCY: ' 2',
        ROLE: 'api,worker',
        LOG_LEVEL: 'verbose',
      }),
    ).toEqual([
      'PORT must be a whole number from 0 to 65535',
      'DATABASE_POOL_SIZE must be a whole number from 2 to 200',
      'DATABASE_QUERY_TIMEOUT_MS must be a whole number from 1000 to 600000',
      'ALLOW_NO_KEY must be one of true, false',
      'CHUNK_MAX_TOKENS must be a whole number from 50 to 4000',
      'MAX_UPLOAD_BYTES must be a whole number from 1 to 4294967296',
      'FETCH_ALLOWED_HOSTS must list host names, IP addresses or CIDR blocks',
      'FETCH_ALLOWED_PORTS must list whole numbers from 1 to 65535',
      'FETCH_MAX_BYTES must be a whole number from 1 to 4294967296',
      'FETCH_TIMEOUT_MS must be a whole number from 100 to 40000',
      'MAX_PAGES must be a whole number from 1 to 1000000',
      'MAX_TEXT_BYTES must be a whole number from 1 to 4294967296',
      'MAX_CHUNKS must be a whole number from 1 to 10000000',
      'PARSER_PROCESSES must be a whole number from 1 to 64',
      'PARSER_MAX_MEMORY_BYTES must be a whole number from 67108864 to 68719476736',
      'INGEST_CONCURRENCY must be a whole number from 1 to 64',
      'ROLE must be one of all, api, worker',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
      'DATABASE_URL must begin with postgres:// or postgresql://',
      expect.stringMatching(/^HOST is not a loopback address: set API_KEY/),
      'CHUNK_OVERLAP_TOKENS must be at most half of CHUNK_MAX_TOKENS',
    ]);
  });

  test('the values never stand in the message', () => {
    const secret = fc.stringMatching(/^zq[A-Za-z0-9:/@ éß한]{0,20}$/);
    const keys = [
      'PORT',
      'DATABASE_URL',
      'API_KEY',
      'ALLOW_NO_KEY',
      'ROLE',
      'LOG_LEVEL',
      'MAX_PAGES',
      'CHUNK_MAX_TOKENS',
    ];
    fc.assert(
      fc.property(secret, fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1 }), (value, bad) => {
        const problems = problemsOf(Object.fromEntries(bad.map((key) => [key, value])));
        // A sound API key is the one value of these that may pass.
        expect(problems.length).toBeGreaterThanOrEqual(bad.length - 1);
        expect(problems.join('\n')).not.toContain('zq');
      }),
      { seed: 20261124, numRuns: 200 },
    );
    expect(problemsOf({ API_KEY: 'hunter2' })).toEqual(['API_KEY must have at least 24 characters']);
  });

  test.each([
    ['23 characters', 'k'.repeat(23), ['API_KEY must have at least 24 characters']],
    ['a blank', `${KEY} ${KEY}`, ['API_KEY must consist of printable ASCII characters without blanks']],
    ['a line end', `${KEY}\n`, ['API_KEY must consist of printable ASCII characters without blanks']],
    ['Hangul', '열'.repeat(24), ['API_KEY must consist of printable ASCII characters without blanks']],
    ['24 characters', KEY, []],
    ['every sign of ASCII', '!"#$%&\'()*+,-./:;<=>?@[~', []],
  ])('an API key with %s', (_what, apiKey, problems) => {
    expect(problemsOf({ API_KEY: apiKey })).toEqual(problems);
  });

  test('an address that others can reach needs a key or an explicit word', () => {
    const problem = expect.stringMatching(
      /^HOST is not a loopback address: set API_KEY \(or ALLOW_NO_KEY=true/,
    );
    for (const host of ['0.0.0.0', '::', '192.168.0.2', 'footnote.example', '127.evil.example']) {
      expect(problemsOf({ HOST: host })).toEqual([problem]);
      expect(problemsOf({ HOST: host, ALLOW_NO_KEY: 'false' })).toEqual([problem]);
      expect(problemsOf({ HOST: host, API_KEY: KEY })).toEqual([]);
      expect(problemsOf({ HOST: host, ALLOW_NO_KEY: 'true' })).toEqual([]);
    }
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1'])
      expect(problemsOf({ HOST: host })).toEqual([]);
  });

  test('the overlap is at most half of a chunk', () => {
    expect(problemsOf({ CHUNK_MAX_TOKENS: '101', CHUNK_OVERLAP_TOKENS: '50' })).toEqual([]);
    expect(problemsOf({ CHUNK_MAX_TOKENS: '101', CHUNK_OVERLAP_TOKENS: '51' })).toHaveLength(1);
    // The default overlap counts as well.
    expect(problemsOf({ CHUNK_MAX_TOKENS: '60' })).toHaveLength(1);
  });

  test.each(['api', 'worker'])('the role %s needs a database that processes can share', (role) => {
    expect(problemsOf({ ROLE: role })).toEqual([
      'ROLE other than all needs DATABASE_URL: the embedded database belongs to one process',
    ]);
    expect(problemsOf({ ROLE: role, DATABASE_URL })).toEqual([]);
  });

  test.each([
    ['postgres://db/x', true],
    ['postgresql://db/x', true],
    ['postgres:/db/x', false],
    ['db/x', false],
    [' postgres://db/x', false],
  ])('DATABASE_URL=%j is good: %s', (url, good) => {
    expect(problemsOf({ DATABASE_URL: url }).length === 0).toBe(good);
  });
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['::1', true],
  ['127.0.0.1.example', false],
  ['1127.0.0.1', false],
  ['127.0.0', false],
  ['0.0.0.0', false],
  ['::', false],
  ['', false],
])('isLoopback(%j) is %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});

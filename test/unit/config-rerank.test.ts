import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';

const HTTP = { RERANK_PROVIDER: 'http', RERANK_URL: 'http://localhost:8080/rerank', RERANK_FORMAT: 'tei' };

test('words are looked at again unless something else is said', () => {
  expect(loadConfig({}).rerank).toEqual({ provider: 'built-in' });
  expect(loadConfig({ ...HTTP, RERANK_PROVIDER: 'none' }).rerank).toEqual({ provider: 'none' });
});

test('an endpoint, with its address made whole', () => {
  expect(loadConfig(HTTP).rerank).toEqual({
    provider: 'http',
    endpoint: { url: 'http://localhost:8080/rerank', apiKey: undefined, model: undefined, format: 'tei' },
    maxPassages: 32,
    maxPassageLength: 4_000,
    timeoutMs: 5_000,
  });
  const env = {
    RERANK_PROVIDER: 'http',
    RERANK_URL: 'https://rerank.example.com',
    RERANK_API_KEY: 'sk-1',
    RERANK_MODEL: 'rerank-v3.5',
    RERANK_CANDIDATES: '50',
    RERANK_PASSAGE_CHARS: '600',
    RERANK_TIMEOUT_MS: '900',
  };
  expect(loadConfig(env).rerank).toEqual({
    provider: 'http',
    endpoint: {
      url: 'https://rerank.example.com/rerank',
      apiKey: 'sk-1',
      model: 'rerank-v3.5',
      format: 'cohere',
    },
    maxPassages: 50,
    maxPassageLength: 600,
    timeoutMs: 900,
  });
});

test.each<[Record<string, string>, RegExp]>([
  [{ RERANK_PROVIDER: 'llm' }, /^RERANK_PROVIDER must be one of none, built-in, http$/],
  [{ ...HTTP, RERANK_URL: '' }, /^RERANK_PROVIDER http needs RERANK_URL$/],
  [{ ...HTTP, RERANK_FORMAT: '' }, /^RERANK_MODEL must name the model \(or set RERANK_FORMAT=tei/],
  [{ ...HTTP, RERANK_FORMAT: 'jina', RERANK_MODEL: 'm' }, /^RERANK_FORMAT must be one of cohere, tei$/],
  [{ ...HTTP, RERANK_PROVIDER: '' }, /^RERANK_URL is used with RERANK_PROVIDER=http only/],
  [{ ...HTTP, RERANK_URL: 'zq:secret' }, /^RERANK_URL must be a URL/],
  [{ ...HTTP, RERANK_URL: 'http://me:secret@models/rerank' }, /^RERANK_URL must not hold a user/],
  [{ ...HTTP, RERANK_API_KEY: 'secret 한글' }, /^RERANK_API_KEY must consist of printable/],
  [{ RERANK_CANDIDATES: '1' }, /^RERANK_CANDIDATES must be a whole number from 2 to 500$/],
  [{ RERANK_TIMEOUT_MS: '0' }, /^RERANK_TIMEOUT_MS must be a whole number/],
])('%j is refused in one line', (env, line) => {
  let problems: string[] = [];
  try {
    loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems = error.message.split('\n');
  }
  expect(problems).toEqual([expect.stringMatching(line)]);
  expect(problems.join()).not.toContain('secret');
});

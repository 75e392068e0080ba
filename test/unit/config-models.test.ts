import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';

const read = (env: Record<string, string>) => {
  const { embedding, answer } = loadConfig(env);
  return { embedding, answer };
};
function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

describe('models in the environment', () => {
  test('a key alone is OpenAI for both', () => {
    const endpoint = { baseUrl: 'https://api.openai.com/v1', apiKey: 'sk-1' };
    expect(read({ OPENAI_API_KEY: 'sk-1' })).toEqual({
      embedding: {
        provider: 'openai',
        endpoint,
        model: 'text-embedding-3-small',
        dimensions: undefined,
        callsInFlight: 4,
        questionsKept: 1_000,
      },
      answer: { provider: 'openai', endpoint, model: 'gpt-4.1-mini', maxTokens: 4_096 },
    });
  });

  test('a server without a key needs the names of its models', () => {
    const env = { OPENAI_BASE_URL: 'http://localhost:11434/v1/' };
    expect(problemsOf(env)).toEqual([
      expect.stringMatching(/^OPENAI_EMBEDDING_MODEL must name .*EMBEDDING_PROVIDER=built-in/),
      expect.stringMatching(/^OPENAI_ANSWER_MODEL must name .*ANSWER_PROVIDER=extractive/),
    ]);
    const named = { ...env, OPENAI_EMBEDDING_MODEL: 'bge-m3', OPENAI_ANSWER_MODEL: 'qwen3' };
    const endpoint = { baseUrl: 'http://localhost:11434/v1', apiKey: undefined };
    expect(
      read({
        ...named,
        OPENAI_EMBEDDING_DIMENSIONS: '1024',
        OPENAI_EMBEDDING_CALLS_IN_FLIGHT: '9',
        QUESTION_CACHE_ENTRIES: '0',
      }),
    ).toEqual({
      embedding: {
        provider: 'openai',
        endpoint,
        model: 'bge-m3',
        dimensions: 1024,
        callsInFlight: 9,
        questionsKept: 0,
      },
      answer: { provider: 'openai', endpoint, model: 'qwen3', maxTokens: 4_096 },
    });
  });

  test('only the model in use must be named', () => {
    const env = { OPENAI_BASE_URL: 'http://localhost:8000/v1', OPENAI_ANSWER_MODEL: 'qwen3' };
    expect(read({ ...env, EMBEDDING_PROVIDER: 'built-in' }).embedding).toEqual({ provider: 'built-in' });
    expect(read({ OPENAI_API_KEY: 'sk-1', ANSWER_PROVIDER: 'extractive' }).answer).toEqual({
      provider: 'extractive',
    });
  });

  test('each of the two can have an endpoint and a key of its own', () => {
    const { embedding, answer } = read({
      OPENAI_API_KEY: 'sk-1',
      OPENAI_EMBEDDING_BASE_URL: 'http://vectors:8000/v1',
      OPENAI_EMBEDDING_API_KEY: 'sk-2',
      OPENAI_EMBEDDING_MODEL: 'bge-m3',
    });
    expect(embedding).toMatchObject({ endpoint: { baseUrl: 'http://vectors:8000/v1', apiKey: 'sk-2' } });
    expect(answer).toMatchObject({ endpoint: { baseUrl: 'https://api.openai.com/v1', apiKey: 'sk-1' } });
    expect(read({ OPENAI_ANSWER_BASE_URL: 'http://a/v1', OPENAI_ANSWER_MODEL: 'm' }).embedding).toEqual({
      provider: 'built-in',
    });
  });

  test.each([
    [{ EMBEDDING_PROVIDER: 'openai' }, /^EMBEDDING_PROVIDER openai needs OPENAI_API_KEY/],
    [{ ANSWER_PROVIDER: 'openai' }, /^ANSWER_PROVIDER openai needs OPENAI_API_KEY/],
    [{ ANSWER_PROVIDER: 'gemini' }, /^ANSWER_PROVIDER must be one of extractive, openai/],
    [{ MODEL_TIMEOUT_MS: '1' }, /^MODEL_TIMEOUT_MS must be/],
    [
      {
        OPENAI_BASE_URL: 'http://me:secret@models/v1',
        ANSWER_PROVIDER: 'extractive',
        EMBEDDING_PROVIDER: 'built-in',
      },
      /^OPENAI_BASE_URL must not hold a user or a password/,
    ],
    [
      { OPENAI_ANSWER_BASE_URL: 'zq:secret', OPENAI_ANSWER_MODEL: 'm', OPENAI_ANSWER_API_KEY: 'sk' },
      /^OPENAI_ANSWER_BASE_URL must be a URL/,
    ],
  ])('%j is refused in one line', (env, line) => {
    const problems = problemsOf(env);
    expect(problems).toEqual([expect.stringMatching(line)]);
    expect(problems.join()).not.toContain('secret');
  });

  test('a key that cannot be a header is refused, and not printed', () => {
    const problems = problemsOf({ OPENAI_API_KEY: 'sk 한글' });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join()).not.toContain('sk 한글');
  });
});

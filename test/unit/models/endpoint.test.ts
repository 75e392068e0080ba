import { expect, test } from 'vitest';
import { nameMaxTokens } from '../../../src/models/endpoint.ts';

test.each([
  ['https://api.openai.com/v1', 'max_completion_tokens'],
  ['https://us.api.openai.com/v1', 'max_completion_tokens'],
  ['https://mine.openai.azure.com/openai/v1', 'max_completion_tokens'],
  ['http://localhost:11434/v1', 'max_tokens'],
  ['https://azure.com.example.net/v1', 'max_tokens'],
])('%s takes the limit as %s', (baseUrl, name) => {
  expect(nameMaxTokens(baseUrl)).toBe(name);
});

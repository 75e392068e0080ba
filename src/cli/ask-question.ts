import type { ApiClient } from './api-client.ts';
import type { AskCommand } from './parse-command.ts';
import type { AnswerBody } from './service-types.ts';

/** Asks; throws as the client does. */
export function askQuestion(
  client: ApiClient,
  { question, collections }: AskCommand,
  signal: AbortSignal,
): Promise<AnswerBody> {
  const json = { question, ...(collections.length > 0 && { collections }) };
  return client.send<AnswerBody>('POST', '/query', { json, signal });
}

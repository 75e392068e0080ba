import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { type DocumentBody, hasEnded } from './service-types.ts';

const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 2_000;

/**
 * The document once its newest version is published or failed; the service sees to it that every version comes to that.
 * Looks again and again, seldom where little happens, for a restart of the service is then only a look that is late.
 * Throws as the client does, and an AbortError on `stop`.
 */
export async function waitUntilEnded(
  client: ApiClient,
  accepted: DocumentBody,
  stop: AbortSignal,
  onProgress: (document: DocumentBody) => void,
): Promise<DocumentBody> {
  let document = accepted;
  for (let delayMs = FIRST_POLL_MS; !hasEnded(document); delayMs = Math.min(delayMs * 1.5, LONGEST_POLL_MS)) {
    onProgress(document);
    await sleep(delayMs, undefined, { signal: stop });
    document = await client.send<DocumentBody>('GET', `/documents/${accepted.id}`, { signal: stop });
  }
  return document;
}

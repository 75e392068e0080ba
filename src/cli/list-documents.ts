import type { ApiClient } from './api-client.ts';
import type { DocumentBody, DocumentPage } from './service-types.ts';

const PAGE_SIZE = '100';

/** All documents of a collection (undefined: of all), newest first. Throws as the client does. */
export async function* listDocuments(
  client: ApiClient,
  collection: string | undefined,
  stop?: AbortSignal,
): AsyncGenerator<DocumentBody> {
  const query = new URLSearchParams({ limit: PAGE_SIZE });
  if (collection !== undefined) query.set('collection', collection);
  for (;;) {
    const page = await client.send<DocumentPage>('GET', `/documents?${query}`, { signal: stop });
    yield* page.data;
    if (page.nextCursor === null) return;
    query.set('cursor', page.nextCursor);
  }
}

import { expect, it } from 'vitest';
import { createApiClient } from '../../../src/cli/api-client.ts';
import { readStatus } from '../../../src/cli/read-status.ts';
import { buildDocument } from './build-document.ts';
import { startServer } from './start-server.ts';

it('counts the documents of every page of the listing', async () => {
  const error = { code: 'DOCUMENT_HAS_NO_TEXT', message: 'No text.', hint: 'Send another.' };
  const failed = buildDocument({ status: 'failed', error, collection: 'b' });
  const pages = new Map([
    [null, { data: [buildDocument({ collection: 'a' }), failed], nextCursor: 'c/1=' }],
    ['c/1=', { data: [], nextCursor: 'c/2=' }],
    ['c/2=', { data: [buildDocument({ collection: 'b' })], nextCursor: null }],
  ]);
  const url = await startServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://service').searchParams;
    response.end(JSON.stringify(pages.get(query.get('cursor'))));
  });
  const client = createApiClient({ url, key: undefined, onRetry: () => {} });
  const command = { name: 'status', url, key: undefined, json: false, collection: undefined } as const;
  expect(await readStatus(client, command, new AbortController().signal)).toEqual([
    { collection: 'a', documents: 1, statuses: { published: 1 }, failures: {} },
    {
      collection: 'b',
      documents: 2,
      statuses: { failed: 1, published: 1 },
      failures: { DOCUMENT_HAS_NO_TEXT: 1 },
    },
  ]);
});

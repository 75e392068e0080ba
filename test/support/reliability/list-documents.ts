import type { createClient } from '../client.ts';
import { eventually } from '../processes.ts';

type Client = ReturnType<typeof createClient>;

export interface ListedDocument {
  readonly id: string;
  readonly externalId: string | null;
  readonly status: string;
  readonly mediaType: string;
  readonly filename: string | null;
  readonly chunks: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Every document, page by page, of a service that is up. */
export async function listDocuments(client: Client): Promise<ListedDocument[]> {
  const documents: ListedDocument[] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await client.get(`/documents?limit=100${cursor}`);
    if (status !== 200) throw new Error(`the list is not to be had: ${JSON.stringify(body)}`);
    documents.push(...body.data);
    if (body.nextCursor === null) return documents;
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
  }
}

/** Waits until no document is in progress; how many still were when the time was over. */
export async function untilAllEnded(client: Client, deadlineMs = 300_000): Promise<number> {
  let left = Number.NaN;
  const count = async () => {
    left = 0;
    for (const status of ['queued', 'loading', 'splitting', 'embedding']) {
      const reply = await client.get(`/documents?status=${status}&limit=100`).catch(() => undefined);
      left += reply?.status === 200 ? reply.body.data.length : 1;
    }
    return left === 0;
  };
  await eventually('all documents have ended', count, deadlineMs).catch(() => {});
  return left;
}

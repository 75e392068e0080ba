import type { ApiClient } from './api-client.ts';
import { listDocuments } from './list-documents.ts';
import type { StatusCommand } from './parse-command.ts';

export interface CollectionStatus {
  readonly collection: string;
  readonly documents: number;
  /** Documents by status of their newest version; only what there is. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Failed ones by code. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Counts the documents of one collection, or of each that has any. Throws as the client does. */
export async function readStatus(
  client: ApiClient,
  { collection }: StatusCommand,
  signal: AbortSignal,
): Promise<CollectionStatus[]> {
  const counts = new Map<string, { documents: number; statuses: Counts; failures: Counts }>();
  const open = (name: string) => {
    const found = counts.get(name) ?? { documents: 0, statuses: {}, failures: {} };
    counts.set(name, found);
    return found;
  };
  if (collection !== undefined) open(collection);
  for await (const document of listDocuments(client, collection, signal)) {
    const found = open(document.collection);
    found.documents += 1;
    count(found.statuses, document.status);
    if (document.error !== null) count(found.failures, document.error.code);
  }
  return [...counts].map(([name, found]) => ({ collection: name, ...found }));
}

type Counts = Record<string, number>;

function count(counts: Counts, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

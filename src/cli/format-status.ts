import { formatCount } from './format-units.ts';
import type { CollectionStatus } from './read-status.ts';

/** One line per collection, and one per reason of a failure. */
export function formatStatus(collections: readonly CollectionStatus[]): string {
  if (collections.length === 0) return 'There are no documents.';
  return collections
    .flatMap(({ collection, documents, statuses, failures }) => [
      [`${collection}: ${formatCount(documents, 'document')}`, ...listCounts(statuses)].join(', '),
      ...listCounts(failures).map((line) => `  failed with ${line}`),
    ])
    .join('\n');
}

function listCounts(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, count]) => `${key} ${count}`);
}

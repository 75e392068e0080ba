import type { ApiClient } from './api-client.ts';
import { cleanName } from './clean-text.ts';
import { ServiceProblem } from './cli-errors.ts';
import { formatCount } from './format-units.ts';
import type { IngestCommand } from './parse-command.ts';
import { findOrphans } from './plan-files.ts';
import { runPool } from './run-pool.ts';
import type { DocumentBody } from './service-types.ts';
import type { FolderContent } from './walk-folder.ts';

export interface PruneResult {
  /** externalIds of the documents whose file is gone. */
  readonly orphans: readonly string[];
  readonly deleted: number;
  /** Why nothing was looked for or deleted. */
  readonly skipped: string | null;
}

export interface PruneOptions {
  readonly command: IngestCommand;
  /** All of the folder, also what is not included this time. */
  readonly content: FolderContent;
  readonly known: Iterable<DocumentBody>;
  readonly stop: AbortSignal;
  readonly note: (line: string) => void;
}

const SHOWN = 10;

/** Deletes, when told `--yes`, the documents whose file is gone; says before how many they are. Throws as the client does. */
export async function pruneDocuments(client: ApiClient, options: PruneOptions): Promise<PruneResult> {
  const { command, content, known, stop, note } = options;
  const skip = (skipped: string, orphans: readonly string[] = []) => ({ orphans, deleted: 0, skipped });
  // Files may be hidden behind either: a share that is not mounted looks like an empty folder.
  if (content.problems.some(({ code }) => code === 'FOLDER_UNREADABLE'))
    return skip('A folder could not be read, so it is not known which files are gone.');
  if (content.files.length + content.problems.length === 0) return skip('The folder holds no file at all.');
  const documents = findOrphans(known, [...content.files, ...content.problems]);
  const orphans = documents.map(({ externalId }) => externalId ?? '');
  const count = formatCount(orphans.length, 'document');
  note(`${count} of "${command.collection}" without a file${orphans.length > 0 ? ':' : '.'}`);
  for (const orphan of orphans.slice(0, SHOWN)) note(`  ${cleanName(orphan)}`);
  if (orphans.length > SHOWN) note(`  … and ${orphans.length - SHOWN} more`);
  if (!command.yes && orphans.length > 0) return skip('Say --yes to delete them.', orphans);
  let deleted = 0;
  await runPool(documents, command.concurrency, stop, async ({ id }) => {
    await client.send('DELETE', `/documents/${id}`, { stop }).catch((error: unknown) => {
      // Somebody else was faster, or the answer to the first try was lost.
      if (!(error instanceof ServiceProblem && error.code === 'DOCUMENT_NOT_FOUND')) throw error;
    });
    deleted += 1;
  });
  return { orphans, deleted, skipped: null };
}

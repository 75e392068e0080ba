import { setMaxListeners } from 'node:events';
import type { ApiClient } from './api-client.ts';
import { ServiceProblem, ServiceUnreachable } from './cli-errors.ts';
import { type FileOutcome, toFolderTrouble } from './file-outcome.ts';
import { formatBytes, formatCount } from './format-units.ts';
import { checkFile, type FileWork, ingestFile } from './ingest-file.ts';
import type { IngestSummary } from './ingest-summary.ts';
import { listDocuments } from './list-documents.ts';
import type { IngestCommand } from './parse-command.ts';
import { selectFiles } from './plan-files.ts';
import { type PruneResult, pruneDocuments } from './prune-documents.ts';
import type { Reporter } from './reporter.ts';
import { runPool } from './run-pool.ts';
import type { DocumentBody } from './service-types.ts';
import { type FolderFile, walkFolder } from './walk-folder.ts';

export interface IngestOptions {
  readonly client: ApiClient;
  readonly reporter: Reporter;
  readonly stop: AbortSignal;
}

/**
 * Makes the collection hold what the folder holds. Throws UsageError, and ServiceUnreachable or ServiceProblem when it cannot
 * begin; what ends a run that has begun is in its summary.
 */
export async function ingestFolder(command: IngestCommand, options: IngestOptions): Promise<IngestSummary> {
  const { client, reporter, stop } = options;
  const { collection, concurrency } = command;
  // Every file in work listens to it.
  setMaxListeners(0, stop);
  const startMs = performance.now();
  const content = await walkFolder(command.folder);
  const files = selectFiles(content.files, command.include);
  const problems = content.problems.filter(
    (problem) => problem.code === 'FOLDER_UNREADABLE' || selectFiles([problem], command.include).length > 0,
  );
  const known = await readKnown(client, command, stop);

  const outcomes: FileOutcome[] = problems.map(toFolderTrouble);
  const work: FileWork[] = [];
  let prune: PruneResult | null = null;
  let error: string | null = null;
  try {
    await runPool(files, concurrency, stop, async (file) => {
      const checked = await checkFile(file, known.get(file.externalId));
      if ('file' in checked) work.push(checked);
      else outcomes.push(checked);
    });
    const unchanged = outcomes.filter(({ kind }) => kind === 'unchanged').length;
    reporter.note(`${describeFolder(files)}: ${work.length} to do, ${unchanged} unchanged.`);
    reporter.start(work.map(({ file }) => file));
    await runPool(work, concurrency, stop, async (one) => {
      reporter.begin(one.file);
      const outcome = await ingestFile(one, { client, fields: command, stop, reporter });
      if (outcome === null) return;
      outcomes.push(outcome);
      reporter.end(outcome);
    });
    reporter.close();
    if (command.prune && !stop.aborted) {
      const note = (line: string) => reporter.note(line);
      prune = await pruneDocuments(client, { command, content, known: known.values(), stop, note });
    }
  } catch (cause) {
    if (!stop.aborted) error = describeEnd(cause);
  } finally {
    reporter.close();
  }
  return {
    collection,
    outcomes,
    filesTotal: files.length + problems.length,
    skippedLinks: content.skippedLinks,
    prune,
    seconds: Math.round(performance.now() - startMs) / 1000,
    interrupted: stop.aborted,
    error,
  };
}

/** The collection's documents by externalId; makes the collection where that is asked for and needed. */
async function readKnown(
  client: ApiClient,
  { collection, create }: IngestCommand,
  stop: AbortSignal,
): Promise<Map<string, DocumentBody>> {
  const known = new Map<string, DocumentBody>();
  try {
    for await (const document of listDocuments(client, collection, stop))
      if (document.externalId !== null) known.set(document.externalId, document);
  } catch (error) {
    if (!(error instanceof ServiceProblem && error.code === 'COLLECTION_NOT_FOUND')) throw error;
    if (!create)
      throw new ServiceProblem(error.status, error.code, `${error.message} Say --create to make it.`);
    await client.send('POST', '/collections', { json: { name: collection } });
  }
  return known;
}

function describeFolder(files: readonly FolderFile[]): string {
  const bytes = files.reduce((total, file) => total + file.bytes, 0);
  return `${formatCount(files.length, 'file')}, ${formatBytes(bytes)}`;
}

/** Only what the service said; anything else is a mistake in here, and thrown. */
function describeEnd(cause: unknown): string {
  if (cause instanceof ServiceProblem) return `${cause.code}: ${cause.message}`;
  if (cause instanceof ServiceUnreachable) return cause.message;
  throw cause;
}

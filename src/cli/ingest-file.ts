import type { ApiClient } from './api-client.ts';
import { type FileOutcome, toOutcome, toTrouble } from './file-outcome.ts';
import { hashFile } from './hash-file.ts';
import { planFile } from './plan-files.ts';
import type { Reporter } from './reporter.ts';
import type { DocumentBody } from './service-types.ts';
import { type UploadFields, uploadFile } from './upload-file.ts';
import { waitUntilEnded } from './wait-until-ended.ts';
import type { FolderFile } from './walk-folder.ts';

export interface IngestFileOptions {
  readonly client: ApiClient;
  readonly fields: UploadFields;
  readonly stop: AbortSignal;
  readonly reporter: Reporter;
}

/** A file, and the document that is being made of its bytes already; null where it has to be sent. */
export interface FileWork {
  readonly file: FolderFile;
  readonly accepted: DocumentBody | null;
}

/** What is to be done for a file, or its outcome where that is nothing. Hashes it where that decides. */
export async function checkFile(
  file: FolderFile,
  known: DocumentBody | undefined,
): Promise<FileWork | FileOutcome> {
  if (known === undefined || planFile(file, known, null) === 'upload') return { file, accepted: null };
  try {
    const plan = planFile(file, known, await hashFile(file.path));
    if (plan === 'unchanged') return toOutcome(file.externalId, known, 'unchanged');
    return { file, accepted: plan === 'wait' ? known : null };
  } catch (error) {
    return toTrouble(file.externalId, error);
  }
}

/**
 * Sends a file and waits for what becomes of it; null when `stop` came before the service had it. Throws what the next file
 * would meet as well.
 */
export async function ingestFile(work: FileWork, options: IngestFileOptions): Promise<FileOutcome | null> {
  const { client, fields, stop, reporter } = options;
  const { file } = work;
  let { accepted } = work;
  try {
    accepted ??= await uploadFile(client, file, fields, stop);
    const ended = await waitUntilEnded(client, accepted, stop, (document) =>
      reporter.advance(file, document),
    );
    return toOutcome(file.externalId, ended, 'published');
  } catch (error) {
    if (stop.aborted) return accepted === null ? null : toOutcome(file.externalId, accepted, 'accepted');
    return toTrouble(file.externalId, error);
  }
}

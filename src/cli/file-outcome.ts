import { FileUnreadable, ServiceProblem } from './cli-errors.ts';
import type { DocumentBody } from './service-types.ts';
import type { FolderProblem } from './walk-folder.ts';

/** What became of a file. `accepted`: the service has it and goes on by itself, but nobody waits for it any more. */
export type FileOutcome = FileTrouble | FileSuccess;

export interface FileSuccess {
  readonly kind: 'published' | 'unchanged' | 'accepted';
  readonly externalId: string;
  readonly documentId: string;
  readonly version: number;
  readonly pages: number | null;
  readonly bytes: number;
}

/** `failed` while it was made, or here; `refused` by the service, or for a path that it cannot take. */
export interface FileTrouble {
  readonly kind: 'failed' | 'refused';
  readonly externalId: string;
  readonly documentId: string | null;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export function isTrouble(outcome: FileOutcome): outcome is FileTrouble {
  return outcome.kind === 'failed' || outcome.kind === 'refused';
}

/** The outcome of a file that the service took; `kind` when it did not fail. */
export function toOutcome(
  externalId: string,
  document: DocumentBody,
  kind: FileSuccess['kind'],
): FileOutcome {
  const { id: documentId, version, pages, bytes, error } = document;
  if (document.status !== 'failed') return { kind, externalId, documentId, version, pages, bytes };
  const { code, message, hint } = error ?? {
    code: 'INTERNAL_ERROR',
    message: 'No reason was given.',
    hint: null,
  };
  return { kind: 'failed', externalId, documentId, code, message, hint };
}

/** An error that is this file's alone as its outcome; any other is thrown again, since the next file would meet it too. */
export function toTrouble(externalId: string, error: unknown): FileTrouble {
  const common = { externalId, documentId: null, hint: null };
  if (error instanceof FileUnreadable)
    return { ...common, kind: 'failed', code: 'FILE_UNREADABLE', message: error.message };
  const isOfAll = !(error instanceof ServiceProblem) || isAboutAllFiles(error);
  if (isOfAll) throw error;
  const kind = error.status < 500 ? 'refused' : 'failed';
  return { ...common, kind, code: error.code, message: error.message };
}

export function toFolderTrouble({ externalId, code, message }: FolderProblem): FileTrouble {
  const kind = code.startsWith('PATH_') ? 'refused' : 'failed';
  return { kind, externalId, documentId: null, code, message, hint: null };
}

/** Keys, a collection that is gone, a model that is not configured; and a service that stayed busy for minutes. */
function isAboutAllFiles({ status, code }: ServiceProblem): boolean {
  const codes = ['COLLECTION_NOT_FOUND', 'EMBEDDING_UNAVAILABLE'];
  return [401, 403, 429, 503].includes(status) || codes.includes(code);
}

import { IngestError } from '../../errors.ts';

export function unreadableArchive(reason: string, cause?: unknown): IngestError {
  const hint = 'Open the file in the program it was made with, save it anew and send that.';
  return new IngestError('DOCUMENT_UNREADABLE', `The file is damaged: ${reason}.`, hint, { cause });
}

export function encryptedArchive(): IngestError {
  const hint = 'Send the document without a password.';
  return new IngestError('DOCUMENT_ENCRYPTED', 'Parts of the file open with a password only.', hint);
}

/** The file swells beyond what documents do. */
export function swollenArchive(limit: string): IngestError {
  const hint = 'Split the document into smaller ones; a file like this is refused to protect the service.';
  return new IngestError('DOCUMENT_LIMIT_EXCEEDED', `The file has more than ${limit}.`, hint);
}

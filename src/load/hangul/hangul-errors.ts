import { IngestError } from '../../errors.ts';

export function unreadableHangul(reason: string, cause?: unknown): IngestError {
  const hint = 'Open the file in Hangul, save it anew (HWPX is best) and send that.';
  return new IngestError('DOCUMENT_UNREADABLE', `The file is damaged: ${reason}.`, hint, { cause });
}

export function encryptedHangul(how: string): IngestError {
  const hint = 'Open the file in Hangul, take the protection off, save it and send that.';
  return new IngestError('DOCUMENT_ENCRYPTED', `The document ${how}.`, hint);
}

/** The file swells beyond what documents do. */
export function swollenHangul(limit: string): IngestError {
  const hint = 'Split the document into smaller ones; a file like this is refused to protect the service.';
  return new IngestError('DOCUMENT_LIMIT_EXCEEDED', `The file has more than ${limit}.`, hint);
}

export function tooComplexHangul(reason: string): IngestError {
  const hint = 'Simplify the document, or save it anew in Hangul and send that.';
  return new IngestError('DOCUMENT_TOO_COMPLEX', `The document is too complex: ${reason}.`, hint);
}

import type { LoadFindings, LoadLimits } from '../domain/load.ts';
import { IngestError } from '../errors.ts';
import { documentHasNoText } from './load-limits.ts';

export function unreadablePdf(cause?: unknown): IngestError {
  const hint = 'Open the file in a PDF viewer, save it anew and send that.';
  return new IngestError('DOCUMENT_UNREADABLE', 'The PDF is damaged and cannot be read.', hint, { cause });
}

/** DOCUMENT_ENCRYPTED; `given`: there was a password, and it is not the one. */
export function pdfNeedsPassword(given: boolean): IngestError {
  const message = given ? 'The password does not open the PDF.' : 'The PDF opens with a password only.';
  const hint = given
    ? 'Retry with the right one as `password`.'
    : 'Retry with it as `password`, or send the document without one.';
  return new IngestError('DOCUMENT_ENCRYPTED', message, hint);
}

export function pdfCipherUnknown(): IngestError {
  const hint = 'Save it without encryption and send that.';
  return new IngestError('DOCUMENT_ENCRYPTED', 'The PDF is encrypted in a way that is not known here.', hint);
}

export function pdfTooLarge(cause?: unknown): IngestError {
  const hint = 'Split the document into smaller ones.';
  return new IngestError('PARSER_MEMORY', 'The document needs too much memory.', hint, { cause });
}

/** What the shares of a document come to: throws DOCUMENT_UNREADABLE or DOCUMENT_HAS_NO_TEXT when all of them say so. */
export function checkFindings(shares: readonly LoadFindings[], { ocr }: LoadLimits): void {
  if (!shares.some((share) => share.hasReadablePage)) throw unreadablePdf();
  if (!shares.some((share) => share.hasText)) throw documentHasNoText(ocr);
}

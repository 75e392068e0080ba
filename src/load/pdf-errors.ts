import type { LoadFindings, LoadLimits } from '../domain/load.ts';
import { IngestError } from '../errors.ts';
import { documentHasNoText } from './load-limits.ts';

export function unreadablePdf(cause?: unknown): IngestError {
  const hint = 'Open the file in a PDF viewer, save it anew and send that.';
  return new IngestError('DOCUMENT_UNREADABLE', 'The PDF is damaged and cannot be read.', hint, { cause });
}

/** What the shares of a document come to: throws DOCUMENT_UNREADABLE or DOCUMENT_HAS_NO_TEXT when all of them say so. */
export function checkFindings(shares: readonly LoadFindings[], { ocr }: LoadLimits): void {
  if (!shares.some((share) => share.hasReadablePage)) throw unreadablePdf();
  if (!shares.some((share) => share.hasText)) throw documentHasNoText(ocr);
}

import type { LoadLimits } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { IngestError } from '../errors.ts';

/** Counts what a loader yields and stops it at the first limit that is passed. */
export interface LimitCounter {
  /** Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED; ask before the first page where the number is known. */
  checkPageCount(pageCount: number): void;
  /** Throws DOCUMENT_LIMIT_EXCEEDED. */
  addPage(page: Page): void;
  /** Throws DOCUMENT_HAS_NO_TEXT when not one visible character was added. */
  checkHasText(): void;
}

export function countAgainstLimits(limits: LoadLimits): LimitCounter {
  let pages = 0;
  let textBytes = 0;
  let hasText = false;

  const checkPageCount = (pageCount: number): void => {
    if (pageCount > limits.maxPages) throw limitExceeded('pages', limits.maxPages);
  };
  return {
    checkPageCount,
    addPage(page) {
      pages += 1;
      textBytes += Buffer.byteLength(page.text);
      hasText ||= /\S/.test(page.text);
      checkPageCount(pages);
      if (textBytes > limits.maxTextBytes) throw limitExceeded('bytes of text', limits.maxTextBytes);
    },
    checkHasText() {
      if (!hasText) throw documentHasNoText(limits.ocr);
    },
  };
}

export function documentHasNoText(ocr: boolean): IngestError {
  return new IngestError(
    'DOCUMENT_HAS_NO_TEXT',
    'The document has no text that can be read.',
    ocr
      ? 'Send a version whose text can be selected, or a clearer scan as PDF or image.'
      : 'Send a version whose text can be selected, or set OCR=on in the service configuration to have scans read.',
  );
}

export function limitExceeded(what: string, limit: number): IngestError {
  return new IngestError(
    'DOCUMENT_LIMIT_EXCEEDED',
    `The document has more than ${limit} ${what}.`,
    'Split the document into smaller ones, or raise the limit in the service configuration.',
  );
}

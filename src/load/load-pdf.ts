import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { IngestError } from '../errors.ts';
import { choosePdfTitle } from './choose-pdf-title.ts';
import { layoutPage } from './layout-page.ts';
import { listPageWarnings } from './list-page-warnings.ts';
import { countAgainstLimits } from './load-limits.ts';
import { PdfPageMender } from './pdf-page-mender.ts';
import { openPdf, type Pdfium, readUtf16, startPdfium, unreadablePdf } from './pdfium.ts';
import { placeHeadings } from './place-headings.ts';
import { readPdfOutline } from './read-pdf-outline.ts';
import { readPdfPage } from './read-pdf-page.ts';

const LOADER = 'pdfium 2.15.1';
const MAX_BATCH_PAGES = 8;
const MAX_BATCH_CHARS = 65_536;
/** A slow page is handed on at once, so that it counts as progress. */
const MAX_BATCH_MS = 500;

/**
 * PDF by PDFium. Pages count by their physical index; headings come from the bookmarks.
 *
 * Throws `IngestError` DOCUMENT_ENCRYPTED (a password is needed to open it), DOCUMENT_UNREADABLE and those of the
 * limits.
 */
export async function* loadPdf(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const pdfium = await startPdfium();
  try {
    yield* readDocument(pdfium, bytes, limits);
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw translateEngineError(error);
  }
}

async function* readDocument(
  pdfium: Pdfium,
  bytes: Uint8Array,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const { document, close } = openPdf(pdfium, bytes);
  try {
    const pageCount = pdfium.FPDF_GetPageCount(document);
    if (pageCount <= 0) throw unreadablePdf();
    const counter = countAgainstLimits(limits);
    counter.checkPageCount(pageCount);
    const title = choosePdfTitle(
      readUtf16(pdfium, (buffer, size) => pdfium.FPDF_GetMetaText(document, 'Title', buffer, size)),
    );
    yield { kind: 'head', head: { loader: LOADER, pageCount, title } };

    const bookmarks = Map.groupBy(readPdfOutline(pdfium, document), (bookmark) => bookmark.page);
    const mender = new PdfPageMender(pdfium, document, limits);
    let unreadable = 0;
    let batch: Page[] = [];
    let batchChars = 0;
    let batchStart = performance.now();
    for (let index = 0; index < pageCount; index += 1) {
      const printed = readPdfPage(pdfium, document, index);
      if (printed === null) unreadable += 1;
      const laid = printed ? layoutPage(printed) : { text: '', lines: [] };
      const { text, lines } = await mender.mend(index, printed, laid);
      const page: Page = {
        number: index + 1,
        label: readPageLabel(pdfium, document, index),
        text,
        width: printed ? roundTenth(printed.width) : null,
        height: printed ? roundTenth(printed.height) : null,
        lines,
        headings: placeHeadings(text, bookmarks.get(index) ?? []),
      };
      counter.addPage(page);
      batch.push(page);
      batchChars += text.length;
      const slow = performance.now() - batchStart > MAX_BATCH_MS;
      if (batch.length >= MAX_BATCH_PAGES || batchChars >= MAX_BATCH_CHARS || slow) {
        yield { kind: 'pages', pages: batch };
        [batch, batchChars, batchStart] = [[], 0, performance.now()];
      }
    }
    if (batch.length > 0) yield { kind: 'pages', pages: batch };
    if (unreadable === pageCount) throw unreadablePdf();
    counter.checkHasText();
    yield { kind: 'end', warnings: listPageWarnings(mender.findings) };
  } finally {
    close();
  }
}

function readPageLabel(pdfium: Pdfium, document: number, index: number): string | null {
  const label = readUtf16(
    pdfium,
    (buffer, size) => pdfium.FPDF_GetPageLabel(document, index, buffer, size),
    256,
  );
  return (
    label
      .replace(/[\p{Cc}\p{Surrogate}]/gu, '')
      .trim()
      .normalize('NFC') || null
  );
}

/** Traps of the engine's WebAssembly and its failed allocations. */
function translateEngineError(error: unknown): IngestError {
  if (/out of memory|enlarge memory|allocation failed|memory access out of bounds/i.test(String(error))) {
    const hint = 'Split the document into smaller ones.';
    return new IngestError('PARSER_MEMORY', 'The document needs too much memory.', hint, { cause: error });
  }
  return unreadablePdf(error);
}

function roundTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

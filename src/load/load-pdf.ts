import type { LoadEvent, LoadLimits, LoadSource, PageRange } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { IngestError } from '../errors.ts';
import { choosePdfTitle } from './choose-pdf-title.ts';
import { layoutPage } from './layout-page.ts';
import { listPageWarnings } from './list-page-warnings.ts';
import { countAgainstLimits } from './load-limits.ts';
import { checkFindings, pdfTooLarge, unreadablePdf } from './pdf-errors.ts';
import { PdfPageMender } from './pdf-page-mender.ts';
import { openPdf, type Pdfium, readUtf16, startPdfium } from './pdfium.ts';
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
 * With `ranges` it reads these only, a batch for each, and leaves it to whoever gave them out to judge by the
 * `findings` of its end whether the document has text.
 *
 * Throws `IngestError` DOCUMENT_ENCRYPTED (it needs a password, or another one), DOCUMENT_UNREADABLE and those of the
 * limits.
 */
export async function* loadPdf(
  bytes: Uint8Array,
  { password = null }: LoadSource,
  limits: LoadLimits,
  ranges?: AsyncIterable<PageRange>,
): AsyncGenerator<LoadEvent> {
  const pdfium = await startPdfium();
  try {
    yield* readDocument(pdfium, bytes, password, limits, ranges);
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw translateEngineError(error);
  }
}

async function* readDocument(
  pdfium: Pdfium,
  bytes: Uint8Array,
  password: string | null,
  limits: LoadLimits,
  ranges: AsyncIterable<PageRange> | undefined,
): AsyncGenerator<LoadEvent> {
  const { document, close } = openPdf(pdfium, bytes, password);
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
    let hasReadablePage = false;
    let hasText = false;
    for await (const { first, last } of ranges ?? listBatches(pageCount)) {
      let batch: Page[] = [];
      let batchChars = 0;
      let batchStart = performance.now();
      for (let index = first - 1; index < Math.min(last, pageCount); index += 1) {
        const printed = readPdfPage(pdfium, document, index);
        hasReadablePage ||= printed !== null;
        const laid = printed ? layoutPage(printed) : { text: '', lines: [] };
        const { text, lines } = await mender.mend(index, printed, laid);
        hasText ||= text !== '';
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
        if (batchChars >= MAX_BATCH_CHARS || slow) {
          yield { kind: 'pages', pages: batch };
          [batch, batchChars, batchStart] = [[], 0, performance.now()];
        }
      }
      if (batch.length > 0) yield { kind: 'pages', pages: batch };
    }
    const findings = { hasText, hasReadablePage, pages: mender.findings };
    if (ranges !== undefined) return yield { kind: 'end', warnings: [], findings };
    checkFindings([findings], limits);
    yield { kind: 'end', warnings: listPageWarnings(findings.pages) };
  } finally {
    close();
  }
}

async function* listBatches(pageCount: number): AsyncGenerator<PageRange> {
  for (let first = 1; first <= pageCount; first += MAX_BATCH_PAGES)
    yield { first, last: first + MAX_BATCH_PAGES - 1 };
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
  const isOutOfMemory = /out of memory|enlarge memory|allocation failed|memory access out of bounds/i;
  return isOutOfMemory.test(String(error)) ? pdfTooLarge(error) : unreadablePdf(error);
}

function roundTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

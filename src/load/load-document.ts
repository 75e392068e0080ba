import type { LoadEvent, LoadLimits, LoadSource, PageRange } from '../domain/load.ts';
import { cutPages } from '../domain/page-batch.ts';
import { IngestError } from '../errors.ts';
import { boundTitles } from './bound-titles.ts';
import {
  BMP_MEDIA_TYPE,
  CSV_MEDIA_TYPE,
  DOCX_MEDIA_TYPE,
  EML_MEDIA_TYPE,
  EPUB_MEDIA_TYPE,
  HWP_MEDIA_TYPE,
  HWPX_MEDIA_TYPE,
  JPEG_MEDIA_TYPE,
  ODP_MEDIA_TYPE,
  ODS_MEDIA_TYPE,
  ODT_MEDIA_TYPE,
  PDF_MEDIA_TYPE,
  PNG_MEDIA_TYPE,
  PPTX_MEDIA_TYPE,
  RTF_MEDIA_TYPE,
  TIFF_MEDIA_TYPE,
  TSV_MEDIA_TYPE,
  WEBP_MEDIA_TYPE,
  XLSX_MEDIA_TYPE,
} from './media-types.ts';
import { reportInvisible } from './report-invisible.ts';

type Loader = (
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
  ranges?: AsyncIterable<PageRange>,
) => AsyncIterable<LoadEvent>;

const importCsv = async () => (await import('./load-csv.ts')).loadCsv;
const importImage = async () => (await import('./load-image.ts')).loadImage;

/** A process imports what it reads and no more: all of it took 0.7 s of the first document. */
const LOADERS: ReadonlyMap<string, () => Promise<Loader>> = new Map<string, () => Promise<Loader>>([
  [PDF_MEDIA_TYPE, async () => (await import('./load-pdf.ts')).loadPdf],
  [DOCX_MEDIA_TYPE, async () => (await import('./load-docx.ts')).loadDocx],
  [XLSX_MEDIA_TYPE, async () => (await import('./load-xlsx.ts')).loadXlsx],
  [PPTX_MEDIA_TYPE, async () => (await import('./load-pptx.ts')).loadPptx],
  [HWP_MEDIA_TYPE, async () => (await import('./load-hwp.ts')).loadHwp],
  [HWPX_MEDIA_TYPE, async () => (await import('./load-hwpx.ts')).loadHwpx],
  [CSV_MEDIA_TYPE, importCsv],
  [TSV_MEDIA_TYPE, importCsv],
  [ODT_MEDIA_TYPE, async () => (await import('./load-odt.ts')).loadOdt],
  [ODS_MEDIA_TYPE, async () => (await import('./load-ods.ts')).loadOds],
  [ODP_MEDIA_TYPE, async () => (await import('./load-odp.ts')).loadOdp],
  [RTF_MEDIA_TYPE, async () => (await import('./load-rtf.ts')).loadRtf],
  [EPUB_MEDIA_TYPE, async () => (await import('./load-epub.ts')).loadEpub],
  [EML_MEDIA_TYPE, async () => (await import('./load-eml.ts')).loadEml],
  [PNG_MEDIA_TYPE, importImage],
  [JPEG_MEDIA_TYPE, importImage],
  [TIFF_MEDIA_TYPE, importImage],
  [WEBP_MEDIA_TYPE, importImage],
  [BMP_MEDIA_TYPE, importImage],
  ['text/html', async () => (await import('./load-html.ts')).loadHtml],
  ['text/markdown', async () => (await import('./load-markdown.ts')).loadMarkdown],
  ['text/plain', async () => (await import('./load-text.ts')).loadText],
]);

/** Where the bytes of a document are to be received: its loader reads them there, without a copy of its own. */
export async function allocateBytes({ mediaType, bytes }: LoadSource): Promise<Uint8Array> {
  if (mediaType !== PDF_MEDIA_TYPE) return new Uint8Array(bytes);
  const { allocatePdf, startPdfium } = await import('./pdfium.ts');
  return allocatePdf(await startPdfium(), bytes);
}

/**
 * Loads by the source's media type, adds what is found in any format and hands on a bounded batch at a time. Throws `IngestError`; see the loaders. Of a
 * format that `LOADS_IN_RANGES` the pages of `ranges` only, where they are given.
 */
export async function* loadDocument(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
  ranges?: AsyncIterable<PageRange>,
): AsyncGenerator<LoadEvent> {
  for await (const whole of reportInvisible(loadByType(bytes, source, limits, ranges))) {
    const event = boundTitles(whole);
    if (event.kind !== 'pages') yield event;
    else for (const pages of cutPages(event.pages)) yield { kind: 'pages', pages };
  }
}

/** The loader of the source's media type alone, for what is part of another document. */
export async function* loadByType(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
  ranges?: AsyncIterable<PageRange>,
): AsyncGenerator<LoadEvent> {
  const importLoader = LOADERS.get(source.mediaType);
  if (importLoader === undefined)
    throw new IngestError(
      'DOCUMENT_UNREADABLE',
      `There is no loader for ${source.mediaType}.`,
      'Send a PDF, an Office (.docx, .xlsx, .pptx), Hangul (.hwp, .hwpx) or OpenDocument file (.odt, .ods, .odp), RTF, a book (.epub), a message (.eml), an image (PNG, JPEG, TIFF, WebP, BMP), CSV, HTML, Markdown or plain text.',
    );
  const load = await importLoader();
  yield* load(bytes, source, limits, ranges);
}

import type { LoadEvent, LoadLimits, LoadSource, PageRange } from '../domain/load.ts';
import { IngestError } from '../errors.ts';
import { loadCsv } from './load-csv.ts';
import { loadDocx } from './load-docx.ts';
import { loadEml } from './load-eml.ts';
import { loadEpub } from './load-epub.ts';
import { loadHtml } from './load-html.ts';
import { loadHwp } from './load-hwp.ts';
import { loadHwpx } from './load-hwpx.ts';
import { loadImage } from './load-image.ts';
import { loadMarkdown } from './load-markdown.ts';
import { loadOdp } from './load-odp.ts';
import { loadOds } from './load-ods.ts';
import { loadOdt } from './load-odt.ts';
import { loadPdf } from './load-pdf.ts';
import { loadPptx } from './load-pptx.ts';
import { loadRtf } from './load-rtf.ts';
import { loadText } from './load-text.ts';
import { loadXlsx } from './load-xlsx.ts';
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

/**
 * Loads by the source's media type and adds what is found in any format. Throws `IngestError`; see the loaders. Of a
 * format that `LOADS_IN_RANGES` the pages of `ranges` only, where they are given.
 */
export function loadDocument(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
  ranges?: AsyncIterable<PageRange>,
): AsyncIterable<LoadEvent> {
  return reportInvisible(loadByType(bytes, source, limits, ranges));
}

/** The loader of the source's media type alone, for what is part of another document. */
export function loadByType(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
  ranges?: AsyncIterable<PageRange>,
): AsyncIterable<LoadEvent> {
  switch (source.mediaType) {
    case PDF_MEDIA_TYPE:
      return loadPdf(bytes, source, limits, ranges);
    case DOCX_MEDIA_TYPE:
      return loadDocx(bytes, source, limits);
    case XLSX_MEDIA_TYPE:
      return loadXlsx(bytes, source, limits);
    case PPTX_MEDIA_TYPE:
      return loadPptx(bytes, source, limits);
    case HWP_MEDIA_TYPE:
      return loadHwp(bytes, source, limits);
    case HWPX_MEDIA_TYPE:
      return loadHwpx(bytes, source, limits);
    case CSV_MEDIA_TYPE:
    case TSV_MEDIA_TYPE:
      return loadCsv(bytes, source, limits);
    case ODT_MEDIA_TYPE:
      return loadOdt(bytes, source, limits);
    case ODS_MEDIA_TYPE:
      return loadOds(bytes, source, limits);
    case ODP_MEDIA_TYPE:
      return loadOdp(bytes, source, limits);
    case RTF_MEDIA_TYPE:
      return loadRtf(bytes, source, limits);
    case EPUB_MEDIA_TYPE:
      return loadEpub(bytes, source, limits);
    case EML_MEDIA_TYPE:
      return loadEml(bytes, source, limits);
    case PNG_MEDIA_TYPE:
    case JPEG_MEDIA_TYPE:
    case TIFF_MEDIA_TYPE:
    case WEBP_MEDIA_TYPE:
    case BMP_MEDIA_TYPE:
      return loadImage(bytes, source, limits);
    case 'text/html':
      return loadHtml(bytes, source, limits);
    case 'text/markdown':
      return loadMarkdown(bytes, source, limits);
    case 'text/plain':
      return loadText(bytes, source, limits);
    default:
      throw new IngestError(
        'DOCUMENT_UNREADABLE',
        `There is no loader for ${source.mediaType}.`,
        'Send a PDF, an Office (.docx, .xlsx, .pptx), Hangul (.hwp, .hwpx) or OpenDocument file (.odt, .ods, .odp), RTF, a book (.epub), a message (.eml), an image (PNG, JPEG, TIFF, WebP, BMP), CSV, HTML, Markdown or plain text.',
      );
  }
}

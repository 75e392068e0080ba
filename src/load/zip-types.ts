import type { SupportedMediaType } from './detect-media-type.ts';
import type { ZipFormat } from './identify-zip.ts';
import {
  DOCX_MEDIA_TYPE,
  EPUB_MEDIA_TYPE,
  HWPX_MEDIA_TYPE,
  ODP_MEDIA_TYPE,
  ODS_MEDIA_TYPE,
  ODT_MEDIA_TYPE,
  PPTX_MEDIA_TYPE,
  XLSX_MEDIA_TYPE,
} from './media-types.ts';

/** A format in a ZIP: what it is to a caller, and what a client may call it, macros and templates among them. */
export interface ZipType {
  readonly mediaType: SupportedMediaType;
  readonly what: string;
  readonly extension: RegExp;
  readonly declared: RegExp;
}

/** The formats in a ZIP that have a loader. */
export const ZIP_TYPES: Readonly<Partial<Record<ZipFormat, ZipType>>> = {
  HWPX: {
    mediaType: HWPX_MEDIA_TYPE,
    what: 'a Hangul document (HWPX)',
    extension: /^hwpx$/,
    declared: /^application\/(?:hwp\+zip|haansofthwpx|vnd\.hancom\.hwpx)$/,
  },
  XLSX: {
    mediaType: XLSX_MEDIA_TYPE,
    what: 'an Excel workbook',
    extension: /^xl[st][xm]$/,
    declared:
      /^application\/vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.|ms-excel\.)(?:sheet|template)/,
  },
  PPTX: {
    mediaType: PPTX_MEDIA_TYPE,
    what: 'a PowerPoint presentation',
    extension: /^p(?:pt|ot|ps)[xm]$/,
    declared:
      /^application\/vnd\.(?:openxmlformats-officedocument\.presentationml\.|ms-powerpoint\.)(?:presentation|template|slideshow)/,
  },
  DOCX: {
    mediaType: DOCX_MEDIA_TYPE,
    what: 'a Word document',
    extension: /^do[ct][xm]$/,
    declared:
      /^application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.|ms-word\.)(?:document|template)/,
  },
  ODT: {
    mediaType: ODT_MEDIA_TYPE,
    what: 'a text in OpenDocument (ODT)',
    extension: /^o[td]t$/,
    declared: /^application\/(?:x-)?vnd\.oasis\.opendocument\.text(?:-template)?$/,
  },
  ODS: {
    mediaType: ODS_MEDIA_TYPE,
    what: 'a spreadsheet in OpenDocument (ODS)',
    extension: /^o[td]s$/,
    declared: /^application\/(?:x-)?vnd\.oasis\.opendocument\.spreadsheet(?:-template)?$/,
  },
  ODP: {
    mediaType: ODP_MEDIA_TYPE,
    what: 'a presentation in OpenDocument (ODP)',
    extension: /^o[td]p$/,
    declared: /^application\/(?:x-)?vnd\.oasis\.opendocument\.presentation(?:-template)?$/,
  },
  EPUB: {
    mediaType: EPUB_MEDIA_TYPE,
    what: 'a book (EPUB)',
    extension: /^epub$/,
    declared: /^application\/epub(?:\+zip)?$/,
  },
};

import type { ZipFormat } from './identify-zip.ts';
import {
  DOCX_MEDIA_TYPE,
  EPUB_MEDIA_TYPE,
  HWPX_MEDIA_TYPE,
  ODP_MEDIA_TYPE,
  ODS_MEDIA_TYPE,
  ODT_MEDIA_TYPE,
} from './media-types.ts';

interface ZipType {
  readonly mediaType:
    | typeof DOCX_MEDIA_TYPE
    | typeof HWPX_MEDIA_TYPE
    | typeof ODT_MEDIA_TYPE
    | typeof ODS_MEDIA_TYPE
    | typeof ODP_MEDIA_TYPE
    | typeof EPUB_MEDIA_TYPE;
  /** As a caller reads it. */
  readonly name: string;
  /** Media types and extensions under which a client may send it without a word. */
  readonly declared: RegExp;
  readonly extensions: RegExp;
}

/** Formats in a ZIP archive that have a loader. */
export const ZIP_TYPES: ReadonlyMap<ZipFormat, ZipType> = new Map([
  [
    'DOCX',
    {
      mediaType: DOCX_MEDIA_TYPE,
      name: 'a Word document',
      declared:
        /^application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.|ms-word\.)(?:document|template)/,
      extensions: /^do[ct][xm]$/,
    },
  ],
  [
    'HWPX',
    {
      mediaType: HWPX_MEDIA_TYPE,
      name: 'a Hangul document (HWPX)',
      declared: /^application\/(?:hwp\+zip|haansofthwpx|vnd\.hancom\.hwpx)$/,
      extensions: /^hwpx$/,
    },
  ],
  [
    'ODT',
    {
      mediaType: ODT_MEDIA_TYPE,
      name: 'a text in OpenDocument (ODT)',
      declared: /^application\/(?:x-)?vnd\.oasis\.opendocument\.text(?:-template)?$/,
      extensions: /^o[td]t$/,
    },
  ],
  [
    'ODS',
    {
      mediaType: ODS_MEDIA_TYPE,
      name: 'a spreadsheet in OpenDocument (ODS)',
      declared: /^application\/(?:x-)?vnd\.oasis\.opendocument\.spreadsheet(?:-template)?$/,
      extensions: /^o[td]s$/,
    },
  ],
  [
    'ODP',
    {
      mediaType: ODP_MEDIA_TYPE,
      name: 'a presentation in OpenDocument (ODP)',
      declared: /^application\/(?:x-)?vnd\.oasis\.opendocument\.presentation(?:-template)?$/,
      extensions: /^o[td]p$/,
    },
  ],
  [
    'EPUB',
    {
      mediaType: EPUB_MEDIA_TYPE,
      name: 'a book (EPUB)',
      declared: /^application\/epub(?:\+zip)?$/,
      extensions: /^epub$/,
    },
  ],
] satisfies [ZipFormat, ZipType][]);

import type { ZipFormat } from './identify-zip.ts';
import { DOCX_MEDIA_TYPE, EPUB_MEDIA_TYPE, HWPX_MEDIA_TYPE } from './media-types.ts';

interface ZipType {
  readonly mediaType: typeof DOCX_MEDIA_TYPE | typeof EPUB_MEDIA_TYPE | typeof HWPX_MEDIA_TYPE;
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
    'EPUB',
    {
      mediaType: EPUB_MEDIA_TYPE,
      name: 'a book (EPUB)',
      declared: /^application\/epub(?:\+zip)?$/,
      extensions: /^epub$/,
    },
  ],
] satisfies [ZipFormat, ZipType][]);

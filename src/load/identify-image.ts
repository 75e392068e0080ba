import {
  BMP_MEDIA_TYPE,
  JPEG_MEDIA_TYPE,
  PNG_MEDIA_TYPE,
  TIFF_MEDIA_TYPE,
  WEBP_MEDIA_TYPE,
} from './media-types.ts';

export interface ImageType {
  readonly mediaType: (typeof IMAGE_TYPES)[number]['mediaType'];
  readonly what: string;
  /** How it is declared, and the extensions it has. */
  readonly declared: RegExp;
  readonly extension: RegExp;
}

const RESERVED_ZEROS = '\0\0\0\0';
const BMP_HEADER_BYTES = new Set([12, 40, 52, 56, 64, 108, 124]);

/** `begins` is asked of the first bytes in Latin-1. */
const IMAGE_TYPES = [
  {
    mediaType: PNG_MEDIA_TYPE,
    what: 'a PNG image',
    begins: (start: string) => start.startsWith('\x89PNG\r\n\x1a\n'),
    declared: /^image\/(?:x-)?png$/,
    extension: /^png$/,
  },
  {
    mediaType: JPEG_MEDIA_TYPE,
    what: 'a JPEG image',
    begins: (start: string) => start.startsWith('\xff\xd8\xff'),
    declared: /^image\/p?jpe?g$/,
    extension: /^(?:jpe?g|jpe|jfif)$/,
  },
  {
    mediaType: TIFF_MEDIA_TYPE,
    what: 'a TIFF image',
    begins: (start: string) => start.startsWith('II*\0') || start.startsWith('MM\0*'),
    declared: /^image\/tiff?$/,
    extension: /^tiff?$/,
  },
  {
    mediaType: WEBP_MEDIA_TYPE,
    what: 'a WebP image',
    begins: (start: string) => start.startsWith('RIFF') && start.startsWith('WEBPVP8', 8),
    declared: /^image\/webp$/,
    extension: /^webp$/,
  },
  {
    // "BM" begins sentences too: the reserved zeros and the size of the header tell.
    mediaType: BMP_MEDIA_TYPE,
    what: 'a BMP image',
    begins: (start: string) =>
      start.startsWith('BM') &&
      start.startsWith(RESERVED_ZEROS, 6) &&
      BMP_HEADER_BYTES.has(start.charCodeAt(14)) &&
      start.startsWith('\0\0\0', 15),
    declared: /^image\/(?:x-(?:ms-)?)?bmp$/,
    extension: /^(?:bmp|dib)$/,
  },
] as const;

/** The image format that a file begins as, of those that can be read; null for others. */
export function identifyImage(head: Buffer): ImageType | null {
  const start = head.toString('latin1', 0, 32);
  return IMAGE_TYPES.find(({ begins }) => begins(start)) ?? null;
}

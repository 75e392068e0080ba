import {
  BMP_MEDIA_TYPE,
  JPEG_MEDIA_TYPE,
  PNG_MEDIA_TYPE,
  TIFF_MEDIA_TYPE,
  WEBP_MEDIA_TYPE,
} from '../media-types.ts';
import type { ImageFrame } from './image-header.ts';
import { readBmpHeader } from './read-bmp-header.ts';
import { readJpegHeader } from './read-jpeg-header.ts';
import { readPngHeader } from './read-png-header.ts';
import { readTiffFrames } from './read-tiff-frames.ts';
import { readWebpHeader } from './read-webp-header.ts';

/** The pictures of an image file in order, from their headers alone; none where they cannot be read. */
export function readImageFrames(bytes: Buffer, mediaType: string, maxFrames: number): readonly ImageFrame[] {
  try {
    if (mediaType === TIFF_MEDIA_TYPE) return readTiffFrames(bytes, maxFrames);
    const frame = readFrame(bytes, mediaType);
    return frame ? [frame] : [];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function readFrame(bytes: Buffer, mediaType: string): ImageFrame | null {
  switch (mediaType) {
    case PNG_MEDIA_TYPE:
      return readPngHeader(bytes);
    case JPEG_MEDIA_TYPE:
      return readJpegHeader(bytes);
    case WEBP_MEDIA_TYPE:
      return readWebpHeader(bytes);
    case BMP_MEDIA_TYPE:
      return readBmpHeader(bytes);
    default:
      return null;
  }
}

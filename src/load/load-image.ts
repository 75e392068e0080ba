import type { LoadEvent, LoadLimits, LoadSource, PageFinding } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { IngestError } from '../errors.ts';
import type { ImageFrame } from './image/image-header.ts';
import { readImageFrames } from './image/read-image-frames.ts';
import { chooseTiffFrame, type TiffFrame } from './image/read-tiff-frames.ts';
import { isSideways, turnOrientation } from './image/turn-orientation.ts';
import { listPageWarnings } from './list-page-warnings.ts';
import { countAgainstLimits } from './load-limits.ts';
import { type RecognisedPage, recognisePage } from './ocr/recognise-page.ts';

const LOADER = 'tesseract 7.0.0';
/** An A4 page at 400 dpi has 15 million. In colour, 20 million took 409 MB of the process, 30 million more than its 512. */
const MAX_MEGAPIXELS = 24;
/** None, fax (2 to 4), LZW and PackBits: what the engine's libtiff was built with. */
const TIFF_COMPRESSIONS = new Set([1, 2, 3, 4, 5, 32_773]);
/** Of scans that do not tell. */
const DEFAULT_DPI = 200;
const POINTS_PER_INCH = 72;

/**
 * Pictures (PNG, JPEG, TIFF, BMP, WebP), their text recognised; each picture of a TIFF file is a page.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_TOO_COMPLEX (too many pixels) and those of the limits.
 */
export async function* loadImage(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = readImageFrames(buffer, source.mediaType, limits.maxPages + 1);
  if (frames.length === 0) throw unreadableImage();
  const counter = countAgainstLimits(limits);
  counter.checkPageCount(frames.length);
  for (const frame of frames) {
    checkPixels(frame);
    if (isTiffFrame(frame)) checkCompression(frame);
  }
  yield { kind: 'head', head: { loader: LOADER, pageCount: frames.length, title: null } };

  const findings: PageFinding[] = [];
  let unreadable = 0;
  for (const [index, frame] of frames.entries()) {
    const note = (code: PageFinding['code']): void => {
      findings.push({ page: index + 1, code, count: 1 });
    };
    const size = measureFrame(frame);
    let recognised: RecognisedPage | null = null;
    if (!limits.ocr) note('OCR_OFF');
    else if (index >= limits.maxOcrPages) note('OCR_LIMIT');
    else {
      const result = await recogniseFrame(buffer, frame, size);
      if (result === 'unreadable') {
        unreadable += 1;
        note('PAGE_UNREADABLE');
      } else {
        recognised = result;
        note(recognised ? 'PAGE_BY_OCR' : 'PAGE_WITHOUT_TEXT');
      }
    }
    const page = toPage(index + 1, size, recognised);
    counter.addPage(page);
    yield { kind: 'pages', pages: [page] };
  }
  if (unreadable === frames.length) throw unreadableImage();
  counter.checkHasText();
  yield { kind: 'end', warnings: listPageWarnings(findings) };
}

interface FrameSize {
  /** Points, as it is shown. */
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
}

async function recogniseFrame(
  bytes: Buffer,
  frame: ImageFrame,
  size: FrameSize,
): Promise<RecognisedPage | null | 'unreadable'> {
  if (isTiffFrame(frame)) chooseTiffFrame(bytes, frame);
  let isReadable = true;
  const recognised = await recognisePage(
    (turns) => ({ bytes, dpi: size.dpi, orientation: turnOrientation(frame.orientation, turns) }),
    size,
    () => {
      isReadable = false;
    },
  );
  return isReadable ? recognised : 'unreadable';
}

function measureFrame({ width, height, orientation, dpi }: ImageFrame): FrameSize {
  const perPixel = POINTS_PER_INCH / (dpi ?? DEFAULT_DPI);
  const [across, down] = isSideways(orientation) ? [height, width] : [width, height];
  return { width: across * perPixel, height: down * perPixel, dpi: dpi ?? DEFAULT_DPI };
}

function toPage(number: number, { width, height }: FrameSize, recognised: RecognisedPage | null): Page {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    number,
    label: null,
    text: recognised?.text ?? '',
    width: round(width),
    height: round(height),
    lines: recognised?.lines ?? [],
    headings: [],
  };
}

function isTiffFrame(frame: ImageFrame): frame is TiffFrame {
  return 'offset' in frame;
}

/** Asked of the header, before anything is unpacked: a PNG of 7 kB can hold 50,000 by 50,000 pixels. */
function checkPixels({ width, height }: ImageFrame): void {
  if (width < 1 || height < 1) throw unreadableImage();
  if (width * height <= MAX_MEGAPIXELS * 1_000_000) return;
  const message = `The image has ${width} x ${height} pixels; the limit is ${MAX_MEGAPIXELS} million.`;
  throw new IngestError(
    'DOCUMENT_TOO_COMPLEX',
    message,
    'Send it with fewer pixels: 200 to 300 per inch do.',
  );
}

function checkCompression({ compression }: TiffFrame): void {
  if (TIFF_COMPRESSIONS.has(compression)) return;
  const message = `The TIFF file is compressed in a way that cannot be read (number ${compression}).`;
  throw new IngestError('DOCUMENT_UNREADABLE', message, 'Save it with LZW compression, as PNG or as PDF.');
}

function unreadableImage(): IngestError {
  const hint = 'Open the image in a viewer, save it as PNG and send that.';
  return new IngestError('DOCUMENT_UNREADABLE', 'The image is damaged and cannot be read.', hint);
}

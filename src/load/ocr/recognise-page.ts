import type { Line } from '../../domain/page.ts';
import { layoutPage } from '../layout-page.ts';
import { announceRecognition } from './announce-recognition.ts';
import { type ImageSource, type Recognised, recogniseImage } from './recognise-image.ts';
import { type QuarterTurns, turnBoxBack } from './turn-box.ts';

/** A page as a picture, turned clockwise. Null when it cannot be made. */
export type PictureOf = (turns: QuarterTurns) => ImageSource | null;

export interface RecognisedPage {
  readonly text: string;
  /** In points of the page as it is shown, whichever way its text runs. */
  readonly lines: readonly Line[];
}

/** Right sides up had 79 to 95 in all measurements, sideways and upside down 0 to 56. */
const MIN_CONFIDENCE = 65;
/** Of a line: what the engine sees in photographs and rulings has less. */
const MIN_LINE_CONFIDENCE = 40;
/** A speck can be taken for a letter or two with confidence. */
const MIN_LETTERS = 3;
/** Sideways scans are common, upside down ones are not. */
const TURNS: readonly QuarterTurns[] = [0, 1, 3, 2];
/** No further side is tried when the page took so long already; its budget is 15 s. */
const MAX_TRIES_MS = 12_000;
const POINTS_PER_INCH = 72;

/**
 * The text of a page that is a picture; `width` and `height` in points as it is shown. The sides are tried until one
 * reads well. Null when none does: nothing is better than text that was made up. `onUnreadable` is called when the
 * picture cannot be decoded.
 */
export async function recognisePage(
  pictureOf: PictureOf,
  size: { readonly width: number; readonly height: number },
  onUnreadable: () => void = () => {},
): Promise<RecognisedPage | null> {
  await announceRecognition();
  const start = performance.now();
  for (const turns of TURNS) {
    const picture = pictureOf(turns);
    const recognised = picture && (await recogniseImage(picture));
    if (!recognised) {
      onUnreadable();
      return null;
    }
    if (isReliable(recognised)) return layoutRecognised(recognised, picture.dpi, turns, size);
    if (performance.now() - start > MAX_TRIES_MS) return null;
  }
  return null;
}

function isReliable({ confidence, lines }: Recognised): boolean {
  const letters = lines.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
  return confidence >= MIN_CONFIDENCE && letters >= MIN_LETTERS;
}

/** Paragraphs and order are found the way the text runs; boxes are then turned to the page as it is shown. */
function layoutRecognised(
  recognised: Recognised,
  dpi: number,
  turns: QuarterTurns,
  { width, height }: { readonly width: number; readonly height: number },
): RecognisedPage {
  const toPoints = (pixels: number): number => (pixels * POINTS_PER_INCH) / dpi;
  const [turnedWidth, turnedHeight] = turns % 2 === 1 ? [height, width] : [width, height];
  const printed = recognised.lines
    .filter((line) => line.confidence >= MIN_LINE_CONFIDENCE)
    .map((line) => ({
      text: line.text,
      left: toPoints(line.left),
      top: toPoints(line.top),
      right: toPoints(line.right),
      bottom: toPoints(line.bottom),
      baseline: toPoints(line.baseline),
    }));
  const { text, lines } = layoutPage({ width: turnedWidth, height: turnedHeight, lines: printed });
  return {
    text,
    lines: lines.map((line) => ({ ...line, box: turnBoxBack(line.box, turns, width, height) })),
  };
}

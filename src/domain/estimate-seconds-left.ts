/** Before it the pace is that of starting. */
const FIRST_ESTIMATE_SECONDS = 3;
const FIRST_ESTIMATE_SHARE = 0.02;

export interface Pace {
  /** Since its first page began to be read; null before that. */
  readonly elapsedSeconds: number | null;
  /** Null where it is known only at the end. */
  readonly pages: number | null;
  /** Read and written. */
  readonly pagesDone: number;
  /** The page up to which chunks are embedded and written. */
  readonly pagesIndexed: number;
  /** Null until everything is split. */
  readonly chunks: number | null;
  readonly chunksDone: number;
}

/**
 * Whole seconds until a version in work is made, if it goes on as it went so far; null where that says nothing yet.
 * Reading and embedding run side by side, so the one that is further behind is what the rest waits for.
 */
export function estimateSecondsLeft(pace: Pace): number | null {
  const { elapsedSeconds, pages, pagesDone, pagesIndexed, chunks, chunksDone } = pace;
  if (elapsedSeconds === null || pages === null || pages === 0) return null;
  const indexed = chunks === null || chunks === 0 ? pagesIndexed / pages : chunksDone / chunks;
  const share = Math.min(1, pagesDone / pages, indexed);
  if (elapsedSeconds < FIRST_ESTIMATE_SECONDS || share < FIRST_ESTIMATE_SHARE) return null;
  return Math.ceil((elapsedSeconds * (1 - share)) / share);
}

import type { WriteStream } from 'node:tty';
import { cleanName, cleanText } from './clean-text.ts';
import { type FileOutcome, isTrouble } from './file-outcome.ts';
import { formatProgress } from './format-progress.ts';
import { formatCount } from './format-units.ts';
import { ProgressTracker } from './progress-tracker.ts';
import type { DocumentBody } from './service-types.ts';
import type { FolderFile } from './walk-folder.ts';

/** Tells a person how it goes. */
export interface Reporter {
  note(line: string): void;
  /** What the files below are counted against. */
  start(files: readonly FolderFile[]): void;
  begin(file: FolderFile): void;
  advance(file: FolderFile, document: DocumentBody): void;
  end(outcome: FileOutcome): void;
  close(): void;
}

const DRAW_INTERVAL_MS = 200;
const ERASE_LINE = '\r\u001b[K';

/** A bar at the bottom of a terminal with what went wrong above it; elsewhere one line per file. */
export function createReporter(stream: WriteStream): Reporter {
  let tracker = new ProgressTracker([]);
  let startMs = 0;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    const elapsedMs = performance.now() - startMs;
    // The last column is left free: some terminals wrap when it is written.
    stream.write(`${ERASE_LINE}${formatProgress(tracker.read(), elapsedMs, (stream.columns ?? 80) - 1)}`);
  }

  function note(line: string): void {
    stream.write(`${timer === undefined ? '' : ERASE_LINE}${cleanText(line)}\n`);
    if (timer !== undefined) draw();
  }

  return {
    note,
    start(files) {
      tracker = new ProgressTracker(files);
      startMs = performance.now();
      if (stream.isTTY) timer = setInterval(draw, DRAW_INTERVAL_MS);
    },
    begin: (file) => tracker.begin(file),
    advance: (file, document) => tracker.advance(file, document),
    end(outcome) {
      tracker.end(outcome);
      const { filesDone, filesTotal } = tracker.read();
      if (timer === undefined || isTrouble(outcome))
        note(`${filesDone}/${filesTotal} ${describeOutcome(outcome)}`);
    },
    close() {
      if (timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
      stream.write(ERASE_LINE);
    },
  };
}

function describeOutcome(outcome: FileOutcome): string {
  const name = cleanName(outcome.externalId);
  if (isTrouble(outcome)) return `${outcome.kind} ${name}: ${outcome.code}`;
  const pages = outcome.pages === null ? '' : `, ${formatCount(outcome.pages, 'page')}`;
  return `${outcome.kind} ${name} (version ${outcome.version}${pages})`;
}

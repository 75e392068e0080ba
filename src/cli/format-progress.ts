import { cleanName } from './clean-text.ts';
import { countColumns, fitColumns } from './fit-columns.ts';
import { formatBytes, formatDuration } from './format-units.ts';
import type { Progress } from './progress-tracker.ts';

const BAR_COLUMNS = 20;
/** Before it a rate says more about the first file than about the folder. */
const FIRST_RATE_MS = 1_000;

/** One line within `columns`: bar, files, pages, size, rate, time left, and of the current file what still fits. */
export function formatProgress(progress: Progress, elapsedMs: number, columns: number): string {
  const { filesDone, filesTotal, pagesDone, bytesDone, bytesTotal, current } = progress;
  const share = bytesTotal === 0 ? filesDone / Math.max(1, filesTotal) : bytesDone / bytesTotal;
  const filled = Math.floor(share * BAR_COLUMNS);
  const parts = [
    `[${'#'.repeat(filled)}${'-'.repeat(BAR_COLUMNS - filled)}]`,
    `${filesDone}/${filesTotal} files`,
    `${pagesDone} pages`,
    `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`,
  ];
  if (elapsedMs >= FIRST_RATE_MS) parts.push(`${((pagesDone / elapsedMs) * 1000).toFixed(1)} pages/s`);
  if (elapsedMs >= FIRST_RATE_MS && share > 0)
    parts.push(`${formatDuration((elapsedMs / 1000) * (1 / share - 1))} left`);
  const line = parts.join('  ');
  const left = columns - countColumns(line) - 2;
  if (current === null || left < 8) return fitStart(line, columns);
  const note = describeWait(progress);
  // The name comes first where both do not fit.
  if (left < note.length + 8) return `${line}  ${fitColumns(cleanName(current), left)}`;
  return `${line}  ${fitColumns(cleanName(current), left - note.length)}${note}`;
}

function describeWait({ queuePosition, etaSeconds }: Progress): string {
  if (queuePosition !== null) return ` (number ${queuePosition} in the queue)`;
  return etaSeconds === null ? '' : ` (${formatDuration(etaSeconds)})`;
}

/** The line is ASCII: a column is a character. */
function fitStart(line: string, columns: number): string {
  return line.slice(0, Math.max(0, columns));
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toOutcome } from '../../../src/cli/file-outcome.ts';
import { countColumns, fitColumns } from '../../../src/cli/fit-columns.ts';
import { formatProgress } from '../../../src/cli/format-progress.ts';
import { formatBytes, formatDuration } from '../../../src/cli/format-units.ts';
import { ProgressTracker } from '../../../src/cli/progress-tracker.ts';
import { buildDocument } from './build-document.ts';

const file = (externalId: string, bytes: number) => ({ path: `/x/${externalId}`, externalId, bytes });

it('counts files that are done, and of one in work the share of its pages', () => {
  const [small, large] = [file('small.md', 1_000_000), file('큰 문서.pdf', 3_000_000)] as const;
  const tracker = new ProgressTracker([small, large]);
  tracker.begin(small);
  tracker.begin(large);
  tracker.end(toOutcome('small.md', buildDocument({ pages: 1 }), 'published'));
  tracker.advance(
    large,
    buildDocument({ status: 'loading', progress: { pages: 30, pagesDone: 10, etaSeconds: 75 } }),
  );
  const progress = tracker.read();
  expect(progress).toEqual({
    filesDone: 1,
    filesTotal: 2,
    bytesDone: 2_000_000,
    bytesTotal: 4_000_000,
    pagesDone: 11,
    current: '큰 문서.pdf',
    queuePosition: null,
    etaSeconds: 75,
  });
  expect(formatProgress(progress, 10_000, 120)).toBe(
    '[##########----------]  1/2 files  11 pages  2.0 MB of 4.0 MB  1.1 pages/s  10 s left  큰 문서.pdf (1 min 15 s)',
  );
  const queued = { pages: null, pagesDone: 0, queuePosition: 4, etaSeconds: null };
  tracker.advance(large, buildDocument({ status: 'queued', progress: queued }));
  expect(formatProgress(tracker.read(), 0, 120)).toMatch(/ {2}큰 문서\.pdf \(number 4 in the queue\)$/);
  // An older service says neither, and a narrow line has no place for it.
  tracker.advance(large, buildDocument({ status: 'loading', progress: { pages: 30, pagesDone: 10 } }));
  expect(formatProgress(tracker.read(), 0, 120)).toMatch(/ {2}큰 문서\.pdf$/);
  tracker.advance(large, buildDocument({ status: 'queued', progress: queued }));
  expect(formatProgress(tracker.read(), 0, 80)).toMatch(/ {2}큰 문서\.pdf$/);
});

it.each([
  [310_400, '310 kB'],
  [12_440_000, '12.4 MB'],
  [209_715_200, '210 MB'],
])('%i bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

it.each([
  [0.4, '0 s'],
  [83.2, '1 min 23 s'],
  [7530, '2 h 5 min'],
])('%f seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

it('keeps the end of a name, two columns a syllable', () => {
  expect(countColumns('한글.md')).toBe(7);
  expect(fitColumns('긴 폴더/한글.md', 8)).toBe('…한글.md');
  expect(fitColumns('한글.md', 7)).toBe('한글.md');
});

it('never takes more columns than there are', () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 60 });
  const counts = fc.nat(100_000);
  fc.assert(
    fc.property(
      names,
      counts,
      counts,
      fc.nat(200),
      fc.nat(5000),
      fc.option(fc.nat(100_000)),
      (current, done, more, columns, elapsedMs, etaSeconds) => {
        const progress = {
          filesDone: done,
          filesTotal: done + more,
          bytesDone: done,
          bytesTotal: done + more,
          pagesDone: done,
          current,
          queuePosition: etaSeconds === null ? done : null,
          etaSeconds,
        };
        const line = formatProgress(progress, elapsedMs, columns);
        expect(countColumns(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toContain('\n');
      },
    ),
  );
});

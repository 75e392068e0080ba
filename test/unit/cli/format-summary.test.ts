import { expect, it } from 'vitest';
import { type FileOutcome, toOutcome } from '../../../src/cli/file-outcome.ts';
import { formatSummary, toSummaryJson } from '../../../src/cli/format-summary.ts';
import { chooseExitStatus, type IngestSummary } from '../../../src/cli/ingest-summary.ts';
import { buildDocument } from './build-document.ts';

const ERROR = { code: 'DOCUMENT_UNREADABLE', message: 'The PDF is damaged.', hint: 'Save it anew.' };
const fail = (externalId: string, error = ERROR) =>
  toOutcome(externalId, buildDocument({ externalId, status: 'failed', error }), 'published');
const PUBLISHED = toOutcome('a.md', buildDocument(), 'published');
const REFUSED: FileOutcome = {
  kind: 'refused',
  externalId: 'pic\u001b[2J\n1.png',
  documentId: null,
  code: 'MEDIA_TYPE_UNSUPPORTED',
  message: 'The file is a PNG image.',
  hint: null,
};

function summarize(outcomes: readonly FileOutcome[], changes: Partial<IngestSummary> = {}): IngestSummary {
  return {
    collection: 'handbook',
    outcomes,
    filesTotal: outcomes.length,
    skippedLinks: [],
    prune: null,
    seconds: 83.2,
    interrupted: false,
    error: null,
    ...changes,
  };
}

it('puts files that failed alike together, failed before refused, and obeys no control character of a name', () => {
  const other = { ...ERROR, code: 'DOCUMENT_HAS_NO_TEXT', message: 'No text.' };
  const text = formatSummary(
    summarize([REFUSED, fail('z.pdf'), PUBLISHED, fail('b.pdf'), fail('c.pdf', other)]),
  );
  expect(text).toBe(`failed DOCUMENT_HAS_NO_TEXT (1 file): No text.
  hint: Save it anew.
  c.pdf

failed DOCUMENT_UNREADABLE (2 files): The PDF is damaged.
  hint: Save it anew.
  b.pdf
  z.pdf

refused MEDIA_TYPE_UNSUPPORTED (1 file): The file is a PNG image.
  pic[2J 1.png

handbook: 5 files in 1 min 23 s: 1 published, 0 unchanged, 3 failed, 1 refused.`);
});

it('says how to go on after an end before the end', () => {
  const accepted = toOutcome('b.md', buildDocument({ status: 'loading' }), 'accepted');
  const text = formatSummary(summarize([PUBLISHED, accepted], { filesTotal: 5, interrupted: true }));
  expect(text).toContain('1 published, 0 unchanged, 0 failed, 0 refused, 1 still being made, 3 not begun.');
  expect(text).toContain('Run the same command again');
});

it('says what was deleted, or why nothing was', () => {
  const prune = { orphans: ['x.md'], deleted: 1, skipped: null };
  expect(formatSummary(summarize([], { prune }))).toContain('1 document without a file deleted.');
  const skipped = { orphans: ['x.md'], deleted: 0, skipped: 'Say --yes to delete them.' };
  expect(formatSummary(summarize([], { prune: skipped }))).toContain('Nothing was deleted. Say --yes');
});

it('gives counts and every file as JSON', () => {
  expect(toSummaryJson(summarize([PUBLISHED, REFUSED], { filesTotal: 3 }))).toMatchObject({
    collection: 'handbook',
    counts: { files: 3, published: 1, unchanged: 0, failed: 0, refused: 1, accepted: 0, notBegun: 1 },
    files: [PUBLISHED, REFUSED],
    seconds: 83.2,
    interrupted: false,
  });
});

it.each([
  ['nothing failed', summarize([PUBLISHED]), 0],
  ['nothing was there', summarize([]), 0],
  ['one failed', summarize([PUBLISHED, fail('b.pdf')]), 1],
  ['one was refused', summarize([REFUSED]), 1],
  ['the service went away', summarize([REFUSED], { error: 'it does not answer' }), 2],
  ['it was interrupted', summarize([REFUSED], { interrupted: true }), 130],
])('%s: exit status', (_what, summary, status) => expect(chooseExitStatus(summary)).toBe(status));

import type { CorpusFile } from './format-corpus.ts';

export const MIN_RECALL = 0.95;
/** Below this a result without a warning is wrong. */
const MIN_SILENT_RECALL = 0.8;
const MAX_SECONDS = 20;
const MAX_CHILD_MB = 512;
const MAX_GROWTH_MB = 64;

/** What came of one file; recalls are shares from 0 to 1. */
export interface FormatRow {
  readonly file: string;
  /** `published`, `failed` or `refused` with its code; `none` when it never ended. */
  readonly state: string;
  readonly code: string | null;
  readonly pages: number;
  readonly characters: number;
  readonly seconds: number;
  readonly childMb: number;
  readonly growthMb: number;
  readonly words: number | null;
  readonly bigrams: number | null;
  readonly pdftotext: number | null;
  readonly warnings: string;
}

/** A file with what came of it. */
export interface Measured {
  readonly file: CorpusFile;
  readonly row: FormatRow;
}

export interface Target {
  readonly target: string;
  readonly reached: boolean;
  readonly seen: string;
}

/** The targets of the table, each with what was seen: the exceptions by name, else a number. */
export function judgeFormats(measured: readonly Measured[]): Target[] {
  const digital = listDigital(measured);
  const mean = digital.reduce((sum, { row }) => sum + (row.words ?? 0), 0) / digital.length;
  const hostile = measured.filter(({ file }) => file.hostile);
  const no = (target: string, wrong: readonly Measured[], show: (row: FormatRow) => unknown): Target => ({
    target,
    reached: wrong.length === 0,
    seen: wrong.length === 0 ? 'none' : wrong.map(({ row }) => `${row.file} (${show(row)})`).join(', '),
  });
  return [
    no(
      'files without an end state',
      measured.filter(({ row }) => row.state === 'none'),
      (row) => row.state,
    ),
    no('wrong but silent', measured.filter(isWrongButSilent), (row) => row.words ?? row.state),
    no('another outcome than expected', measured.filter(isUnexpected), (row) => row.code ?? row.state),
    no(
      'PDFs with less of the reference in order than pdftotext',
      digital.filter(({ row }) => (row.words ?? 0) < (row.pdftotext ?? 0)),
      (row) => `${row.words} < ${row.pdftotext}`,
    ),
    {
      target: `mean recall of ${digital.length} born-digital files at least ${MIN_RECALL}`,
      reached: mean >= MIN_RECALL,
      seen: mean.toFixed(4),
    },
    no(
      `hostile files that take more than ${MAX_SECONDS} s, ${MAX_CHILD_MB} MB in the child or ${MAX_GROWTH_MB} MB in the service`,
      hostile.filter(
        ({ row }) => row.seconds > MAX_SECONDS || row.childMb > MAX_CHILD_MB || row.growthMb > MAX_GROWTH_MB,
      ),
      (row) => `${row.seconds} s, ${row.childMb} MB, ${row.growthMb} MB`,
    ),
  ];
}

/** Born-digital files of formats that are read and of which there is a reference text. */
export function listDigital(measured: readonly Measured[]): Measured[] {
  return measured.filter(
    ({ file, row }) => row.words !== null && !file.scanned && file.expectedCodes === null,
  );
}

function isWrongButSilent({ file, row }: Measured): boolean {
  if (row.state !== 'published') return false;
  if (row.characters === 0 || file.expectedCodes !== null) return true;
  return (row.words ?? 1) < MIN_SILENT_RECALL && row.warnings === '';
}

/** Of hostile files any end will do; scans may lack text as long as it is said. */
function isUnexpected({ file, row }: Measured): boolean {
  if (file.expectedCodes !== null) return !file.expectedCodes.includes(row.code ?? '');
  return row.state !== 'published' && !file.hostile && !file.scanned;
}

import { type FileOutcome, type FileTrouble, isTrouble } from './file-outcome.ts';
import type { PruneResult } from './prune-documents.ts';

/** All that a run of `ingest` can say at its end. */
export interface IngestSummary {
  readonly collection: string;
  /** In the order of their end; files that were not begun are missing. */
  readonly outcomes: readonly FileOutcome[];
  readonly filesTotal: number;
  readonly skippedLinks: readonly string[];
  /** Null where it was not asked for, or not come to. */
  readonly prune: PruneResult | null;
  readonly seconds: number;
  readonly interrupted: boolean;
  /** What ended the run before its end, other than the user. */
  readonly error: string | null;
}

export interface OutcomeCounts {
  readonly published: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly refused: number;
  readonly accepted: number;
  readonly notBegun: number;
}

export interface TroubleGroup extends Pick<FileTrouble, 'kind' | 'code' | 'message' | 'hint'> {
  readonly externalIds: readonly string[];
}

export function countOutcomes({ outcomes, filesTotal }: IngestSummary): OutcomeCounts {
  const count = (kind: FileOutcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length;
  return {
    published: count('published'),
    unchanged: count('unchanged'),
    failed: count('failed'),
    refused: count('refused'),
    accepted: count('accepted'),
    notBegun: filesTotal - outcomes.length,
  };
}

/** Files with the same code, message and hint together; failed before refused, then by code. */
export function groupTroubles(outcomes: readonly FileOutcome[]): TroubleGroup[] {
  const troubles = outcomes.filter(isTrouble);
  const groups = Map.groupBy(troubles, ({ kind, code, message, hint }) =>
    JSON.stringify([kind, code, message, hint]),
  );
  return [...groups.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [first, ...rest]]) => {
      if (first === undefined) return [];
      const { kind, code, message, hint } = first;
      const externalIds = [first, ...rest].map(({ externalId }) => externalId).sort();
      return [{ kind, code, message, hint, externalIds }];
    });
}

export function chooseExitStatus(summary: IngestSummary): number {
  if (summary.interrupted) return 130;
  if (summary.error !== null) return 2;
  const { failed, refused } = countOutcomes(summary);
  return failed + refused > 0 ? 1 : 0;
}

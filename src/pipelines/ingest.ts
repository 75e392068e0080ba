import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentStatus } from '../domain/document.ts';
import { type IngestResult, type IngestStage, type Metrics, NO_METRICS } from '../domain/metrics-port.ts';
import type { IngestJob } from '../domain/queue-ports.ts';
import { type Attempt, AttemptFencedError, type VersionStore } from '../domain/version-ports.ts';
import {
  DatabaseRefusedError,
  DiskFullError,
  IngestError,
  type IngestErrorCode,
  ServiceError,
} from '../errors.ts';
import { createStageMeter } from '../support/stage-meter.ts';
import { runStages, type StageRun, type StageServices } from './ingest-stages.ts';
import { nameOutcome } from './name-outcome.ts';

/** Failures that may pass are tried this often in all. */
const MAX_FAILURES = 3;
/** Attempts that ended without a word, since their process was killed: a bound so high that hardly anything but a document that kills reaches it. */
const MAX_TRIES = 25;
/** Attempts of any kind: what is interrupted again and again must end too. On a full disk they come half a minute apart or more. */
const MAX_BEGUN = 200;
/** Tries given back for a lost database: a document that brings it down each time must end before it has done so for hours. */
const MAX_GIVEN_BACK = 10;
/** Waits for a lost database in which an interruption can be written: PGlite is back after a second, after ten on a busy machine. */
const GIVE_BACK_WAIT_MS = 500;
const GIVE_BACK_WAITS = 30;
/** So long no document is begun after the disk was found full. PGlite sends each of them again at once. */
const DISK_REST_MS = 30_000;

export interface IngestServices extends StageServices {
  readonly log: IngestLog;
  readonly metrics?: Metrics;
  /** Shared by all attempts of the process. */
  readonly disk?: DiskRest;
}

/** `fullUntil` is on the clock of `performance.now()`. */
export interface DiskRest {
  fullUntil: number;
}

export interface IngestLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * Makes one version: loads, splits, embeds, writes, publishes. Ends quietly when the version was published, deleted
 * or taken over meanwhile, or ended as failed. Throws when it should be called again.
 */
export async function ingestVersion(
  services: IngestServices,
  job: IngestJob,
  signal: AbortSignal,
): Promise<void> {
  const { versions, log, metrics = NO_METRICS, disk } = services;
  if (disk !== undefined && performance.now() < disk.fullUntil)
    throw new DiskFullError('found full a moment ago');
  const attempt = await versions.start(job).catch((error) => {
    restIfFull(error, disk);
    throw error;
  });
  if (attempt === null) return;
  const startedAt = performance.now();
  const meter = createStageMeter<IngestStage>((stage, outcome, durationMs) =>
    metrics.record({ kind: 'ingest-stage', stage, outcome, durationMs }),
  );
  const run: StageRun = { services, attempt, meter, ownTitle: null, failedIn: 'loading' };
  try {
    if (attempt.tries > MAX_TRIES) throw triedTooOften(MAX_TRIES);
    if (attempt.begun > MAX_BEGUN) throw triedTooOften(MAX_BEGUN);
    await versions.clear(attempt);
    await runStages(run, signal);
    meter.end('ok');
    metrics.record({ kind: 'ingest', result: 'published', code: 'none' });
    const { documentId, versionId } = attempt;
    log.info(
      { documentId, versionId, attempt: attempt.attempt, ms: Math.round(performance.now() - startedAt) },
      'published',
    );
    await versions.purgeReplaced(10);
  } catch (error) {
    meter.end(nameOutcome(error, signal));
    await endAttempt(services, attempt, run.failedIn, error, signal);
  }
}

/** Decides what an error means for the version: ended as failed, tried again later, or somebody else's by now. */
async function endAttempt(
  { versions, log, metrics = NO_METRICS, disk }: IngestServices,
  attempt: Attempt,
  stage: DocumentStatus,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  const count = (result: IngestResult, code: IngestErrorCode | 'none' = 'none') =>
    metrics.record({ kind: 'ingest', result, code });
  const { documentId, versionId } = attempt;
  const fields = { documentId, versionId, attempt: attempt.attempt, stage, err: error };
  if (error instanceof AttemptFencedError) {
    count('taken_over');
    return log.info(fields, 'the attempt was taken over');
  }
  // Stopping or out of reach: nothing is known against the document, and it costs it no failure.
  const isOurs = signal.aborted || (error instanceof ServiceError && error.code === 'DATABASE_UNAVAILABLE');
  if (isOurs) {
    count('interrupted');
    log.warn(fields, 'attempt interrupted');
    restIfFull(error, disk);
    if (signal.aborted || costsNoTry(error, attempt)) await giveTryBack(versions, attempt, signal, disk);
    throw error;
  }
  const failure =
    error instanceof IngestError
      ? error
      : new IngestError(
          'INTERNAL_ERROR',
          'Something went wrong inside the service.',
          'Retry; if it happens again, report it with the document id.',
          { retryable: true, cause: error },
        );
  log.warn(fields, `attempt failed: ${failure.code}`);
  try {
    // What took too long takes as long again; only who knows that the machine was busy should ask for it.
    const mayPass =
      failure.retryable &&
      failure.code !== 'PARSER_TIMEOUT' &&
      attempt.tries <= MAX_TRIES &&
      attempt.begun <= MAX_BEGUN;
    if (mayPass && attempt.failures + 1 < MAX_FAILURES) {
      await versions.release(attempt);
      count('retried', failure.code);
      throw failure;
    }
    const { code, message, hint, retryable } = failure;
    await versions.fail(attempt, { stage, code, message, hint, retryable });
    count('failed', code);
  } catch (ending) {
    if (!(ending instanceof AttemptFencedError)) throw ending;
    count('taken_over');
  }
  await versions.purgeReplaced(10);
}

/** What a database refuses that is well costs a try, and so does losing it again and again. A full disk is nobody's fault. */
function costsNoTry(error: unknown, { begun, tries }: Attempt): boolean {
  if (error instanceof DatabaseRefusedError) return false;
  return error instanceof DiskFullError || begun - tries < MAX_GIVEN_BACK;
}

function restIfFull(error: unknown, disk: DiskRest | undefined): void {
  if (error instanceof DiskFullError && disk !== undefined) disk.fullUntil = performance.now() + DISK_REST_MS;
}

/** Waits for the database if need be, though not while the service stops. What cannot be written by then stays counted. */
async function giveTryBack(
  versions: VersionStore,
  attempt: Attempt,
  signal: AbortSignal,
  disk: DiskRest | undefined,
): Promise<void> {
  for (let waits = 0; waits <= GIVE_BACK_WAITS; waits += 1) {
    try {
      return await versions.giveTryBack(attempt);
    } catch (error) {
      restIfFull(error, disk);
      // Each write to a full disk brings PGlite down.
      if (signal.aborted || error instanceof DiskFullError) return;
      await sleep(GIVE_BACK_WAIT_MS, undefined, { signal }).catch(() => {});
    }
  }
}

function triedTooOften(times: number): IngestError {
  return new IngestError(
    'INTERNAL_ERROR',
    `The document was begun ${times} times, and each time the service or its database was cut off.`,
    'Retry once both run without a break; if it happens again, look for this document in the log of the service.',
    { retryable: true },
  );
}

import type { AnalyzedChunk } from '../domain/chunk.ts';
import type { EmbeddingSpace } from '../domain/collection.ts';
import type { DocumentStatus, Warning } from '../domain/document.ts';
import type { LoadLimits } from '../domain/load.ts';
import { type IngestResult, type IngestStage, type Metrics, NO_METRICS } from '../domain/metrics-port.ts';
import type { DocumentParser, Embedder, ParseSession } from '../domain/ports.ts';
import type { IngestJob } from '../domain/queue-ports.ts';
import type { UploadStore } from '../domain/store-ports.ts';
import { type Attempt, AttemptFencedError, type VersionStore } from '../domain/version-ports.ts';
import { embedInBatches } from '../embed/embed-in-batches.ts';
import { IngestError, type IngestErrorCode, ServiceError } from '../errors.ts';
import { collectBatches } from '../support/batches.ts';
import { type StageClock, startStageClock } from '../support/stage-clock.ts';
import { ANALYSIS_VERSION } from '../text/analyze-text.ts';
import { nameOutcome } from './name-outcome.ts';

/** Failures that may pass are tried this often in all. */
const MAX_FAILURES = 3;
/** Attempts that ended without a word, since their process was killed: a bound so high that only a document that kills reaches it. */
const MAX_ATTEMPTS = 25;
const CHUNKS_PER_WRITE = 64;
/** Chunks whose postings share rows; what inverting their terms takes is the memory bound of a version. */
const CHUNKS_PER_SEGMENT = 512;

export interface IngestServices {
  readonly versions: VersionStore;
  readonly uploads: UploadStore;
  readonly parser: DocumentParser;
  readonly embedderOf: (space: EmbeddingSpace) => Embedder | null;
  readonly limits: LoadLimits;
  readonly log: IngestLog;
  readonly metrics?: Metrics;
}

export interface IngestLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Where an attempt is: `stage` as the document shows it, the clock in more steps. */
interface Progress {
  stage: DocumentStatus;
  readonly clock: StageClock<IngestStage>;
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
  const { versions, log, metrics = NO_METRICS } = services;
  const attempt = await versions.start(job);
  if (attempt === null) return;
  const startedAt = performance.now();
  const clock = startStageClock<IngestStage>('waiting', (stage, outcome, durationMs) =>
    metrics.record({ kind: 'ingest-stage', stage, outcome, durationMs }),
  );
  const progress: Progress = { stage: 'loading', clock };
  try {
    if (attempt.tries > MAX_ATTEMPTS)
      throw new IngestError(
        'PARSER_CRASHED',
        `${MAX_ATTEMPTS} attempts ended without a result.`,
        'The document may be broken; check it, then retry.',
      );
    await runStages(services, attempt, progress, signal);
    clock.end('ok');
    metrics.record({ kind: 'ingest', result: 'published', code: 'none' });
    const { documentId, versionId } = attempt;
    log.info(
      { documentId, versionId, attempt: attempt.attempt, ms: Math.round(performance.now() - startedAt) },
      'published',
    );
    await versions.purgeReplaced(10);
  } catch (error) {
    clock.end(nameOutcome(error, signal));
    await endAttempt(services, attempt, progress.stage, error, signal);
  }
}

async function runStages(
  services: IngestServices,
  attempt: Attempt,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { versions, parser } = services;
  const { clock } = progress;
  const session = await parser.open(signal);
  try {
    clock.enter('loading');
    const warnings = await loadPages(services, attempt, session);
    progress.stage = 'splitting';
    clock.enter('splitting');
    await versions.setStatus(attempt, 'splitting');
    await indexChunks(services, attempt, session, progress, signal);
    signal.throwIfAborted();
    clock.enter('publishing');
    await versions.publish(attempt, { warnings, analysisVersion: ANALYSIS_VERSION });
  } finally {
    await session.close();
  }
}

async function loadPages(
  { versions, uploads, limits }: IngestServices,
  attempt: Attempt,
  session: ParseSession,
): Promise<readonly Warning[]> {
  const { tenantId, uploadId, mediaType, bytes, charset } = attempt;
  let warnings: readonly Warning[] = [];
  for await (const event of session.load(
    { mediaType, bytes, charset },
    uploads.read(tenantId, uploadId),
    limits,
  )) {
    if (event.kind === 'head') await versions.setHead(attempt, event.head);
    else if (event.kind === 'pages') await versions.writePages(attempt, event.pages);
    else warnings = event.warnings;
  }
  return warnings;
}

async function indexChunks(
  { versions, embedderOf, limits }: IngestServices,
  attempt: Attempt,
  session: ParseSession,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const embedder = embedderOf(attempt.space);
  if (embedder === null)
    throw new IngestError(
      'EMBEDDING_FAILED',
      `The embedding model ${attempt.space.provider} ${attempt.space.model} is not configured now.`,
      'Configure it again, then retry.',
    );
  const { chunking, language } = attempt;
  const { clock } = progress;
  const batches = session.split(versions.readPages(attempt), { chunking, language }, limits);
  let segment: AnalyzedChunk[] = [];
  for await (const chunks of collectBatches(batches, CHUNKS_PER_WRITE)) {
    progress.stage = 'embedding';
    clock.enter('embedding');
    const embeddings = await embedInBatches(embedder, chunks, signal);
    clock.enter('writing');
    await versions.writeChunks(
      attempt,
      chunks.map((chunk, index) => ({ ...chunk, embedding: embeddings[index] ?? new Float32Array() })),
    );
    segment.push(...chunks);
    if (segment.length >= CHUNKS_PER_SEGMENT) segment = await flushSegment(versions, attempt, segment);
    clock.enter('splitting');
  }
  clock.enter('writing');
  await flushSegment(versions, attempt, segment);
}

async function flushSegment(
  versions: VersionStore,
  attempt: Attempt,
  segment: AnalyzedChunk[],
): Promise<AnalyzedChunk[]> {
  const [first] = segment;
  if (first !== undefined) await versions.writePostings(attempt, first.ordinal, segment);
  return [];
}

/** Decides what an error means for the version: ended as failed, tried again later, or somebody else's by now. */
async function endAttempt(
  { versions, log, metrics = NO_METRICS }: IngestServices,
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
  // Stopping or out of reach: nothing is known against the document, and it costs it no try.
  const isOurs = signal.aborted || (error instanceof ServiceError && error.code === 'DATABASE_UNAVAILABLE');
  if (isOurs) {
    count('interrupted');
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
    if (failure.retryable && attempt.failures + 1 < MAX_FAILURES) {
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

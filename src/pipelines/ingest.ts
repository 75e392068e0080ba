import type { AnalyzedChunk } from '../domain/chunk.ts';
import type { EmbeddingSpace } from '../domain/collection.ts';
import type { DocumentStatus, Warning } from '../domain/document.ts';
import type { LoadLimits } from '../domain/load.ts';
import type { DocumentParser, Embedder, ParseSession } from '../domain/ports.ts';
import type { IngestJob } from '../domain/queue-ports.ts';
import type { UploadStore } from '../domain/store-ports.ts';
import { type Attempt, AttemptFencedError, type VersionStore } from '../domain/version-ports.ts';
import { embedInBatches } from '../embed/embed-in-batches.ts';
import { IngestError, ServiceError } from '../errors.ts';
import { collectBatches } from '../support/batches.ts';
import { ANALYSIS_VERSION } from '../text/analyze-text.ts';

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
  const { versions, log } = services;
  const attempt = await versions.start(job);
  if (attempt === null) return;
  const startedAt = performance.now();
  const progress = { stage: 'loading' as DocumentStatus };
  try {
    if (attempt.tries > MAX_ATTEMPTS)
      throw new IngestError(
        'PARSER_CRASHED',
        `${MAX_ATTEMPTS} attempts ended without a result.`,
        'The document may be broken; check it, then retry.',
      );
    await runStages(services, attempt, progress, signal);
    const { documentId, versionId } = attempt;
    log.info(
      { documentId, versionId, attempt: attempt.attempt, ms: Math.round(performance.now() - startedAt) },
      'published',
    );
    await versions.purgeReplaced(10);
  } catch (error) {
    await endAttempt(services, attempt, progress.stage, error, signal);
  }
}

async function runStages(
  services: IngestServices,
  attempt: Attempt,
  progress: { stage: DocumentStatus },
  signal: AbortSignal,
): Promise<void> {
  const { versions, parser } = services;
  const session = await parser.open(signal);
  try {
    const warnings = await loadPages(services, attempt, session);
    progress.stage = 'splitting';
    await versions.setStatus(attempt, 'splitting');
    await indexChunks(services, attempt, session, progress, signal);
    signal.throwIfAborted();
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
  progress: { stage: DocumentStatus },
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
  const batches = session.split(versions.readPages(attempt), { chunking, language }, limits);
  let segment: AnalyzedChunk[] = [];
  for await (const chunks of collectBatches(batches, CHUNKS_PER_WRITE)) {
    progress.stage = 'embedding';
    const embeddings = await embedInBatches(embedder, chunks, signal);
    await versions.writeChunks(
      attempt,
      chunks.map((chunk, index) => ({ ...chunk, embedding: embeddings[index] ?? new Float32Array() })),
    );
    segment.push(...chunks);
    if (segment.length >= CHUNKS_PER_SEGMENT) segment = await flushSegment(versions, attempt, segment);
  }
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
  { versions, log }: IngestServices,
  attempt: Attempt,
  stage: DocumentStatus,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  const { documentId, versionId } = attempt;
  const fields = { documentId, versionId, attempt: attempt.attempt, stage, err: error };
  if (error instanceof AttemptFencedError) return log.info(fields, 'the attempt was taken over');
  // Stopping or out of reach: nothing is known against the document, and it costs it no try.
  const isOurs = signal.aborted || (error instanceof ServiceError && error.code === 'DATABASE_UNAVAILABLE');
  if (isOurs) throw error;
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
      throw failure;
    }
    const { code, message, hint, retryable } = failure;
    await versions.fail(attempt, { stage, code, message, hint, retryable });
  } catch (ending) {
    if (!(ending instanceof AttemptFencedError)) throw ending;
  }
  await versions.purgeReplaced(10);
}

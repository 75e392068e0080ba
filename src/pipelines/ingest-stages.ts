import type { AnalyzedChunk } from '../domain/chunk.ts';
import type { EmbeddingSpace } from '../domain/collection.ts';
import type { DocumentStatus, Warning } from '../domain/document.ts';
import type { LoadLimits } from '../domain/load.ts';
import type { IngestStage } from '../domain/metrics-port.ts';
import type { Page } from '../domain/page.ts';
import { cutPages, MAX_PAGES_WEIGHT, weighPages } from '../domain/page-batch.ts';
import type { DocumentParser, Embedder, ParseSession } from '../domain/ports.ts';
import type { UploadStore } from '../domain/store-ports.ts';
import type { Attempt, EmbeddedChunk, VersionStore } from '../domain/version-ports.ts';
import { embedInBatches } from '../embed/embed-in-batches.ts';
import { IngestError } from '../errors.ts';
import { chooseIndexedTitle, createTitleAdder, INDEX_VERSION } from '../split/add-title.ts';
import { AsyncQueue } from '../support/async-queue.ts';
import { collectBatches } from '../support/batches.ts';
import { mapAhead } from '../support/map-ahead.ts';
import type { StageMeter } from '../support/stage-meter.ts';

const CHUNKS_PER_WRITE = 64;
/** Chunks whose postings share rows; what inverting their terms takes is the memory bound of a version. */
const CHUNKS_PER_SEGMENT = 512;
/** The same of chunks that hold many terms each. */
const MAX_SEGMENT_TERMS = 500_000;
/** Characters of the chunks that are written at once, where 64 hold more. */
const MAX_CHUNKS_CHARS = 262_144;
/** Batches of chunks of one document that are being embedded at once. */
const CHUNK_BATCHES_AHEAD = 6;

export interface StageServices {
  readonly versions: VersionStore;
  readonly uploads: UploadStore;
  readonly parser: DocumentParser;
  readonly embedderOf: (space: EmbeddingSpace) => Embedder | null;
  readonly limits: LoadLimits;
}

/** An attempt under way. `failedIn` is set before `runStages` throws. */
export interface StageRun {
  readonly services: StageServices;
  readonly attempt: Attempt;
  readonly meter: StageMeter<IngestStage>;
  /** That the document itself carries; known before its first page. */
  ownTitle: string | null;
  failedIn: DocumentStatus;
}

/**
 * Loads, splits, embeds, writes and publishes one attempt. Three lanes run side by side: pages are loaded; they are
 * written; they are split, and their chunks embedded and written. Each waits for the others, so that memory holds a few
 * batches, whose weight no document decides.
 */
export async function runStages(run: StageRun, signal: AbortSignal): Promise<void> {
  const { services, attempt, meter } = run;
  const { versions, parser } = services;
  const stopping = new AbortController();
  const either = AbortSignal.any([signal, stopping.signal]);
  const session = await meter.time('waiting', () => parser.open(signal));
  const toWrite = new AsyncQueue<readonly Page[]>(MAX_PAGES_WEIGHT, weighPages);
  const toSplit = new AsyncQueue<readonly Page[]>(MAX_PAGES_WEIGHT, weighPages);
  let isLoading = true;
  /** The first error is the one to tell; it stops the other lanes. */
  const stop = (stage: DocumentStatus, error: unknown): void => {
    // Lanes share a process, and whichever hears first of its end tells it.
    const isOfLoading = isLoading && error instanceof IngestError && error.code.startsWith('PARSER_');
    if (!stopping.signal.aborted) run.failedIn = isOfLoading ? 'loading' : stage;
    stopping.abort(error);
  };
  try {
    const written = writePages(run, toWrite, either);
    const [warnings] = await Promise.all([
      loadPages(run, session, [toWrite, toSplit])
        .catch((error) => {
          stop('loading', error);
          return [];
        })
        .finally(() => {
          isLoading = false;
          // After an error too: the parse process ends its splitting in good order and can be used again.
          for (const queue of [toWrite, toSplit]) queue.end();
        }),
      written.catch((error) => {
        stop('loading', error);
        for (const queue of [toWrite, toSplit]) queue.fail(error);
      }),
      indexPages(run, session, toSplit, written, either).catch(async (error) => {
        stop(meter.failed === 'splitting' ? 'splitting' : 'embedding', error);
        for (const queue of [toWrite, toSplit]) queue.fail(error);
        await session.close();
      }),
    ]);
    if (stopping.signal.aborted) throw stopping.signal.reason;
    signal.throwIfAborted();
    await meter.time('publishing', () =>
      versions.publish(attempt, { warnings, analysisVersion: INDEX_VERSION }),
    );
  } finally {
    await session.close();
  }
}

/** Loads pages and hands them on. */
async function loadPages(
  run: StageRun,
  session: ParseSession,
  lanes: readonly AsyncQueue<readonly Page[]>[],
): Promise<readonly Warning[]> {
  const { services, attempt, meter } = run;
  const { versions, uploads, limits } = services;
  const { tenantId, uploadId, mediaType, bytes, charset, password } = attempt;
  let warnings: readonly Warning[] = [];
  const openBytes = () => uploads.read(tenantId, uploadId);
  const events = session.load({ mediaType, bytes, charset, password }, openBytes, limits);
  for await (const event of meter.timeEach('loading', events)) {
    if (event.kind === 'head') {
      run.ownTitle = event.head.title;
      await meter.time('writing', () => versions.setHead(attempt, event.head));
    } else if (event.kind === 'pages')
      for (const batch of cutPages(event.pages)) for (const lane of lanes) await lane.put(batch);
    else warnings = event.warnings;
  }
  return warnings;
}

/** Writes what came during the last write at once: each costs a COMMIT. */
async function writePages(
  { services, attempt, meter }: StageRun,
  pages: AsyncQueue<readonly Page[]>,
  signal: AbortSignal,
): Promise<void> {
  const { versions } = services;
  for await (const batches of pages.gathered())
    await meter.time('writing', () => versions.writePages(attempt, batches.flat()));
  // The queue ends after an error of loading, too.
  if (!signal.aborted) await meter.time('writing', () => versions.endLoading(attempt));
}

/** Splits pages; embeds and writes their chunks. */
async function indexPages(
  run: StageRun,
  session: ParseSession,
  pages: AsyncQueue<readonly Page[]>,
  written: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { services, attempt, meter } = run;
  const { versions } = services;
  const embedder = requireEmbedder(services, attempt.space);
  const batches = collectBatches(
    splitPages(run, session, pages, written, signal),
    CHUNKS_PER_WRITE,
    MAX_CHUNKS_CHARS,
    ({ text, headings }) => text.length + headings.reduce((chars, heading) => chars + heading.length, 0),
  );
  const embedded = mapAhead(batches, CHUNK_BATCHES_AHEAD, (chunks) =>
    embedBatch(run, embedder, chunks, signal),
  );
  let segment: AnalyzedChunk[] = [];
  const flushSegment = async (): Promise<void> => {
    const [first] = segment;
    if (first !== undefined)
      await meter.time('writing', () => versions.writePostings(attempt, first.ordinal, segment));
    segment = [];
  };
  let addTitle: ReturnType<typeof createTitleAdder> | undefined;
  for await (const batch of embedded) {
    addTitle ??= createTitleAdder(chooseIndexedTitle(attempt.title, run.ownTitle, attempt.filename));
    const chunks = batch.map(addTitle);
    await meter.time('writing', () => versions.writeChunks(attempt, chunks));
    segment.push(...chunks);
    if (isSegmentFull(segment)) await flushSegment();
  }
  await flushSegment();
}

/** Chunks in order. With the last one the process is free for another document. */
async function* splitPages(
  { services, attempt, meter }: StageRun,
  session: ParseSession,
  pages: AsyncQueue<readonly Page[]>,
  written: Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<readonly AnalyzedChunk[]> {
  const { chunking, language } = attempt;
  let count = 0;
  const batches = session.split(pages, { chunking, language }, services.limits);
  for await (const chunks of meter.timeEach('splitting', batches)) {
    count += chunks.length;
    yield chunks;
  }
  await session.close();
  // The status goes from loading over splitting to embedding, however the lanes race.
  await written;
  signal.throwIfAborted();
  await meter.time('writing', () => services.versions.setChunkCount(attempt, count));
}

function isSegmentFull(segment: readonly AnalyzedChunk[]): boolean {
  const terms = segment.reduce((sum, chunk) => sum + chunk.terms.length, 0);
  return segment.length >= CHUNKS_PER_SEGMENT || terms >= MAX_SEGMENT_TERMS;
}

async function embedBatch(
  { services, attempt, meter }: StageRun,
  embedder: Embedder,
  chunks: readonly AnalyzedChunk[],
  signal: AbortSignal,
): Promise<readonly EmbeddedChunk[]> {
  const known = attempt.attempt > 1 ? await services.versions.findEmbedded(attempt, chunks) : new Set();
  const missing = chunks.filter(({ ordinal }) => !known.has(ordinal));
  const vectors = await meter.time('embedding', () => embedInBatches(embedder, missing, signal));
  const vectorOf = new Map(missing.map(({ ordinal }, index) => [ordinal, vectors[index]]));
  return chunks.map((chunk) => ({ ...chunk, embedding: vectorOf.get(chunk.ordinal) ?? null }));
}

function requireEmbedder({ embedderOf }: StageServices, space: EmbeddingSpace): Embedder {
  const embedder = embedderOf(space);
  if (embedder !== null) return embedder;
  throw new IngestError(
    'EMBEDDING_FAILED',
    `The embedding model ${space.provider} ${space.model} is not configured now.`,
    'Configure it again, then retry.',
  );
}

import { setImmediate as pause } from 'node:timers/promises';
import type { AnalyzedChunk } from '../domain/chunk.ts';
import type { Reindexing, ReindexStore, VersionRef } from '../domain/reindex-port.ts';
import { AttemptFencedError, type ContentStore } from '../domain/version-ports.ts';
import { ServiceError } from '../errors.ts';
import { chooseIndexedTitle, createTitleAdder, INDEX_VERSION } from '../split/add-title.ts';
import { analyzeChunk } from '../split/analyze-chunk.ts';
import type { IngestLog } from './ingest.ts';

const VERSIONS_PER_LOOK = 100;
const CHUNKS_PER_READ = 64;
/** More than ingest puts into a segment; where a row for some is missing, what is held in memory stays bounded. */
const MAX_CHUNKS = 1_024;
/** So long the event loop is kept from others; a chunk takes up to a millisecond. */
const WORK_MS = 5;

export interface ReindexServices {
  readonly store: ReindexStore;
  readonly contents: ContentStore;
  readonly log: IngestLog;
}

/**
 * Brings every published version up to date whose postings were made by another analysis, or with another title than it has
 * now. One that fails is tried again in a later round. Throws when the database is out of reach; ends early when aborted.
 */
export async function reindexOutdated(services: ReindexServices, signal: AbortSignal): Promise<void> {
  const { store, log } = services;
  while (!signal.aborted) {
    const found = await store.findOutdated(INDEX_VERSION, VERSIONS_PER_LOOK);
    let finished = 0;
    for (const version of found) {
      if (signal.aborted) return;
      try {
        if (await reindexVersion(services, version, signal)) finished += 1;
      } catch (err) {
        if (signal.aborted) return;
        if (err instanceof ServiceError && err.code === 'DATABASE_UNAVAILABLE') throw err;
        log.warn({ err, versionId: version.versionId }, 'a version could not be indexed again');
      }
    }
    if (finished === 0) return;
    log.info({ versions: finished, indexVersion: INDEX_VERSION }, 'indexed again');
  }
}

/**
 * Makes the postings of a published version anew, segment by segment; false when it was taken over, given another title,
 * replaced or deleted meanwhile. Searches find it all the time, by what the segments then hold. Cut off anywhere, it begins anew.
 */
async function reindexVersion(
  services: ReindexServices,
  version: VersionRef,
  signal: AbortSignal,
): Promise<boolean> {
  const { store } = services;
  const reindexing = await store.takeUp(version, INDEX_VERSION);
  if (reindexing === null) return false;
  try {
    const segments = await store.listSegments(reindexing);
    for (let first = 0; ; ) {
      const next = segments.find((segment) => segment > first) ?? Number.POSITIVE_INFINITY;
      const end = Math.min(next, first + MAX_CHUNKS);
      const chunks = await analyzeChunks(services, reindexing, first, end, signal);
      await store.replaceSegment(reindexing, first, chunks);
      if (next > end && chunks.length < end - first) break;
      first = end;
    }
    await store.finish(reindexing, INDEX_VERSION);
    return true;
  } catch (error) {
    if (error instanceof AttemptFencedError) return false;
    if (signal.aborted) await store.release(reindexing);
    throw error;
  }
}

/** The chunks `first..end` with their terms and the title's; a few milliseconds at a time. */
async function analyzeChunks(
  { contents }: ReindexServices,
  { tenantId, versionId, title, ownTitle, filename }: Reindexing,
  first: number,
  end: number,
  signal: AbortSignal,
): Promise<readonly AnalyzedChunk[]> {
  const addTitle = createTitleAdder(chooseIndexedTitle(title, ownTitle, filename));
  const analyzed: AnalyzedChunk[] = [];
  for (let from = first; from < end; from += CHUNKS_PER_READ) {
    const limit = Math.min(CHUNKS_PER_READ, end - from);
    const chunks = await contents.listChunks(tenantId, versionId, { after: from - 1, limit });
    signal.throwIfAborted();
    let since = performance.now();
    for (const chunk of chunks) {
      analyzed.push(addTitle(analyzeChunk(chunk)));
      if (performance.now() - since < WORK_MS) continue;
      await pause();
      signal.throwIfAborted();
      since = performance.now();
    }
    if (chunks.length < limit) break;
  }
  return analyzed;
}

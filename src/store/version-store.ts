import { STATUSES_IN_PROGRESS } from '../domain/document.ts';
import type { TenantId } from '../domain/ids.ts';
import type { IngestJob, JobQueue } from '../domain/queue-ports.ts';
import type { Attempt, VersionStore } from '../domain/version-ports.ts';
import { findEmbedded, removeChunksFrom, writeChunkRows } from './chunk-rows.ts';
import type { Database } from './database.ts';
import { and, asc, eq, inArray, isNull, lt, ne, notInArray, or, sql } from './drizzle.ts';
import { writeFenced } from './fence.ts';
import { insertPages } from './page-rows.ts';
import { buildPostingInsert, cutPostings } from './posting-rows.ts';
import { publishVersion } from './publish.ts';
import { purgeEarlierAttempts, purgeIndexRows } from './purge.ts';
import { documents, embeddingSpaces, versions } from './schema.ts';

/** `onOutdated` is called after a version was published whose title had changed while it was made. */
export function createVersionStore(
  database: Database,
  queue: JobQueue,
  onOutdated: () => void = () => {},
): VersionStore {
  const versionKey = (tenantId: TenantId, versionId: string) =>
    and(eq(versions.tenantId, tenantId), eq(versions.id, versionId));
  const inProgress = inArray(versions.status, [...STATUSES_IN_PROGRESS]);

  return {
    async start({ tenantId, versionId }) {
      const [version] = await database.executor
        .update(versions)
        .set({
          attempt: sql`${versions.attempt} + 1`,
          status: 'loading',
          pagesDone: 0,
          pagesIndexed: 0,
          startedAt: null,
          pageCount: null,
          chunksDone: 0,
          chunkCount: null,
          termTotal: 0,
          error: null,
          hasIndexRows: true,
          updatedAt: sql`now()`,
        })
        .where(and(versionKey(tenantId, versionId), inProgress))
        .returning();
      if (version === undefined) return null;
      const [found] = await database.executor
        .select({ space: embeddingSpaces, title: documents.title })
        .from(embeddingSpaces)
        .innerJoin(
          documents,
          and(eq(documents.tenantId, embeddingSpaces.tenantId), eq(documents.id, version.documentId)),
        )
        .where(and(eq(embeddingSpaces.tenantId, tenantId), eq(embeddingSpaces.id, version.spaceId)));
      if (found === undefined) throw new Error(`embedding space ${version.spaceId} is gone`);
      const { space, title } = found;
      const attempt: Attempt = {
        tenantId,
        versionId,
        documentId: version.documentId,
        collectionId: version.collectionId,
        attempt: version.attempt,
        begun: version.attempt - version.attemptBase,
        tries: version.attempt - version.attemptBase - version.interruptions,
        failures: version.failures,
        uploadId: version.uploadId,
        mediaType: version.mediaType,
        bytes: version.bytes,
        charset: version.charset,
        password: version.password,
        language: version.language,
        title,
        filename: version.filename,
        chunking: { maxTokens: version.chunkMaxTokens, overlapTokens: version.chunkOverlapTokens },
        spaceId: version.spaceId,
        space: { provider: space.provider, model: space.model, dimensions: space.dimensions },
      };
      return attempt;
    },

    async clear(attempt) {
      // What they left is invisible, and their writers are fenced off by now.
      if (attempt.attempt > 1) await purgeEarlierAttempts(database, attempt);
    },

    endLoading: (attempt) =>
      writeFenced(database, attempt, {
        status: sql`case when ${versions.status} = 'loading' then 'splitting' else ${versions.status} end`,
      }),

    setHead: (attempt, { loader, pageCount, title }) =>
      writeFenced(database, attempt, { loader, pageCount, ownTitle: title, startedAt: sql`now()` }),

    writePages: (attempt, batch) =>
      writeFenced(database, attempt, { pagesDone: sql`${versions.pagesDone} + ${batch.length}` }, (tx) =>
        insertPages(tx, attempt, batch),
      ),

    findEmbedded: (attempt, chunks) => findEmbedded(database.executor, attempt, chunks),

    writeChunks: (attempt, batch) =>
      writeFenced(
        database,
        attempt,
        {
          chunksDone: sql`${versions.chunksDone} + ${batch.length}`,
          pagesIndexed: batch.at(-1)?.pageEnd,
          termTotal: sql`${versions.termTotal} + ${batch.reduce((sum, chunk) => sum + chunk.length, 0)}`,
        },
        (tx) => writeChunkRows(tx, attempt, batch),
      ),

    setChunkCount: (attempt, chunkCount) =>
      writeFenced(database, attempt, { status: 'embedding', chunkCount }, async (tx) => {
        if (attempt.attempt > 1) await removeChunksFrom(tx, attempt, chunkCount);
      }),

    async writePostings(attempt, segment, batch) {
      // Each in a transaction of its own: a whole segment held PGlite's one connection for a second or two.
      for await (const postings of cutPostings(batch))
        await writeFenced(database, attempt, {}, async (tx) => {
          await tx.execute(buildPostingInsert(attempt, segment, postings));
        });
    },

    async publish(attempt, result) {
      if (await publishVersion(database, attempt, result)) onOutdated();
    },

    fail: (attempt, error) => writeFenced(database, attempt, { status: 'failed', error, password: null }),

    release: (attempt) =>
      writeFenced(database, attempt, { status: 'queued', failures: sql`${versions.failures} + 1` }),

    async giveTryBack({ tenantId, versionId, attempt }) {
      // Not fenced: by the time the database is back, the next attempt may have begun.
      const isOfNow = lt(versions.attemptBase, attempt);
      await database.executor
        .update(versions)
        .set({
          interruptions: sql`${versions.interruptions} + 1`,
          status: sql`case when ${versions.attempt} = ${attempt} then 'queued' else ${versions.status} end`,
          updatedAt: sql`now()`,
        })
        .where(and(versionKey(tenantId, versionId), inProgress, isOfNow));
    },

    async purgeReplaced(limit) {
      const stale = await database.executor
        .select({ tenantId: versions.tenantId, id: versions.id })
        .from(versions)
        .innerJoin(
          documents,
          and(eq(documents.tenantId, versions.tenantId), eq(documents.id, versions.documentId)),
        )
        .where(
          and(
            eq(versions.hasIndexRows, true),
            notInArray(versions.status, [...STATUSES_IN_PROGRESS]),
            or(isNull(documents.publishedVersionId), ne(documents.publishedVersionId, versions.id)),
          ),
        )
        .limit(limit);
      for (const { tenantId, id } of stale) await purgeIndexRows(database, tenantId, id);
      return stale.length;
    },

    findInProgress: (limit) =>
      database.executor
        .select({ tenantId: versions.tenantId, versionId: versions.id, jobId: versions.jobId })
        .from(versions)
        .where(inProgress)
        .orderBy(asc(versions.id))
        .limit(limit),

    async requeue({ tenantId, versionId }: IngestJob) {
      await database.transaction(async (tx) => {
        const [version] = await tx
          .select({ jobId: versions.jobId })
          .from(versions)
          .where(and(versionKey(tenantId, versionId), inProgress))
          .for('update');
        if (version === undefined) return;
        if (version.jobId !== null) await queue.cancel(version.jobId, tx);
        const jobId = await queue.send({ tenantId, versionId }, tx);
        await tx.update(versions).set({ jobId }).where(versionKey(tenantId, versionId));
      });
      queue.wake();
    },
  };
}

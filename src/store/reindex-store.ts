import type { Reindexing, ReindexStore } from '../domain/reindex-port.ts';
import { AttemptFencedError } from '../domain/version-ports.ts';
import type { Database, Executor } from './database.ts';
import { and, eq, isNotNull, lt, type SQL, sql } from './drizzle.ts';
import { lockCollection } from './locks.ts';
import { cutPostings, TERMS_PER_STATEMENT } from './posting-rows.ts';
import { readTerms, removePostings, replacePostings } from './replace-segment.ts';
import { documents, versions } from './schema.ts';

/** A worker that wrote nothing for so long is taken for dead. */
const LEASE = sql`now() + interval '2 minutes'`;

/** The pointer of a deleted document is null. */
const isPublished = sql`exists (select from documents
  where documents.tenant_id = versions.tenant_id and documents.published_version_id = versions.id)`;

const isOutdated = (indexVersion: number) =>
  and(
    eq(versions.hasIndexRows, true),
    lt(versions.analysisVersion, indexVersion),
    sql`coalesce(${versions.reindexUntil} < now(), true)`,
    isPublished,
  );

export function createReindexStore(database: Database): ReindexStore {
  return {
    findOutdated: (indexVersion, limit) =>
      database.executor
        .select({ tenantId: versions.tenantId, versionId: versions.id })
        .from(versions)
        .where(isOutdated(indexVersion))
        .limit(limit),

    async takeUp({ tenantId, versionId }, indexVersion) {
      const [version] = await database.executor
        .update(versions)
        .set({ attempt: sql`${versions.attempt} + 1`, reindexUntil: LEASE })
        .where(and(eq(versions.tenantId, tenantId), eq(versions.id, versionId), isOutdated(indexVersion)))
        .returning();
      if (version === undefined) return null;
      // Read after the attempt number was raised: whoever changes the title from now on raises it too.
      const [document] = await database.executor
        .select({ title: documents.title })
        .from(documents)
        .where(and(eq(documents.tenantId, tenantId), eq(documents.id, version.documentId)));
      if (document === undefined) return null;
      const { documentId, collectionId, attempt, ownTitle, filename } = version;
      return { tenantId, versionId, documentId, collectionId, attempt, ...document, ownTitle, filename };
    },

    async listSegments({ tenantId, versionId }) {
      // From one to the next by the index: `distinct` would read every posting of the version.
      const ofVersion = sql`tenant_id = ${tenantId} and version_id = ${versionId}::uuid`;
      const { rows } = await database.executor.execute<{ segment: number }>(sql`
        with recursive walk as (
          select min(segment) as segment from postings where ${ofVersion}
          union all
          select (select min(segment) from postings where ${ofVersion} and segment > walk.segment)
          from walk where walk.segment is not null)
        select segment from walk where segment is not null order by segment`);
      return rows.map(({ segment }) => segment);
    },

    async replaceSegment(reindexing, segment, chunks) {
      const fields = { reindexUntil: LEASE };
      const left = await readTerms(database.executor, reindexing, segment);
      for await (const postings of cutPostings(chunks)) {
        await writeReindexed(database, reindexing, fields, (tx) =>
          replacePostings(tx, reindexing, segment, postings),
        );
        for (const term of postings.terms) left.delete(term);
      }
      // After a change of the analysis that is all it had: at once they would hold the collection for a second.
      const others = [...left];
      for (let from = 0; from < others.length; from += TERMS_PER_STATEMENT) {
        const terms = others.slice(from, from + TERMS_PER_STATEMENT);
        await writeReindexed(database, reindexing, fields, (tx) =>
          removePostings(tx, reindexing, segment, terms),
        );
      }
    },

    finish: (reindexing, analysisVersion) =>
      writeReindexed(database, reindexing, { analysisVersion, reindexUntil: null }),

    async release(reindexing) {
      await database.executor.update(versions).set({ reindexUntil: null }).where(isCurrent(reindexing));
    },

    async releaseAll() {
      await database.executor
        .update(versions)
        .set({ reindexUntil: null })
        .where(isNotNull(versions.reindexUntil));
    },
  };
}

function isCurrent({ tenantId, versionId, attempt }: Reindexing): SQL | undefined {
  return and(
    eq(versions.tenantId, tenantId),
    eq(versions.id, versionId),
    eq(versions.attempt, attempt),
    isPublished,
  );
}

/**
 * In one transaction: locks the collection, as publishing and deleting do, so that what is published stays so until COMMIT;
 * sets `fields` if the attempt is still the current one, else AttemptFencedError; then `write`.
 */
async function writeReindexed(
  database: Database,
  reindexing: Reindexing,
  fields: Partial<{ analysisVersion: number; reindexUntil: SQL | null }>,
  write: (tx: Executor) => Promise<void> = async () => {},
): Promise<void> {
  const { tenantId, collectionId, versionId, attempt } = reindexing;
  await database.transaction(async (tx) => {
    await lockCollection(tx, tenantId, collectionId);
    const current = await tx
      .update(versions)
      .set(fields)
      .where(isCurrent(reindexing))
      .returning({ id: versions.id });
    if (current.length === 0) throw new AttemptFencedError(versionId, attempt);
    await write(tx);
  });
}

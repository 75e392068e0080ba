import type { ContentStore, PublishedChunk } from '../domain/version-ports.ts';
import { isVisible } from './collection-store.ts';
import type { Database } from './database.ts';
import { and, asc, eq, gt, or, sql } from './drizzle.ts';
import { toPage } from './page-rows.ts';
import { chunks, documents, pages, versions } from './schema.ts';

/** An interface is no record for drizzle; a mapped type is. */
type PositionedChunk = Pick<PublishedChunk, keyof PublishedChunk> & { position: number };

export function createContentStore(database: Database): ContentStore {
  const ofDocument = and(
    eq(documents.tenantId, versions.tenantId),
    eq(documents.id, versions.documentId),
    isVisible,
  );

  return {
    async findVersion(tenantId, documentId, version) {
      const [row] = await database.executor
        .select({
          versionId: versions.id,
          number: versions.number,
          status: versions.status,
          published: sql<boolean>`coalesce(${documents.publishedVersionId} = ${versions.id}, false)`,
          uploadId: versions.uploadId,
          filename: versions.filename,
          mediaType: versions.mediaType,
          bytes: versions.bytes,
          sha256: versions.sha256,
        })
        .from(versions)
        .innerJoin(documents, ofDocument)
        .where(
          and(
            eq(versions.tenantId, tenantId),
            eq(versions.documentId, documentId),
            version === undefined
              ? eq(versions.id, documents.publishedVersionId)
              : eq(versions.number, version),
          ),
        );
      return row ?? null;
    },

    async getPage(tenantId, versionId, number) {
      const [row] = await database.executor
        .select()
        .from(pages)
        .where(and(eq(pages.tenantId, tenantId), eq(pages.versionId, versionId), eq(pages.number, number)));
      return row === undefined ? null : toPage(row);
    },

    async getPages(tenantId, refs) {
      if (refs.length === 0) return [];
      const wanted = refs.map(({ documentId, version, page }) =>
        and(eq(versions.documentId, documentId), eq(versions.number, version), eq(pages.number, page)),
      );
      const rows = await database.executor
        .select({ documentId: versions.documentId, version: versions.number, row: pages })
        .from(versions)
        .innerJoin(documents, ofDocument)
        .innerJoin(pages, and(eq(pages.tenantId, versions.tenantId), eq(pages.versionId, versions.id)))
        .where(and(eq(versions.tenantId, tenantId), or(...wanted)));
      return rows.map(({ documentId, version, row }) => ({ ...toPage(row), documentId, version }));
    },

    listChunks: (tenantId, versionId, { after, limit }) =>
      database.executor
        .select({
          ordinal: chunks.ordinal,
          text: chunks.text,
          pageStart: chunks.pageStart,
          pageEnd: chunks.pageEnd,
          start: chunks.start,
          end: chunks.end,
          headings: chunks.headings,
          tokens: chunks.tokens,
        })
        .from(chunks)
        .where(and(eq(chunks.tenantId, tenantId), eq(chunks.versionId, versionId), gt(chunks.ordinal, after)))
        .orderBy(asc(chunks.ordinal))
        .limit(limit),

    async listChunksOfMany(tenantId, requests) {
      const lists: PublishedChunk[][] = requests.map(() => []);
      if (requests.length === 0) return lists;
      const columns = [
        requests.map(({ documentId }) => documentId),
        requests.map(({ after }) => after),
        requests.map(({ limit }) => limit),
      ] as const;
      // Lateral: each request reads its own few rows from the primary key, and no document is read to its end.
      const { rows } = await database.executor.execute<PositionedChunk>(sql`
        select w.position::int as position, d.published_version_id as "versionId", c.ordinal, c.text,
          c.page_start as "pageStart", c.page_end as "pageEnd", c.start, c."end", c.headings, c.tokens
        from unnest(${sql.param(columns[0])}::uuid[], ${sql.param(columns[1])}::int[], ${sql.param(columns[2])}::int[])
          with ordinality as w (document_id, after, size, position)
        join documents d on d.tenant_id = ${tenantId} and d.id = w.document_id and d.deleted_at is null
        cross join lateral (
          select * from chunks k
          where k.tenant_id = d.tenant_id and k.version_id = d.published_version_id and k.ordinal > w.after
          order by k.ordinal limit w.size) c
        order by w.position, c.ordinal`);
      for (const { position, ...chunk } of rows) lists[position - 1]?.push(chunk);
      return lists;
    },
  };
}

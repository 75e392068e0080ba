import type { Chunk } from '../domain/chunk.ts';
import type { Attempt, EmbeddedChunk } from '../domain/version-ports.ts';
import { encodeVector } from './binary-params.ts';
import type { Executor } from './database.ts';
import { and, eq, gte, inArray, sql } from './drizzle.ts';
import { chunkEmbeddings, chunks as chunkTable } from './schema.ts';

/**
 * Writes chunks and the embeddings they have; two statements. From the second attempt on, rows of an earlier one may
 * stand in their place.
 */
export async function writeChunkRows(
  tx: Executor,
  attempt: Attempt,
  chunks: readonly EmbeddedChunk[],
): Promise<void> {
  const { tenantId, versionId, spaceId } = attempt;
  const column = <Value>(pick: (chunk: EmbeddedChunk) => Value) => sql.param(chunks.map(pick));
  const replaceChunk = sql`on conflict (tenant_id, version_id, ordinal) do update set text = excluded.text,
    page_start = excluded.page_start, page_end = excluded.page_end, start = excluded.start, "end" = excluded."end",
    headings = excluded.headings, tokens = excluded.tokens`;
  await tx.execute(sql`
    insert into chunks (tenant_id, version_id, ordinal, text, page_start, page_end, start, "end", headings, tokens)
    select ${tenantId}, ${versionId}::uuid, t.*
    from unnest(${column(({ ordinal }) => ordinal)}::int[], ${column(({ text }) => text)}::text[],
      ${column(({ pageStart }) => pageStart)}::int[], ${column(({ pageEnd }) => pageEnd)}::int[],
      ${column(({ start }) => start)}::int[], ${column(({ end }) => end)}::int[],
      ${column(({ headings }) => JSON.stringify(headings))}::jsonb[], ${column(({ tokens }) => tokens)}::int[]) as t
    ${attempt.attempt > 1 ? replaceChunk : sql``}`);

  const rows = chunks.flatMap(({ ordinal, embedding }) =>
    embedding === null ? [] : [sql`(${ordinal}::int, ${encodeVector(embedding)}::vector)`],
  );
  if (rows.length === 0) return;
  const replaceVector = sql`on conflict (tenant_id, space_id, version_id, ordinal) do update
    set embedding = excluded.embedding`;
  await tx.execute(sql`
    insert into chunk_embeddings (tenant_id, space_id, version_id, ordinal, embedding)
    select ${tenantId}, ${spaceId}::uuid, ${versionId}::uuid, ordinal, embedding
    from (values ${sql.join(rows, sql`, `)}) as t(ordinal, embedding)
    ${attempt.attempt > 1 ? replaceVector : sql``}`);
}

/** Ordinals of the chunks that have an embedding already, made of the same text and headings. */
export async function findEmbedded(
  executor: Executor,
  { tenantId, versionId, spaceId }: Attempt,
  chunks: readonly Chunk[],
): Promise<ReadonlySet<number>> {
  const stored = await executor
    .select({ ordinal: chunkTable.ordinal, text: chunkTable.text, headings: chunkTable.headings })
    .from(chunkTable)
    .innerJoin(
      chunkEmbeddings,
      and(
        eq(chunkEmbeddings.tenantId, chunkTable.tenantId),
        eq(chunkEmbeddings.spaceId, spaceId),
        eq(chunkEmbeddings.versionId, chunkTable.versionId),
        eq(chunkEmbeddings.ordinal, chunkTable.ordinal),
      ),
    )
    .where(
      and(
        eq(chunkTable.tenantId, tenantId),
        eq(chunkTable.versionId, versionId),
        inArray(
          chunkTable.ordinal,
          chunks.map(({ ordinal }) => ordinal),
        ),
      ),
    );
  const byOrdinal = new Map(stored.map((row) => [row.ordinal, row]));
  const isStored = ({ ordinal, text, headings }: Chunk) => {
    const row = byOrdinal.get(ordinal);
    return row?.text === text && JSON.stringify(row.headings) === JSON.stringify(headings);
  };
  return new Set(chunks.filter(isStored).map(({ ordinal }) => ordinal));
}

/** Removes the chunks from `ordinal` on, and their embeddings. */
export async function removeChunksFrom(
  tx: Executor,
  { tenantId, versionId }: Attempt,
  ordinal: number,
): Promise<void> {
  for (const table of [chunkEmbeddings, chunkTable])
    await tx
      .delete(table)
      .where(and(eq(table.tenantId, tenantId), eq(table.versionId, versionId), gte(table.ordinal, ordinal)));
}

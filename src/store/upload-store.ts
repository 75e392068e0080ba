import { v7 as uuidv7 } from 'uuid';
import type { UploadStore } from '../domain/store-ports.ts';
import type { Database } from './database.ts';
import { and, asc, desc, eq, type SQL, sql } from './drizzle.ts';
import { uploadPieces, uploads } from './schema.ts';

const FIRST_PIECE = { ordinal: 0, at: 0 };

export function createUploadStore(database: Database): UploadStore {
  /** The piece that holds the byte at `offset`, and where it begins. Pieces need not be of one size. */
  async function findPiece(ofUpload: SQL | undefined, offset: number): Promise<typeof FIRST_PIECE> {
    const size = sql`octet_length(${uploadPieces.data})`;
    const begins = database.executor
      .select({
        ordinal: uploadPieces.ordinal,
        at: sql<number>`(sum(${size}) over (order by ${uploadPieces.ordinal}) - ${size})::int`.as('at'),
      })
      .from(uploadPieces)
      .where(ofUpload)
      .as('begins');
    const [piece] = await database.executor
      .select()
      .from(begins)
      .where(sql`${begins.at} <= ${offset}`)
      .orderBy(desc(begins.ordinal))
      .limit(1);
    return piece ?? FIRST_PIECE;
  }

  return {
    async create(tenantId) {
      const id = uuidv7();
      await database.executor.insert(uploads).values({ tenantId, id });
      return id;
    },

    async append(tenantId, uploadId, ordinal, piece) {
      const data = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      await database.executor.insert(uploadPieces).values({ tenantId, uploadId, ordinal, data });
    },

    async *read(tenantId, uploadId, start = 0, end = Number.POSITIVE_INFINITY) {
      const ofUpload = and(eq(uploadPieces.tenantId, tenantId), eq(uploadPieces.uploadId, uploadId));
      let { ordinal, at } = start === 0 ? FIRST_PIECE : await findPiece(ofUpload, start);
      for (; at < end; ordinal++) {
        const [piece] = await database.executor
          .select({ data: uploadPieces.data })
          .from(uploadPieces)
          .where(and(ofUpload, eq(uploadPieces.ordinal, ordinal)));
        if (piece === undefined) return;
        const { data } = piece;
        yield data.subarray(Math.max(0, start - at), Math.min(data.length, end - at));
        at += data.length;
      }
    },

    async remove(tenantId, uploadId) {
      await database.transaction(async (tx) => {
        await tx
          .delete(uploadPieces)
          .where(and(eq(uploadPieces.tenantId, tenantId), eq(uploadPieces.uploadId, uploadId)));
        await tx.delete(uploads).where(and(eq(uploads.tenantId, tenantId), eq(uploads.id, uploadId)));
      });
    },

    async sweep(olderThanSeconds) {
      const stale = await database.executor
        .select({ tenantId: uploads.tenantId, id: uploads.id })
        .from(uploads)
        .where(
          and(
            eq(uploads.adopted, false),
            sql`${uploads.createdAt} < now() - make_interval(secs => ${olderThanSeconds})`,
          ),
        )
        .orderBy(asc(uploads.createdAt))
        .limit(100);
      for (const upload of stale) await this.remove(upload.tenantId, upload.id);
      return stale.length;
    },
  };
}

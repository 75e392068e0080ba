import { v7 as uuidv7 } from 'uuid';
import type { UploadStore } from '../domain/store-ports.ts';
import type { Database } from './database.ts';
import { and, asc, eq, sql } from './drizzle.ts';
import { uploadPieces, uploads } from './schema.ts';

export function createUploadStore(database: Database): UploadStore {
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

    async *read(tenantId, uploadId) {
      for (let ordinal = 0; ; ordinal++) {
        const [piece] = await database.executor
          .select({ data: uploadPieces.data })
          .from(uploadPieces)
          .where(
            and(
              eq(uploadPieces.tenantId, tenantId),
              eq(uploadPieces.uploadId, uploadId),
              eq(uploadPieces.ordinal, ordinal),
            ),
          );
        if (piece === undefined) return;
        yield piece.data;
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

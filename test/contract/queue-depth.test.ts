import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_TENANT } from '../../src/domain/ids.ts';
import type { JobQueue } from '../../src/domain/queue-ports.ts';
import { startPgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { createDocumentStore } from '../../src/store/document-store.ts';
import { readQueueDepth } from '../../src/store/read-queue-depth.ts';
import { createUploadStore } from '../../src/store/upload-store.ts';
import { createVersionStore } from '../../src/store/version-store.ts';
import { describeEngines } from '../support/engines.ts';

const T = DEFAULT_TENANT;

describeEngines('the depth of the queue', (context) => {
  let queue: JobQueue;
  beforeAll(async () => {
    const { database } = context;
    const onError = (error: Error) => expect.unreachable(String(error));
    queue = await startPgBossQueue({ engine: database.engine, database, onError });
  });
  afterAll(() => queue.stop());

  async function accept(): Promise<string> {
    const { database } = context;
    const uploadId = await createUploadStore(database).create(T);
    const { documentId } = await createDocumentStore(database, queue).accept({
      tenantId: T,
      uploadId,
      sha256: randomUUID(),
      bytes: 1,
      mediaType: 'text/plain',
      filename: null,
      warnings: [],
      charset: null,
      language: null,
      defaultChunking: { maxTokens: 60, overlapTokens: 10 },
      space: { provider: 'built-in', model: 'test', dimensions: 3 },
      collection: 'default',
      externalId: null,
      title: null,
      metadata: null,
    });
    const version = await createContentStore(database).findVersion(T, documentId, 1);
    return version?.versionId ?? '';
  }

  /** As if it had last been touched so long ago. */
  const age = (versionId: string, seconds: number) =>
    context.database.executeSql(
      "update versions set updated_at = now() - $1::int * interval '1 s' where id = $2",
      [seconds, versionId],
    );

  it('is what waits and what is in work, with the age of the oldest of each', async () => {
    const { database } = context;
    const versions = createVersionStore(database, queue);
    const depth = () => readQueueDepth(database);
    expect(await depth()).toEqual({ queued: 0, active: 0, oldestQueuedSeconds: 0, longestSilenceSeconds: 0 });

    const ids = [await accept(), await accept(), await accept(), await accept()] as const;
    await age(ids[0], 100);
    await age(ids[1], 7_200);
    const waiting = await depth();
    expect(waiting).toMatchObject({ queued: 4, active: 0, longestSilenceSeconds: 0 });
    expect(Math.floor(waiting.oldestQueuedSeconds / 60)).toBe(120);

    const attempt = await versions.start({ tenantId: T, versionId: ids[1] });
    if (attempt === null) throw new Error('not in progress');
    await versions.setChunkCount(attempt, 1);
    await age(ids[1], 900);
    const working = await depth();
    expect(working).toMatchObject({ queued: 3, active: 1 });
    expect(Math.floor(working.longestSilenceSeconds / 60)).toBe(15);
    expect(Math.floor(working.oldestQueuedSeconds / 60)).toBe(1);

    // A sign of life.
    await versions.setChunkCount(attempt, 1);
    expect((await depth()).longestSilenceSeconds).toBeLessThan(900);
    const failure = {
      stage: 'embedding',
      code: 'INTERNAL_ERROR',
      message: 'm',
      hint: 'h',
      retryable: false,
    } as const;
    await versions.fail(attempt, failure);
    expect(await depth()).toMatchObject({ queued: 3, active: 0, longestSilenceSeconds: 0 });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Claim, ClaimResult, IdempotencyStore } from '../../src/domain/idempotency.ts';
import type { JobQueue } from '../../src/domain/queue-ports.ts';
import type { DocumentStore } from '../../src/domain/store-ports.ts';
import { startPgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import { createDocumentStore } from '../../src/store/document-store.ts';
import { createIdempotencyStore } from '../../src/store/idempotency-store.ts';
import { createUploadStore } from '../../src/store/upload-store.ts';
import { describeEngines } from '../support/engines.ts';

const T = 1;
const REPLY = { status: 202, headers: { location: '/documents/1' }, body: '{"b":1,"a":[2, 3]}' };

describeEngines('idempotency keys', (context) => {
  let queue: JobQueue;
  let keys: IdempotencyStore;
  let documents: DocumentStore;

  beforeAll(async () => {
    const { database } = context;
    const onError = (error: unknown) => expect.unreachable(String(error));
    queue = await startPgBossQueue({ engine: database.engine, database, onError });
    keys = createIdempotencyStore(database);
    documents = createDocumentStore(database, queue);
  });
  afterAll(() => queue.stop());

  const execute = (text: string, key: string) => context.database.executeSql(text, [key]);
  const expireLease = (key: string) =>
    execute(`update idempotency_keys set lease_until = now() - interval '1 second' where key = $1`, key);
  const expire = (key: string) =>
    execute(`update idempotency_keys set expires_at = now() - interval '1 second' where key = $1`, key);

  async function claim(
    key: string,
    fingerprint = 'same',
    tenant = T,
  ): Promise<Extract<ClaimResult, { kind: 'claimed' }>> {
    const result = await keys.claim(tenant, key, fingerprint, 20);
    if (result.kind !== 'claimed') throw new Error(result.kind);
    return result;
  }

  async function accept(held: Claim, bytes: string = randomUUID()) {
    const uploads = createUploadStore(context.database);
    const uploadId = await uploads.create(T);
    await uploads.append(T, uploadId, 0, Buffer.from(bytes));
    return documents.accept({
      tenantId: T,
      uploadId,
      sha256: bytes,
      bytes: bytes.length,
      mediaType: 'text/plain',
      filename: null,
      warnings: [],
      charset: null,
      language: null,
      defaultChunking: { maxTokens: 400, overlapTokens: 40 },
      space: { provider: 'built-in', model: 'test', dimensions: 3 },
      collection: 'default',
      externalId: null,
      title: null,
      metadata: null,
      claim: { ...held, ordinal: 0, leaseSeconds: 20 },
    });
  }

  it('of fifty at once give one claim', async () => {
    const key = randomUUID();
    const results = await Promise.all(Array.from({ length: 50 }, () => keys.claim(T, key, 'same', 20)));
    const kinds = results.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'in-flight')).toHaveLength(49);
  });

  it('replay the answer as it was, for the same request only', async () => {
    const key = randomUUID();
    const { claim: held } = await claim(key);
    expect(await keys.claim(T, key, 'other', 20)).toEqual({ kind: 'reused' });
    expect(await keys.claim(T, key, 'same', 20)).toEqual({ kind: 'in-flight', retryAfterSeconds: 20 });
    await keys.complete(held, REPLY);
    expect(await keys.claim(T, key, 'same', 20)).toEqual({ kind: 'replay', reply: REPLY });
    expect(await keys.claim(T, key, 'other', 20)).toEqual({ kind: 'reused' });
    // A lease that is over takes nothing away from an answer.
    await expireLease(key);
    expect((await keys.claim(T, key, 'same', 20)).kind).toBe('replay');
  });

  it('of another tenant are others', async () => {
    const key = randomUUID();
    await claim(key);
    await claim(key, 'other', 2);
  });

  it('are free again when they are given up before anything was accepted', async () => {
    const key = randomUUID();
    await keys.release((await claim(key)).claim);
    expect((await claim(key, 'other')).accepted).toEqual([]);
  });

  it('know what was accepted when they are given up, or left, before the answer', async () => {
    for (const leave of [
      (held: Claim) => keys.release(held),
      (held: Claim) => expireLease(held.key),
      () => keys.releaseAll(),
    ]) {
      const key = randomUUID();
      const { claim: held } = await claim(key);
      const { documentId } = await accept(held);
      expect((await keys.claim(T, key, 'same', 20)).kind).toBe('in-flight');
      await leave(held);
      const { accepted } = await claim(key);
      expect(accepted).toEqual([{ ordinal: 0, documentId, outcome: 'created' }]);
    }
  });

  it('let nobody accept whose claim was taken over, and nothing is left of the attempt', async () => {
    const key = randomUUID();
    const { claim: late } = await claim(key);
    await expireLease(key);
    const { claim: held } = await claim(key);
    const bytes = randomUUID();
    await expect(accept(late, bytes)).rejects.toMatchObject({ code: 'IDEMPOTENCY_IN_FLIGHT' });
    const { rows } = await execute('select 1 from versions where sha256 = $1', bytes);
    expect(rows).toEqual([]);
    await keys.complete(late, { ...REPLY, status: 500 });
    await keys.release(late);
    await keys.complete(held, REPLY);
    expect(await keys.claim(T, key, 'same', 20)).toEqual({ kind: 'replay', reply: REPLY });
  });

  it('are forgotten with a document of their answer, before the answer and after it', async () => {
    for (const isAnswered of [true, false]) {
      const key = randomUUID();
      const { claim: held } = await claim(key);
      const { documentId } = await accept(held);
      if (isAnswered) await keys.complete(held, REPLY);
      await documents.hide(T, documentId, () => {});
      if (!isAnswered) await keys.complete(held, REPLY);
      expect((await claim(key, 'other')).accepted).toEqual([]);
    }
  });

  it('are forgotten after their time, when asked for or swept', async () => {
    const [asked, swept, kept] = [randomUUID(), randomUUID(), randomUUID()];
    for (const key of [asked, swept, kept]) await keys.complete((await claim(key)).claim, REPLY);
    await expire(asked);
    await expire(swept);
    await claim(asked, 'other');
    await keys.sweep();
    const { rows } = await context.database.executeSql(
      'select key from idempotency_keys where key = any($1)',
      [[swept, kept]],
    );
    expect(rows).toEqual([{ key: kept }]);
    const { rows: left } = await execute(
      'select round(extract(epoch from expires_at - now()) / 3600)::int as hours from idempotency_keys where key = $1',
      kept,
    );
    expect(left).toEqual([{ hours: 24 }]);
  });
});

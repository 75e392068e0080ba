import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_TENANT } from '../../src/domain/ids.ts';
import type { DocumentParser } from '../../src/domain/ports.ts';
import { createBuiltInEmbedder } from '../../src/embed/built-in-embedder.ts';
import { DiskFullError, IngestError, ServiceError, StatementTimeoutError } from '../../src/errors.ts';
import { type IngestServices, ingestVersion } from '../../src/pipelines/ingest.ts';
import { requeueAll, requeueLost, sweep } from '../../src/pipelines/recover.ts';
import { startPgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import { createCollectionStore } from '../../src/store/collection-store.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { createDocumentStore } from '../../src/store/document-store.ts';
import { createIdempotencyStore } from '../../src/store/idempotency-store.ts';
import { createUploadStore } from '../../src/store/upload-store.ts';
import { createVersionStore } from '../../src/store/version-store.ts';
import { createParsePool } from '../../src/workers/parse-pool.ts';
import { describeEngines } from '../support/engines.ts';
import { eventually } from '../support/processes.ts';

const T = DEFAULT_TENANT;
const CHUNKING = { maxTokens: 60, overlapTokens: 10 };
const LIMITS = {
  maxPages: 50,
  maxTextBytes: 1_000_000,
  maxChunks: 500,
  maxExpandedBytes: 10_000_000,
  ocr: true,
  maxOcrPages: 10,
};
const silent = { info: () => {}, warn: () => {} };
const never = new AbortController().signal;

function createUnopenedParser(error: Error): DocumentParser {
  return { open: () => Promise.reject(error), close: async () => {} };
}

/** Every document crashes it; counts how often it was asked. */
function createCrashingParser(): DocumentParser & { opened: number } {
  return {
    opened: 0,
    async open() {
      this.opened += 1;
      throw new IngestError('PARSER_CRASHED', 'The parser ended without a word.', 'Check the file.', {
        retryable: true,
      });
    },
    close: async () => {},
  };
}

describeEngines('ingest', (context) => {
  const embedder = createBuiltInEmbedder();
  const pool = createParsePool({ size: 1, maxMemoryBytes: 512 * 1024 * 1024 });
  let stores: Awaited<ReturnType<typeof openStores>>;
  let isKilled = false;

  async function openStores() {
    const { database } = context;
    const queue = await startPgBossQueue({
      engine: database.engine,
      database,
      onError: (error) => isKilled || expect.unreachable(String(error)),
    });
    return {
      queue,
      uploads: createUploadStore(database),
      collections: createCollectionStore(database, CHUNKING),
      documents: createDocumentStore(database, queue),
      versions: createVersionStore(database, queue),
      contents: createContentStore(database),
      keys: createIdempotencyStore(database),
      log: silent,
    };
  }

  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(async () => {
    await stores.queue.stop();
    await pool.close();
  });

  const services = (over: Partial<IngestServices> = {}): IngestServices => ({
    versions: stores.versions,
    uploads: stores.uploads,
    parser: pool,
    embedderOf: () => embedder,
    limits: LIMITS,
    log: silent,
    ...over,
  });

  async function accept(text: string | Buffer): Promise<{ documentId: string; versionId: string }> {
    const bytes = Buffer.from(text);
    const uploadId = await stores.uploads.create(T);
    await stores.uploads.append(T, uploadId, 0, bytes);
    const { documentId } = await stores.documents.accept({
      tenantId: T,
      uploadId,
      sha256: randomUUID(),
      bytes: bytes.length,
      mediaType: 'text/plain',
      filename: null,
      warnings: [],
      charset: null,
      language: null,
      defaultChunking: CHUNKING,
      space: embedder.space,
      collection: 'default',
      externalId: null,
      title: null,
      metadata: null,
    });
    const version = await stores.contents.findVersion(T, documentId, 1);
    return { documentId, versionId: version?.versionId ?? '' };
  }

  const ingest = (versionId: string, over: Partial<IngestServices> = {}, signal = never) =>
    ingestVersion(services(over), { tenantId: T, versionId }, signal);
  const get = (documentId: string) => stores.documents.get(T, documentId);

  it('publishes pages, chunks that are slices of them, vectors and postings', async () => {
    const pages = ['첫 쪽의 문장이다. 둘째 문장이다.', '다음 쪽이 이어진다. Numbers like 42 stay.'];
    const { documentId, versionId } = await accept(pages.join('\f'));
    await ingest(versionId);
    expect(await get(documentId)).toMatchObject({
      status: 'published',
      pages: 2,
      publishedVersion: 1,
      error: null,
    });
    const chunks = await stores.contents.listChunks(T, versionId, { after: -1, limit: 100 });
    expect(chunks.length).toBeGreaterThan(0);
    for (const { text, pageStart, pageEnd, start, end } of chunks)
      expect(
        pages
          .slice(pageStart - 1, pageEnd)
          .join('\n')
          .slice(start, end),
      ).toBe(text);
    const { rows } = await context.database.executeSql(
      `select (select count(*)::int from chunk_embeddings where version_id = $1) as vectors,
        (select count(distinct o)::int from postings, unnest(ordinals) o where version_id = $1) as indexed`,
      [versionId],
    );
    expect(rows[0]).toEqual({ vectors: chunks.length, indexed: chunks.length });
  });

  it('makes the same chunks however often a version was started and cut off', async () => {
    const text = Array.from(
      { length: 120 },
      (_, index) => `${index}번 문장은 ${index * 7}이라는 수를 말한다.`,
    ).join(' ');
    const whole = await accept(text);
    await ingest(whole.versionId);
    const cut = await accept(text);
    for (const write of ['setHead', 'writePages', 'writeChunks', 'writePostings', 'publish'] as const) {
      const versions = {
        ...stores.versions,
        [write]: async () => {
          throw new Error(`cut off at ${write}`);
        },
      };
      const cutting = new AbortController();
      cutting.abort();
      await expect(ingest(cut.versionId, { versions }, AbortSignal.any([never]))).rejects.toThrow();
      // The failures that may pass are counted; these stand for a killed process, which counts nothing.
      await context.database.executeSql(
        "update versions set failures = 0, status = 'loading', error = null where id = $1",
        [cut.versionId],
      );
    }
    await ingest(cut.versionId);
    const read = (versionId: string) => stores.contents.listChunks(T, versionId, { after: -1, limit: 500 });
    expect(await read(cut.versionId)).toEqual(await read(whole.versionId));
    expect((await get(cut.documentId))?.status).toBe('published');
  });

  it('asks the model only for chunks that no earlier attempt embedded', async () => {
    const text = Array.from(
      { length: 1200 },
      (_, index) => `${index}번 문장은 ${index * 7}이라는 수를 말한다.`,
    ).join(' ');
    const { documentId, versionId } = await accept(text);
    const asked: number[] = [];
    const counting = (failAfter: number): IngestServices['embedderOf'] => {
      let calls = 0;
      return () => ({
        ...embedder,
        maxBatchSize: 64,
        async embedDocuments(chunks, signal) {
          calls += 1;
          if (calls > failAfter)
            throw new IngestError('EMBEDDING_FAILED', 'gone', 'Wait.', { retryable: true });
          asked.push(...chunks.map(({ ordinal }) => ordinal));
          return embedder.embedDocuments(chunks, signal);
        },
      });
    };
    await expect(ingest(versionId, { embedderOf: counting(2) })).rejects.toThrow('gone');
    expect(await get(documentId)).toMatchObject({ status: 'queued', publishedVersion: null });
    await ingest(versionId, { embedderOf: counting(Number.POSITIVE_INFINITY) });
    const document = await get(documentId);
    expect(document).toMatchObject({ status: 'published' });
    const total = document?.chunks ?? 0;
    expect(total).toBeGreaterThan(256);
    expect(new Set(asked).size).toBe(total);
    expect(asked).toHaveLength(total);
  });

  it('replaces what an earlier attempt wrote of a text that is cut otherwise now', async () => {
    const { documentId, versionId } = await accept('첫 문장이다. '.repeat(200));
    const versions: IngestServices['versions'] = {
      ...stores.versions,
      publish: async () => {
        throw new Error('cut off before it was published');
      },
    };
    await expect(ingest(versionId, { versions })).rejects.toThrow();
    await context.database.executeSql('update versions set chunk_max_tokens = 120 where id = $1', [
      versionId,
    ]);
    await ingest(versionId);
    const document = await get(documentId);
    const chunks = await stores.contents.listChunks(T, versionId, { after: -1, limit: 500 });
    expect(document).toMatchObject({ status: 'published', chunks: chunks.length });
    const { rows } = await context.database.executeSql(
      `select (select count(*)::int from chunk_embeddings where version_id = $1) as vectors,
        (select count(distinct o)::int from postings, unnest(ordinals) o where version_id = $1) as indexed`,
      [versionId],
    );
    expect(rows[0]).toEqual({ vectors: chunks.length, indexed: chunks.length });
  });

  describe('failures', () => {
    const cases = [
      { name: 'no text', bytes: ' \n\t ', code: 'DOCUMENT_HAS_NO_TEXT' },
      {
        name: 'bytes of no charset',
        bytes: Buffer.from([0x41, 0xff, 0xfe, 0x81, 0x41]),
        code: 'CHARSET_UNKNOWN',
      },
      { name: 'too many pages', bytes: 'page\f'.repeat(60), code: 'DOCUMENT_LIMIT_EXCEEDED' },
      { name: 'too much text', bytes: 'A sentence. '.repeat(90_000), code: 'DOCUMENT_LIMIT_EXCEEDED' },
    ];
    it.each(cases)('$name ends as failed with $code and leaves no index rows', async ({ bytes, code }) => {
      const { documentId, versionId } = await accept(bytes);
      await ingest(versionId);
      const document = await get(documentId);
      expect(document).toMatchObject({
        status: 'failed',
        publishedVersion: null,
        error: { code, retryable: false },
      });
      expect(document?.error?.hint).not.toBe('');
      const { rows } = await context.database.executeSql(
        'select count(*)::int as n from chunks where version_id = $1',
        [versionId],
      );
      expect(rows[0]?.n).toBe(0);
    });

    it('gives a document that crashes the parser three tries, then ends it as failed', async () => {
      const { documentId, versionId } = await accept('poison');
      const parser = createCrashingParser();
      for (let attempt = 1; attempt <= 2; attempt++) {
        await expect(ingest(versionId, { parser })).rejects.toThrow('ended without a word');
        expect((await get(documentId))?.status).toBe('queued');
      }
      await ingest(versionId, { parser });
      expect(await get(documentId)).toMatchObject({
        status: 'failed',
        error: { code: 'PARSER_CRASHED', retryable: true },
      });
      await ingest(versionId, { parser });
      expect(parser.opened).toBe(3);
    });

    it('costs a document nothing that the service stops under it, however often, or loses its database', async () => {
      const { documentId, versionId } = await accept('stopped half-way');
      const stopping = new AbortController();
      stopping.abort(new Error('stopping'));
      const parser = createUnopenedParser(new ServiceError('DATABASE_UNAVAILABLE', 'gone'));
      const told: string[] = [];
      const log = { ...silent, warn: (_: object, message: string) => told.push(message) };
      for (let time = 0; time < 10; time += 1)
        await expect(ingest(versionId, { log, parser })).rejects.toThrow('gone');
      for (let time = 0; time < 16; time += 1)
        await expect(ingest(versionId, { log }, stopping.signal)).rejects.toThrow();
      expect(told).toEqual(Array(26).fill('attempt interrupted'));
      expect(await get(documentId)).toMatchObject({ status: 'queued', progress: { stage: 'queued' } });
      await ingest(versionId);
      expect((await get(documentId))?.status).toBe('published');
    });

    const countTries = async (versionId: string) =>
      (
        await context.database.executeSql('select attempt, interruptions from versions where id = $1', [
          versionId,
        ])
      ).rows[0];

    it('costs a document no try when the process of its database dies', async () => {
      if (context.engine !== 'pglite') return;
      const { database } = context;
      const { documentId, versionId } = await accept('its database dies');
      const parser: DocumentParser = {
        async open() {
          const pid = database.childPid() ?? 0;
          process.kill(pid, 'SIGKILL');
          await eventually('gone', async () => database.childPid() !== pid);
          throw new ServiceError('DATABASE_UNAVAILABLE', 'gone');
        },
        close: async () => {},
      };
      isKilled = true;
      await expect(ingest(versionId, { parser })).rejects.toThrow('gone');
      isKilled = false;
      expect(await countTries(versionId)).toEqual({ attempt: 1, interruptions: 1 });
      expect((await get(documentId))?.status).toBe('queued');
    });

    it('costs a document no try when the rows of an earlier attempt cannot be removed', async () => {
      const { versionId } = await accept('not cleared');
      const told: string[] = [];
      const log = { ...silent, warn: (_: object, message: string) => told.push(message) };
      const versions: IngestServices['versions'] = {
        ...stores.versions,
        clear: () => Promise.reject(new ServiceError('DATABASE_UNAVAILABLE', 'gone')),
      };
      await expect(ingest(versionId, { log, versions })).rejects.toThrow('gone');
      expect(told).toEqual(['attempt interrupted']);
      expect(await countTries(versionId)).toEqual({ attempt: 1, interruptions: 1 });
    });

    it('gives a try back although the next attempt has begun, and leaves its status alone', async () => {
      const { documentId, versionId } = await accept('taken up before it was given back');
      const first = await stores.versions.start({ tenantId: T, versionId });
      const second = await stores.versions.start({ tenantId: T, versionId });
      if (first === null || second === null) throw new Error('it is in progress');
      await stores.versions.giveTryBack(first);
      expect(await countTries(versionId)).toEqual({ attempt: 2, interruptions: 1 });
      expect((await get(documentId))?.status).toBe('loading');
    });

    it('begins nothing for a while after the disk was full, and blames no document for it', async () => {
      const { documentId, versionId } = await accept('no space left');
      const parser = createUnopenedParser(new DiskFullError(new Error('53100')));
      const disk = { fullUntil: 0 };
      for (let time = 0; time < 3; time += 1)
        await expect(ingest(versionId, { parser, disk })).rejects.toThrow('disk');
      expect(await countTries(versionId)).toEqual({ attempt: 1, interruptions: 1 });
      disk.fullUntil = 0;
      await ingest(versionId, { disk });
      expect((await get(documentId))?.status).toBe('published');
    });

    it('begins nothing for a while when the disk is full before or after an attempt, and writes nothing more', async () => {
      const { versionId } = await accept('no space left for anything');
      const full = new DiskFullError(new Error('53100'));
      const disk = { fullUntil: 0 };
      const start = () => Promise.reject(full);
      const unstarted = { ...stores.versions, start };
      await expect(ingest(versionId, { disk, versions: unstarted })).rejects.toBe(full);
      expect(disk.fullUntil).toBeGreaterThan(performance.now());

      disk.fullUntil = 0;
      let writes = 0;
      const giveTryBack = () => {
        writes += 1;
        return Promise.reject(full);
      };
      const parser = createUnopenedParser(new ServiceError('DATABASE_UNAVAILABLE', 'gone'));
      const versions = { ...stores.versions, giveTryBack };
      await expect(ingest(versionId, { disk, versions, parser })).rejects.toThrow('gone');
      expect(writes).toBe(1);
      expect(disk.fullUntil).toBeGreaterThan(performance.now());
    });

    it('counts a database lost for the eleventh time as a try, but not a full disk', async () => {
      const { versionId } = await accept('its database dies each time');
      await context.database.executeSql(
        'update versions set attempt = 10, interruptions = 10 where id = $1',
        [versionId],
      );
      const lost = createUnopenedParser(new ServiceError('DATABASE_UNAVAILABLE', 'gone'));
      await expect(ingest(versionId, { parser: lost })).rejects.toThrow('gone');
      expect(await countTries(versionId)).toEqual({ attempt: 11, interruptions: 10 });
      const full = createUnopenedParser(new DiskFullError(new Error('53100')));
      await expect(ingest(versionId, { parser: full })).rejects.toThrow('disk');
      expect(await countTries(versionId)).toEqual({ attempt: 12, interruptions: 11 });
    });

    it('ends what was interrupted two hundred times, until a caller asks for it again', async () => {
      const { documentId, versionId } = await accept('interrupted without end');
      await context.database.executeSql(
        'update versions set attempt = 200, interruptions = 200 where id = $1',
        [versionId],
      );
      await ingest(versionId);
      expect(await get(documentId)).toMatchObject({
        status: 'failed',
        error: { code: 'INTERNAL_ERROR', message: expect.stringContaining('200 times'), retryable: true },
      });
      await stores.documents.retry(T, documentId);
      await ingest(versionId);
      expect((await get(documentId))?.status).toBe('published');
    });

    it('does not send for ever what takes the database too long, nor blames the file for it', async () => {
      const { documentId, versionId } = await accept('begun again and again');
      const parser = createUnopenedParser(new StatementTimeoutError(new Error('30 s')));
      for (let time = 0; time < 25; time += 1)
        await expect(ingest(versionId, { parser })).rejects.toThrow('took too long');
      await ingest(versionId, { parser });
      const document = await get(documentId);
      expect(document).toMatchObject({
        status: 'failed',
        error: { code: 'INTERNAL_ERROR', retryable: true },
      });
    });

    it('ends quietly when the document is deleted meanwhile', async () => {
      const { documentId, versionId } = await accept('deleted while it is made');
      const versions = {
        ...stores.versions,
        publish: async (...args: Parameters<typeof stores.versions.publish>) => {
          await stores.documents.hide(T, documentId, () => {});
          return stores.versions.publish(...args);
        },
      };
      await ingest(versionId, { versions });
      expect(await get(documentId)).toBeNull();
      await sweep(stores);
      const { rows } = await context.database.executeSql(
        'select count(*)::int as n from pages where version_id = $1',
        [versionId],
      );
      expect(rows[0]?.n).toBe(0);
    });
  });

  describe('recovery', () => {
    it('sends a fresh job for every version in progress and for those whose job is gone', async () => {
      const { versionId } = await accept('left behind');
      const jobOf = async () =>
        (await stores.versions.findInProgress(1000)).find((version) => version.versionId === versionId)
          ?.jobId ?? '';
      const first = await jobOf();
      await requeueAll(stores);
      const second = await jobOf();
      expect(second).not.toBe(first);
      expect([...(await stores.queue.findLive([first, second]))]).toEqual([second]);

      await requeueLost(stores);
      expect(await jobOf()).toBe(second);
      await context.database.transaction((tx) => stores.queue.cancel(second, tx));
      await requeueLost(stores);
      expect((await stores.queue.findLive([await jobOf()])).size).toBe(1);
    });

    // Last: from here on a worker takes every job that is left.
    it('works jobs off until nothing is in progress', async () => {
      const { documentId } = await accept('picked up by the worker');
      await stores.queue.work((job, signal) => ingestVersion(services(), job, signal), 2);
      await eventually('published', async () => (await get(documentId))?.status === 'published');
      const later = await accept('woken for this one');
      await eventually('published', async () => (await get(later.documentId))?.status === 'published');
    });
  });
});

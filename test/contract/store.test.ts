import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExtractiveGenerator } from '../../src/answer/extractive-generator.ts';
import type { AnalyzedChunk } from '../../src/domain/chunk.ts';
import { DEFAULT_TENANT } from '../../src/domain/ids.ts';
import type { Page } from '../../src/domain/page.ts';
import type { JobQueue } from '../../src/domain/queue-ports.ts';
import type { SearchPlan, SearchStore } from '../../src/domain/search-ports.ts';
import type { CollectionStore, DocumentStore, UploadStore } from '../../src/domain/store-ports.ts';
import {
  type Attempt,
  AttemptFencedError,
  type ContentStore,
  type VersionStore,
} from '../../src/domain/version-ports.ts';
import { ServiceError } from '../../src/errors.ts';
import { createAskPipeline } from '../../src/pipelines/ask.ts';
import { startPgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import { createLexicalRescorer } from '../../src/retrieve/rescore-lexical.ts';
import { createCollectionStore } from '../../src/store/collection-store.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { createDocumentStore } from '../../src/store/document-store.ts';
import { purgeIndexRows } from '../../src/store/purge.ts';
import { createSearchStore } from '../../src/store/search-store.ts';
import { createUploadStore } from '../../src/store/upload-store.ts';
import { createVersionStore } from '../../src/store/version-store.ts';
import { countTerms } from '../../src/text/analyze-text.ts';
import { describeEngines } from '../support/engines.ts';
import { watchStatements } from '../support/watch-statements.ts';

const T = DEFAULT_TENANT;
const CHUNKING = { maxTokens: 400, overlapTokens: 40 };
const SPACE = { provider: 'built-in', model: 'test', dimensions: 3 };
const anyDocument = () => {};

function toChunk(ordinal: number, page: number, text: string): AnalyzedChunk {
  const terms = countTerms(text);
  const length = terms.reduce((sum, [, count]) => sum + count, 0);
  return {
    ordinal,
    text,
    pageStart: page,
    pageEnd: page,
    start: 0,
    end: text.length,
    headings: [],
    tokens: 10,
    terms,
    length,
  };
}

function toPage(number: number, text: string): Page {
  const lines = [{ start: 0, end: text.length, box: [72, 700.5, 380, 12.3] as const }];
  return {
    number,
    label: null,
    text,
    width: 595.3,
    height: 841.9,
    lines,
    headings: [{ start: 0, level: 1, title: 'T' }],
  };
}

describeEngines('store', (context) => {
  let queue: JobQueue;
  let uploads: UploadStore;
  let collections: CollectionStore;
  let documents: DocumentStore;
  let versions: VersionStore;
  let contents: ContentStore;
  let searching: SearchStore;

  beforeAll(async () => {
    const { database } = context;
    queue = await startPgBossQueue({
      engine: database.engine,
      database,
      onError: (error) => expect.unreachable(String(error)),
    });
    uploads = createUploadStore(database);
    collections = createCollectionStore(database, CHUNKING);
    documents = createDocumentStore(database, queue);
    versions = createVersionStore(database, queue);
    contents = createContentStore(database);
    searching = createSearchStore(database);
  });
  afterAll(() => queue.stop());

  async function newCollection(): Promise<string> {
    const name = `c${randomUUID().slice(0, 8)}`;
    await collections.create(T, { name, description: null, language: 'auto', chunking: {} });
    return name;
  }

  async function upload(bytes: string) {
    const uploadId = await uploads.create(T);
    await uploads.append(T, uploadId, 0, Buffer.from(bytes));
    return {
      tenantId: T,
      uploadId,
      sha256: `sha-${bytes}`,
      bytes: bytes.length,
      mediaType: 'text/plain',
      filename: 'a.txt',
      warnings: [],
      charset: null,
      language: null,
      defaultChunking: CHUNKING,
      space: SPACE,
    };
  }

  async function accept(collection: string, bytes: string, externalId: string | null = null) {
    return documents.accept({
      ...(await upload(bytes)),
      collection,
      externalId,
      title: null,
      metadata: { bytes },
    });
  }

  async function newestVersionId(documentId: string): Promise<string> {
    const document = await documents.get(T, documentId);
    const version = await contents.findVersion(T, documentId, document?.version);
    if (version === null) throw new Error('no version');
    return version.versionId;
  }

  async function startNewest(documentId: string): Promise<Attempt> {
    const attempt = await versions.start({ tenantId: T, versionId: await newestVersionId(documentId) });
    if (attempt === null) throw new Error('not in progress');
    await versions.clear(attempt);
    return attempt;
  }

  async function write(attempt: Attempt, texts: readonly string[]): Promise<void> {
    await versions.setHead(attempt, { loader: 'test 1', pageCount: texts.length, title: 'Own title' });
    await versions.writePages(
      attempt,
      texts.map((text, index) => toPage(index + 1, text)),
    );
    const chunks = texts.map((text, index) => toChunk(index, index + 1, text));
    await versions.writeChunks(
      attempt,
      chunks.map((chunk) => ({ ...chunk, embedding: Float32Array.of(1, chunk.ordinal, 0) })),
    );
    await versions.writePostings(attempt, 0, chunks);
  }

  async function publishDocument(
    collection: string,
    texts: readonly string[],
    externalId: string | null = null,
  ) {
    const { documentId } = await accept(collection, texts.join('|'), externalId);
    const attempt = await startNewest(documentId);
    await write(attempt, texts);
    await versions.publish(attempt, { warnings: [], analysisVersion: 1 });
    return { documentId, attempt };
  }

  async function search(collection: string, question: string, over: Partial<SearchPlan> = {}) {
    const counts = countTerms(question);
    const scope = { tenantId: T, collections: [collection], documentIds: undefined, filter: null };
    const statistics = await searching.readStatistics(
      scope,
      counts.map(([term]) => term),
    );
    const candidates = await searching.search(T, {
      collectionIds: statistics.collections.map(({ id }) => id),
      documentIds: undefined,
      filter: null,
      lexical: {
        terms: counts.map(([term]) => ({ term, weight: 1 })),
        common: [],
        k1: 1.2,
        b: 0.75,
        averageLength: 5,
      },
      dense: [],
      candidates: 50,
      ...over,
    });
    return { statistics, candidates };
  }

  const countRows = async (table: string, column: string, id: string) => {
    const { rows } = await context.database.executeSql(
      `select count(*)::int as n from ${table} where ${column} = $1`,
      [id],
    );
    return rows[0]?.n;
  };

  describe('identity', () => {
    it('makes one document of 20 parallel uploads of the same bytes', async () => {
      const collection = await newCollection();
      const results = await Promise.all(Array.from({ length: 20 }, () => accept(collection, 'same')));
      expect(new Set(results.map((result) => result.documentId)).size).toBe(1);
      expect(results.filter((result) => result.kind === 'new-document')).toHaveLength(1);
      expect(results.filter((result) => result.kind === 'unchanged')).toHaveLength(19);
      expect((await collections.get(T, collection))?.documents).toBe(1);
    });

    it('makes three versions of A, B, A and one of A, A under an externalId', async () => {
      const collection = await newCollection();
      const kinds = [];
      for (const bytes of ['A', 'A', 'B', 'A']) kinds.push((await accept(collection, bytes, 'ext')).kind);
      expect(kinds).toEqual(['new-document', 'unchanged', 'new-version', 'new-version']);
      const [document] = await documents.list(T, {
        collection,
        status: undefined,
        externalId: 'ext',
        filter: null,
        before: undefined,
        limit: 9,
      });
      expect(document?.version).toBe(3);
    });

    it('keeps the same bytes apart under another externalId and in another collection', async () => {
      const [one, two] = [await newCollection(), await newCollection()];
      expect((await accept(one, 'x', 'a')).kind).toBe('new-document');
      expect((await accept(one, 'x', 'b')).kind).toBe('new-document');
      expect((await accept(two, 'x', 'a')).kind).toBe('new-document');
    });

    it('tries a failed version again under its number, with the new charset', async () => {
      const collection = await newCollection();
      const { documentId } = await accept(collection, 'broken');
      const attempt = await startNewest(documentId);
      await versions.fail(attempt, {
        stage: 'loading',
        code: 'CHARSET_UNKNOWN',
        message: 'm',
        hint: 'h',
        retryable: false,
      });
      const again = await documents.accept({
        ...(await upload('broken')),
        charset: 'cp949',
        collection,
        externalId: null,
        title: null,
        metadata: null,
      });
      expect(again).toEqual({ kind: 'retry', documentId });
      const next = await startNewest(documentId);
      expect(next).toMatchObject({
        versionId: attempt.versionId,
        charset: 'cp949',
        attempt: attempt.attempt + 1,
      });
      expect((await documents.get(T, documentId))?.version).toBe(1);
    });

    it('leaves neither rows nor a job behind when accepting is rolled back', async () => {
      const collection = await newCollection();
      const input = await upload('rolled back');
      await uploads.remove(T, input.uploadId);
      const accepting = documents.accept({
        ...input,
        collection,
        externalId: null,
        title: null,
        metadata: null,
      });
      await expect(accepting).rejects.toThrow('gone or adopted');
      expect((await collections.get(T, collection))?.documents).toBe(0);

      let jobId = '';
      const failing = context.database.transaction(async (tx) => {
        jobId = await queue.send({ tenantId: T, versionId: randomUUID() }, tx);
        throw new Error('after the job was sent');
      });
      await expect(failing).rejects.toThrow('after the job was sent');
      expect((await queue.findLive([jobId])).size).toBe(0);
    });
  });

  describe('reads of many', () => {
    it('give the documents and collections that are there', async () => {
      const [one, two] = [await newCollection(), await newCollection()];
      const first = await publishDocument(one, ['a']);
      const second = await accept(two, 'b');
      const deleted = await publishDocument(two, ['c']);
      await documents.hide(T, deleted.documentId, anyDocument);
      const wanted = [second.documentId, deleted.documentId, first.documentId, randomUUID()];
      const found = await documents.getMany(T, wanted);
      const expected = [await documents.get(T, second.documentId), await documents.get(T, first.documentId)];
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining(expected));
      expect(await documents.getMany(T, [])).toEqual([]);
      const named = await collections.getMany(T, [two, 'nope', one]);
      expect(named).toEqual(
        [await collections.get(T, one), await collections.get(T, two)].sort((a, b) =>
          (a?.name ?? '') < (b?.name ?? '') ? -1 : 1,
        ),
      );
      expect(await collections.getMany(T, [])).toEqual([]);
    });

    it('give each document its own chunks, after its own ordinal, as often as it is asked for', async () => {
      const collection = await newCollection();
      const three = await publishDocument(collection, ['가', '나', '다'], 'three');
      const one = await publishDocument(collection, ['라'], 'one');
      const { documentId: unpublished } = await accept(collection, 'not yet');
      const deleted = await publishDocument(collection, ['마'], 'deleted');
      await documents.hide(T, deleted.documentId, anyDocument);
      const ask = (documentId: string, after: number, limit: number) => ({ documentId, after, limit });
      const lists = await contents.listChunksOfMany(T, [
        ask(three.documentId, -1, 2),
        ask(one.documentId, -1, 2),
        ask(unpublished, -1, 2),
        ask(deleted.documentId, -1, 2),
        ask(randomUUID(), -1, 2),
        ask(three.documentId, 1, 9),
        ask(one.documentId, 0, 9),
      ]);
      const texts = lists.map((list) => list.map(({ text }) => text));
      expect(texts).toEqual([['가', '나'], ['라'], [], [], [], ['다'], []]);
      const single = await contents.listChunks(T, three.attempt.versionId, { after: -1, limit: 2 });
      expect(lists[0]).toEqual(single.map((chunk) => ({ ...chunk, versionId: three.attempt.versionId })));
      expect(await contents.listChunksOfMany(T, [])).toEqual([]);
    });

    it('give chunks of the published version only, while a newer one is being made', async () => {
      const collection = await newCollection();
      const { documentId } = await publishDocument(collection, ['옛글'], 'w');
      await accept(collection, 'newer', 'w');
      await write(await startNewest(documentId), ['새글', '둘째']);
      const [list] = await contents.listChunksOfMany(T, [{ documentId, after: -1, limit: 9 }]);
      expect(list?.map(({ text }) => text)).toEqual(['옛글']);
    });
  });

  describe('versions', () => {
    it('answers with the old version until the new one is published, then with the new one only', async () => {
      const collection = await newCollection();
      const { documentId, attempt: first } = await publishDocument(collection, ['고래는 바다에 산다'], 'w');
      await accept(collection, 'second', 'w');
      const second = await startNewest(documentId);
      await write(second, ['고래는 육지에 산다']);
      expect((await search(collection, '고래')).candidates.map((hit) => hit.text)).toEqual([
        '고래는 바다에 산다',
      ]);
      await versions.publish(second, { warnings: [], analysisVersion: 1 });
      const { candidates, statistics } = await search(collection, '고래 바다');
      expect(candidates.map((hit) => [hit.text, hit.document.version])).toEqual([['고래는 육지에 산다', 2]]);
      expect(statistics.frequencies.get('고래')).toBe(1);
      expect(statistics.frequencies.has('바다')).toBe(false);
      expect(statistics.chunkCount).toBe(1);

      await versions.purgeReplaced(100);
      expect(await countRows('postings', 'version_id', first.versionId)).toBe(0);
      expect(await countRows('chunks', 'version_id', first.versionId)).toBe(0);
      const old = await contents.getPages(T, [{ documentId, version: 1, page: 1 }]);
      expect(old[0]?.text).toBe('고래는 바다에 산다');
    });

    it('refuses every write of an attempt that was taken over', async () => {
      const collection = await newCollection();
      const { documentId } = await accept(collection, 'zombie');
      const zombie = await startNewest(documentId);
      await versions.writePages(zombie, [toPage(1, 'old')]);
      const current = await startNewest(documentId);
      await expect(write(zombie, ['late'])).rejects.toBeInstanceOf(AttemptFencedError);
      await expect(versions.endLoading(zombie)).rejects.toBeInstanceOf(AttemptFencedError);
      await write(current, ['right']);
      await expect(versions.publish(zombie, { warnings: [], analysisVersion: 1 })).rejects.toBeInstanceOf(
        AttemptFencedError,
      );
      await versions.publish(current, { warnings: [], analysisVersion: 1 });
      await expect(versions.publish(current, { warnings: [], analysisVersion: 1 })).rejects.toBeInstanceOf(
        AttemptFencedError,
      );
      expect((await documents.get(T, documentId))?.progress).toMatchObject({
        pages: 1,
        pagesDone: 1,
        chunks: 1,
      });
    });

    it('goes from loading to splitting to embedding, in whichever order the stages end', async () => {
      const collection = await newCollection();
      for (const ends of [
        ['endLoading', 'setChunkCount'],
        ['setChunkCount', 'endLoading'],
      ] as const) {
        const { documentId } = await accept(collection, ends.join());
        const attempt = await startNewest(documentId);
        const seen: unknown[] = [];
        for (const end of ends) {
          await versions[end](attempt, 1);
          seen.push((await documents.get(T, documentId))?.status);
        }
        expect(seen).toEqual([ends[0] === 'endLoading' ? 'splitting' : 'embedding', 'embedding']);
      }
    });

    it('gives pages back as they were written, whatever stands in them', async () => {
      const { documentId } = await accept(await newCollection(), 'pages');
      const attempt = await startNewest(documentId);
      const plain = toPage(1, '');
      const rich: Page = {
        number: 2,
        label: 'NULL',
        text: '{"a\\b",\'c\'}\n가, NULL\u2028',
        width: 595.3,
        height: 842,
        lines: [{ start: 0, end: 3, box: [1, 2.5, 3, 4] }],
        headings: [{ start: 1, level: 2, title: '"{\\}' }],
      };
      await versions.writePages(attempt, [plain, rich]);
      expect(await contents.getPage(T, attempt.versionId, 1)).toEqual(plain);
      const read = await contents.getPage(T, attempt.versionId, 2);
      expect(read).toEqual({ ...rich, width: expect.closeTo(595.3) });
    });

    it('supersedes a version in progress', async () => {
      const collection = await newCollection();
      const { documentId } = await accept(collection, 'v1', 's');
      const first = await startNewest(documentId);
      await accept(collection, 'v2', 's');
      await expect(versions.endLoading(first)).rejects.toBeInstanceOf(AttemptFencedError);
      expect((await contents.findVersion(T, documentId, 1))?.status).toBe('failed');
      expect(await versions.start({ tenantId: T, versionId: first.versionId })).toBeNull();
    });

    it('removes the rows of a version that failed, but not those of its next attempt', async () => {
      const collection = await newCollection();
      const { documentId } = await accept(collection, 'fails');
      const first = await startNewest(documentId);
      await write(first, ['half done']);
      await versions.fail(first, {
        stage: 'embedding',
        code: 'EMBEDDING_FAILED',
        message: 'm',
        hint: 'h',
        retryable: true,
      });
      await documents.retry(T, documentId);
      const second = await startNewest(documentId);
      await write(second, ['done']);
      await versions.purgeReplaced(100);
      await versions.publish(second, { warnings: [], analysisVersion: 1 });
      expect((await search(collection, 'done')).candidates.map((hit) => hit.text)).toEqual(['done']);
      await expect(documents.retry(T, documentId)).rejects.toMatchObject({ code: 'VERSION_NOT_FAILED' });
    });

    it('keeps the rows of a version that is published while it waits to be purged', async () => {
      const collection = await newCollection();
      const { documentId, attempt } = await publishDocument(collection, ['kept']);
      // What a purge does when it listed the version as failed, and its retry was published before its turn came.
      await purgeIndexRows(context.database, T, attempt.versionId);
      expect((await search(collection, 'kept')).candidates.map((hit) => hit.text)).toEqual(['kept']);
      const { rows } = await context.database.executeSql(
        'select has_index_rows from versions where document_id = $1',
        [documentId],
      );
      expect(rows).toEqual([{ has_index_rows: true }]);
    });

    it('keeps a password until the version ends, and no longer', async () => {
      const collection = await newCollection();
      const passwordOf = async (versionId: string) => {
        const statement = 'select password from versions where id = $1';
        return (await context.database.executeSql(statement, [versionId])).rows[0]?.password;
      };
      const acceptWith = async (password: string, bytes: string, externalId: string) =>
        documents.accept({
          ...(await upload(bytes)),
          password,
          collection,
          externalId,
          title: null,
          metadata: null,
        });
      const error = {
        stage: 'loading',
        code: 'DOCUMENT_ENCRYPTED',
        message: 'm',
        hint: 'h',
        retryable: false,
      } as const;
      const { documentId } = await acceptWith('first', 'one', 'a');
      const first = await startNewest(documentId);
      expect(first.password).toBe('first');
      await versions.release(first);
      const again = await startNewest(documentId);
      expect(again.password).toBe('first');
      await versions.fail(again, error);
      expect(await passwordOf(again.versionId)).toBeNull();

      await documents.retry(T, documentId);
      expect((await startNewest(documentId)).password).toBeNull();
      await versions.fail(await startNewest(documentId), error);
      await documents.retry(T, documentId, 'second');
      const third = await startNewest(documentId);
      expect(third.password).toBe('second');
      await versions.fail(third, error);
      await acceptWith('third', 'one', 'a');
      const fourth = await startNewest(documentId);
      expect(fourth.password).toBe('third');
      await write(fourth, ['opened']);
      await versions.publish(fourth, { warnings: [], analysisVersion: 1 });
      expect(await passwordOf(fourth.versionId)).toBeNull();

      await acceptWith('fourth', 'two', 'a');
      const superseded = await newestVersionId(documentId);
      expect(await passwordOf(superseded)).toBe('fourth');
      await acceptWith('fifth', 'three', 'a');
      expect(await passwordOf(superseded)).toBeNull();
      const deleted = await newestVersionId(documentId);
      await documents.hide(T, documentId, () => {});
      expect(await passwordOf(deleted)).toBeNull();
    });

    it('tells the place in the queue, in a list as of one', async () => {
      const collection = await newCollection();
      const query = {
        collection,
        status: undefined,
        externalId: undefined,
        filter: null,
        before: undefined,
        limit: 9,
      };
      const places = async () =>
        (await documents.list(T, query)).map(({ progress }) => progress.queuePosition).reverse();
      // Other tests have left versions in the queue.
      await context.database.executeSql("update versions set status = 'failed' where status = 'queued'");
      const ids: string[] = [];
      for (const bytes of ['p', 'q', 'r']) ids.push((await accept(collection, bytes)).documentId);
      const [p = '', q = '', r = ''] = ids;
      expect(await places()).toEqual([1, 2, 3]);
      const attempt = await startNewest(p);
      expect(await places()).toEqual([null, 1, 2]);
      expect((await documents.get(T, r))?.progress.queuePosition).toBe(2);
      // Its job is the oldest still; that of a retry is new.
      await versions.release(attempt);
      expect(await places()).toEqual([1, 2, 3]);
      const error = {
        stage: 'loading',
        code: 'INTERNAL_ERROR',
        message: 'm',
        hint: 'h',
        retryable: true,
      } as const;
      await versions.fail(await startNewest(q), error);
      expect(await places()).toEqual([1, null, 2]);
      await documents.retry(T, q);
      expect(await places()).toEqual([1, 3, 2]);
    });

    it('tells the time left by the clock of the database, from the first page on', async () => {
      const collection = await newCollection();
      const { documentId } = await accept(collection, 'paced');
      const etaOf = async () => (await documents.get(T, documentId))?.progress.etaSeconds;
      const age = (versionId: string, seconds: number) =>
        context.database.executeSql(
          "update versions set started_at = started_at - $1::int * interval '1 s' where id = $2",
          [seconds, versionId],
        );
      const attempt = await startNewest(documentId);
      await versions.setHead(attempt, { loader: 'test 1', pageCount: 4, title: null });
      await versions.writePages(attempt, [toPage(1, 'one'), toPage(2, 'two')]);
      await age(attempt.versionId, 3_600);
      expect(await etaOf()).toBeNull();
      const chunk = toChunk(0, 1, 'one');
      await versions.writeChunks(attempt, [{ ...chunk, embedding: Float32Array.of(1, 0, 0) }]);
      // A quarter took an hour.
      expect(Math.floor(((await etaOf()) ?? 0) / 100)).toBe(108);

      await versions.release(attempt);
      expect(await etaOf()).toBeNull();
      const second = await startNewest(documentId);
      expect(await etaOf()).toBeNull();
      await write(second, ['one', 'two']);
      await age(second.versionId, 3_600);
      expect(await etaOf()).toBe(0);
      await versions.publish(second, { warnings: [], analysisVersion: 1 });
      expect(await etaOf()).toBeNull();
    });

    it('publishes several documents of a collection at once with the right statistics', async () => {
      const collection = await newCollection();
      await Promise.all(
        Array.from({ length: 12 }, (_, index) => publishDocument(collection, [`공통 낱말 ${index}`, '공통'])),
      );
      const { statistics } = await search(collection, '공통 낱말');
      expect(statistics.chunkCount).toBe(24);
      expect(statistics.frequencies.get('공통')).toBe(24);
      expect(statistics.frequencies.get('낱말')).toBe(12);
    });
  });

  describe('content', () => {
    it('gives pages and bytes back as they were written', async () => {
      const collection = await newCollection();
      const { documentId, attempt } = await publishDocument(collection, ['첫 쪽', '둘째 쪽']);
      expect(await contents.getPage(T, attempt.versionId, 2)).toEqual(toPage(2, '둘째 쪽'));
      expect(await contents.getPage(T, attempt.versionId, 3)).toBeNull();
      const pieces = await Array.fromAsync(uploads.read(T, attempt.uploadId));
      expect(Buffer.concat(pieces).toString()).toBe('첫 쪽|둘째 쪽');
      expect((await documents.get(T, documentId))?.title).toBe('Own title');
    });

    it('sweeps uploads that nobody adopted, and only those', async () => {
      const collection = await newCollection();
      const { attempt } = await publishDocument(collection, ['adopted']);
      const orphan = await upload('orphan');
      await context.database.executeSql("update uploads set created_at = now() - interval '2 hours'");
      await uploads.sweep(3600);
      expect(await countRows('upload_pieces', 'upload_id', orphan.uploadId)).toBe(0);
      expect(await countRows('upload_pieces', 'upload_id', attempt.uploadId)).toBe(1);
    });
  });

  describe('search', () => {
    it('scores as BM25 does, computed here by hand', async () => {
      const collection = await newCollection();
      await publishDocument(collection, ['apple banana apple', 'banana cherry', 'cherry']);
      const { candidates } = await search(collection, 'apple banana', {});
      const part = (tf: number, length: number) => (tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * length) / 5));
      expect(candidates.map((hit) => hit.text)).toEqual(['apple banana apple', 'banana cherry']);
      expect(candidates[0]?.lexical?.score).toBeCloseTo(part(2, 3) + part(1, 3), 9);
      expect(candidates[1]?.lexical?.score).toBeCloseTo(part(1, 2), 9);
    });

    describe('of which some terms only count for what the others found', () => {
      const texts = ['red fox runs', 'fox fox den', 'red red barn and den', 'grey fox', 'den of the red fox'];
      const words = countTerms('red fox den').map(([term]) => ({ term, weight: term.length }));
      const scored = async (collection: string, over: Partial<SearchPlan>) =>
        (await search(collection, '', over)).candidates.map((hit) => [
          hit.text,
          hit.lexical?.score.toFixed(9),
        ]);
      const split = (rarer: number) => ({
        lexical: {
          terms: words.slice(0, rarer),
          common: words.slice(rarer),
          k1: 1.2,
          b: 0.75,
          averageLength: 5,
        },
      });

      it('gives these the score that all terms give, in documents of one chunk and of many', async () => {
        const collection = await newCollection();
        await publishDocument(collection, texts);
        for (const text of texts) await publishDocument(collection, [`${text} alone`]);
        const whole = await scored(collection, split(3));
        expect(whole).toHaveLength(10);
        for (const rarer of [1, 2]) {
          const found = whole.filter(([text]) =>
            words.slice(0, rarer).some(({ term }) => text?.includes(term)),
          );
          expect(await scored(collection, split(rarer))).toEqual(found);
        }
      });

      it('leaves a narrow selection exact, and a wide one as it is without', async () => {
        const collection = await newCollection();
        const chosen: string[] = [];
        for (const text of texts) chosen.push((await publishDocument(collection, [text])).documentId);
        const documentIds = chosen.slice(1);
        const whole = await scored(collection, { ...split(3), documentIds });
        expect(whole).toHaveLength(4);
        expect(await scored(collection, { ...split(1), documentIds })).toEqual(whole);

        await context.database.executeSql(
          'update versions set chunk_count = 20001 where document_id = any($1::uuid[])',
          [documentIds],
        );
        const found = whole.filter(([text]) => text?.includes('red'));
        expect(found).toHaveLength(2);
        expect(await scored(collection, { ...split(1), documentIds })).toEqual(found);
      });
    });

    it('counts what matched, what the selection left, and where a document stands', async () => {
      const collection = await newCollection();
      const first = await publishDocument(collection, ['whale whale', 'nothing here']);
      const second = await publishDocument(collection, [
        'whale and a ship',
        'a whale in a large and cold sea',
      ]);
      const third = await publishDocument(collection, ['ships only']);
      const waiting = await accept(collection, 'whale in progress');
      const { statistics } = await search(collection, 'whale');
      const plan: SearchPlan = {
        collectionIds: statistics.collections.map(({ id }) => id),
        documentIds: undefined,
        filter: null,
        lexical: {
          terms: [{ term: 'whale', weight: 1 }],
          common: [],
          k1: 1.2,
          b: 0.75,
          averageLength: 4,
        },
        dense: [],
        candidates: 1,
      };
      const count = (documentId: string | null, over: Partial<SearchPlan> = {}) =>
        searching.countMatches(T, { ...plan, ...over }, documentId);
      const collectionId = plan.collectionIds[0];
      const published = { collectionId, isPublished: true, status: 'published', isSelected: true };

      expect(await count(null)).toEqual({ matched: 3, selected: 3, document: null });
      expect(await count(randomUUID())).toMatchObject({ document: null });
      expect((await count(first.documentId)).document).toEqual({
        ...published,
        matchedChunks: 1,
        bestRank: 1,
      });
      expect((await count(second.documentId)).document).toEqual({
        ...published,
        matchedChunks: 2,
        bestRank: 2,
      });
      expect((await count(third.documentId)).document).toEqual({
        ...published,
        matchedChunks: 0,
        bestRank: null,
      });
      expect((await count(waiting.documentId)).document).toMatchObject({
        isPublished: false,
        status: 'queued',
        matchedChunks: 0,
      });
      const others = { documentIds: [second.documentId, third.documentId] };
      expect(await count(first.documentId, others)).toEqual({
        matched: 3,
        selected: 2,
        document: { ...published, isSelected: false, matchedChunks: 1, bestRank: 1 },
      });
      expect(await count(first.documentId, { lexical: null })).toMatchObject({ matched: 0, selected: 0 });
      await documents.hide(T, first.documentId, anyDocument);
      expect(await count(first.documentId)).toEqual({ matched: 2, selected: 2, document: null });
    });

    it('finds what a filter leaves, however far behind the best', async () => {
      const collection = await newCollection();
      for (let count = 1; count <= 8; count++)
        await publishDocument(collection, [`${'whale '.repeat(9 - count)}${'sea '.repeat(count)}`]);
      const { documentId } = await publishDocument(collection, [
        'whale and much else besides, far from any sea',
      ]);
      const { candidates } = await search(collection, 'whale', {
        documentIds: [documentId],
        candidates: 1,
      });
      expect(candidates.map(({ document }) => document.id)).toEqual([documentId]);
      expect((await search(collection, 'whale', { candidates: 1 })).candidates).toHaveLength(1);
    });

    it('runs both legs in one statement and keeps their ranks apart', async () => {
      const collection = await newCollection();
      await publishDocument(collection, ['word one', 'word two', 'nothing']);
      const { statistics } = await search(collection, 'word');
      const spaceId = statistics.collections[0]?.spaceId ?? '';
      const { candidates } = await search(collection, 'word', {
        dense: [{ spaceId, vector: Float32Array.of(0, 1, 0) }],
      });
      const byText = new Map(candidates.map((hit) => [hit.text, hit]));
      expect(byText.get('nothing')).toMatchObject({ lexical: null, dense: [{ rank: 1 }] });
      expect(byText.get('word one')).toMatchObject({ lexical: { rank: 1 }, dense: [{ rank: 3 }] });
      expect(byText.get('nothing')?.dense[0]?.score).toBeCloseTo(2 / Math.sqrt(5), 5);
    });

    it('costs two statements with both legs, and a question one more for each sentence at most', async () => {
      const collection = await newCollection();
      for (let n = 1; n <= 8; n += 1)
        await publishDocument(collection, [`The fee of garden ${n} is ${n} euros.`, `Dogs of garden ${n}.`]);
      const embedQuery = async () => ({ vector: Float32Array.of(1, 1, 0), tokens: 0 });
      const embedder = { space: SPACE, maxBatchSize: 1, embedDocuments: async () => [], embedQuery };
      const pipeline = createAskPipeline({
        retriever: {
          store: searching,
          embedderOf: () => embedder,
          denseWeightOf: () => 1,
          rescoreLexical: createLexicalRescorer(),
          reranker: null,
        },
        contents,
        generator: createExtractiveGenerator(),
      });
      const requester = { tenantId: T, signal: new AbortController().signal };
      const selection = {
        collections: [collection],
        documentIds: undefined,
        filter: { bytes: { $exists: true } },
      };
      const watch = watchStatements();
      try {
        for (const topK of [1, 8]) {
          const { result, statements } = await watch.during(() =>
            pipeline.search(requester, { ...selection, query: 'fee of garden 3', topK }),
          );
          expect(result.hits).toHaveLength(topK);
          expect(result.hits[0]?.legs).toEqual({ lexical: expect.anything(), dense: expect.anything() });
          expect(statements.length, statements.join('\n')).toBe(2);
        }
        const { result, statements } = await watch.during(() =>
          pipeline.ask(requester, { ...selection, question: 'What is the fee of garden 3?', topK: 8 }),
        );
        expect(result).toMatchObject({ answerable: true, hits: { length: 8 } });
        expect(statements.length).toBeGreaterThan(2);
        expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(2 + result.statements.length);
      } finally {
        watch.stop();
      }
    });

    it('keeps to collections, document ids and filters', async () => {
      const [one, two] = [await newCollection(), await newCollection()];
      const { documentId } = await publishDocument(one, ['shared a']);
      const { documentId: other } = await publishDocument(one, ['shared b']);
      await publishDocument(two, ['shared c']);
      await documents.update(
        T,
        documentId,
        { metadata: { team: { name: 'infra' }, tags: ['x', 'y'], year: 2026 } },
        anyDocument,
      );
      const texts = async (over: Partial<SearchPlan>) =>
        (await search(one, 'shared', over)).candidates.map((hit) => hit.text).sort();
      expect(await texts({})).toEqual(['shared a', 'shared b']);
      expect(await texts({ documentIds: [other] })).toEqual(['shared b']);
      const eq = (path: string[], value: string | number | null) => ({
        filter: { kind: 'eq' as const, path, value },
      });
      expect(await texts(eq(['team', 'name'], 'infra'))).toEqual(['shared a']);
      expect(await texts(eq(['tags'], 'y'))).toEqual(['shared a']);
      expect(await texts(eq(['year'], 2026))).toEqual(['shared a']);
      expect(await texts(eq(['year'], '2026'))).toEqual([]);
      expect(await texts(eq(['tags', '0'], 'x'))).toEqual([]);
      expect(await texts(eq(['missing'], null))).toEqual([]);
      expect(await texts({ filter: { kind: 'in', path: ['year'], values: [1, 2026] } })).toEqual([
        'shared a',
      ]);
      expect(
        await texts({
          filter: { kind: 'and', filters: [eq(['year'], 2026).filter, eq(['tags'], 'z').filter] },
        }),
      ).toEqual([]);
    });
  });

  describe('deletion', () => {
    it('hides at once and leaves no row', async () => {
      const collection = await newCollection();
      const { documentId, attempt } = await publishDocument(collection, ['secret one', 'secret two']);
      await documents.hide(T, documentId, anyDocument);
      expect(await documents.get(T, documentId)).toBeNull();
      expect((await search(collection, 'secret')).candidates).toEqual([]);
      expect((await search(collection, 'secret')).statistics.chunkCount).toBe(0);
      expect(await documents.findHidden(100)).toContainEqual({ tenantId: T, documentId });
      expect(await documents.purge(T, documentId)).toEqual({ versions: 1, pages: 2, chunks: 2 });
      for (const table of ['pages', 'chunks', 'postings', 'chunk_embeddings'])
        expect(await countRows(table, 'version_id', attempt.versionId), table).toBe(0);
      expect(await countRows('upload_pieces', 'upload_id', attempt.uploadId)).toBe(0);
      expect(await countRows('documents', 'id', documentId)).toBe(0);
    });

    it('fences off a version that is being made and takes its job back', async () => {
      const collection = await newCollection();
      const { documentId } = await accept(collection, 'in work');
      const attempt = await startNewest(documentId);
      const [job] = (await versions.findInProgress(1000)).filter(
        (version) => version.versionId === attempt.versionId,
      );
      expect((await queue.findLive([job?.jobId ?? ''])).size).toBe(1);
      await documents.hide(T, documentId, anyDocument);
      await expect(write(attempt, ['late'])).rejects.toBeInstanceOf(AttemptFencedError);
      expect((await queue.findLive([job?.jobId ?? ''])).size).toBe(0);
    });

    it('refuses a collection with documents and removes an empty one', async () => {
      const collection = await newCollection();
      const { documentId } = await publishDocument(collection, ['x']);
      await expect(collections.remove(T, collection)).rejects.toMatchObject({ code: 'COLLECTION_NOT_EMPTY' });
      await documents.hide(T, documentId, anyDocument);
      await documents.purge(T, documentId);
      await collections.remove(T, collection);
      expect(await collections.get(T, collection)).toBeNull();
    });

    it('gives the externalId free and refuses one that is taken', async () => {
      const collection = await newCollection();
      const { documentId } = await publishDocument(collection, ['1'], 'key');
      const { documentId: other } = await publishDocument(collection, ['2'], 'other');
      await expect(documents.update(T, other, { externalId: 'key' }, anyDocument)).rejects.toMatchObject({
        code: 'EXTERNAL_ID_TAKEN',
      });
      await documents.hide(T, documentId, anyDocument);
      expect((await documents.update(T, other, { externalId: 'key' }, anyDocument)).externalId).toBe('key');
    });
  });

  describe('collections', () => {
    it('refuses a name twice and an unknown name', async () => {
      const collection = await newCollection();
      const again = collections.create(T, {
        name: collection,
        description: null,
        language: 'ko',
        chunking: {},
      });
      await expect(again).rejects.toBeInstanceOf(ServiceError);
      await expect(accept('missing-one', 'x')).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    });

    it('fixes the embedding space with the first document', async () => {
      const collection = await newCollection();
      expect((await collections.get(T, collection))?.embedding).toBeNull();
      await accept(collection, 'first');
      expect((await collections.get(T, collection))?.embedding).toEqual(SPACE);
      const other = { ...(await upload('second')), space: { ...SPACE, model: 'another' } };
      await expect(
        documents.accept({ ...other, collection, externalId: null, title: null, metadata: null }),
      ).rejects.toMatchObject({ code: 'EMBEDDING_UNAVAILABLE' });
    });
  });
});

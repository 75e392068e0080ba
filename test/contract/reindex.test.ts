import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_TENANT } from '../../src/domain/ids.ts';
import type { JobQueue } from '../../src/domain/queue-ports.ts';
import type { ReindexStore } from '../../src/domain/reindex-port.ts';
import type { DocumentStore, UploadStore } from '../../src/domain/store-ports.ts';
import type { ContentStore, VersionStore } from '../../src/domain/version-ports.ts';
import { createBuiltInEmbedder } from '../../src/embed/built-in-embedder.ts';
import { type IngestServices, ingestVersion } from '../../src/pipelines/ingest.ts';
import { type ReindexServices, reindexOutdated } from '../../src/pipelines/reindex.ts';
import { startPgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import { INDEX_VERSION } from '../../src/split/add-title.ts';
import { createCollectionStore } from '../../src/store/collection-store.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { createDocumentStore } from '../../src/store/document-store.ts';
import { createReindexStore } from '../../src/store/reindex-store.ts';
import { createSearchStore } from '../../src/store/search-store.ts';
import { createUploadStore } from '../../src/store/upload-store.ts';
import { createVersionStore } from '../../src/store/version-store.ts';
import { countTerms } from '../../src/text/analyze-text.ts';
import { createParsePool } from '../../src/workers/parse-pool.ts';
import { describeEngines } from '../support/engines.ts';

const T = DEFAULT_TENANT;
const CHUNKING = { maxTokens: 20, overlapTokens: 0 };
const LIMITS = {
  maxPages: 50,
  maxTextBytes: 1_000_000,
  maxChunks: 2_000,
  maxExpandedBytes: 10_000_000,
  ocr: false,
  maxOcrPages: 0,
};
const never = new AbortController().signal;
const anyDocument = () => {};
const BEFORE = 'Zebra handbook';
const AFTER = '기린 안내서 handbook';
/** Two segments, as one has 512 chunks. */
const LONG = Array.from(
  { length: 560 },
  (_, index) => `${index}번 문장은 ${index * 7}이라는 수를 말한다.`,
).join('\n\n');
const OTHER = 'Another handbook, which stays as it is and names no 기린.';

describeEngines('reindex', (context) => {
  const embedder = createBuiltInEmbedder();
  const pool = createParsePool({ size: 1, maxMemoryBytes: 512 * 1024 * 1024 });
  let queue: JobQueue;
  let uploads: UploadStore;
  let documents: DocumentStore;
  let versions: VersionStore;
  let contents: ContentStore;
  let store: ReindexStore;
  /** The index of a collection into which the same came under the title AFTER at once. */
  let fresh: Awaited<ReturnType<typeof readIndex>>;
  let collection: string;
  let long: string;
  let retitled = 0;
  let outdated = 0;

  beforeAll(async () => {
    const { database } = context;
    queue = await startPgBossQueue({
      engine: database.engine,
      database,
      onError: (error) => expect.unreachable(String(error)),
    });
    uploads = createUploadStore(database);
    documents = createDocumentStore(database, queue, () => {
      retitled += 1;
    });
    versions = createVersionStore(database, queue, () => {
      outdated += 1;
    });
    contents = createContentStore(database);
    store = createReindexStore(database);

    const reference = await newCollection();
    await ingest(reference, OTHER, null);
    await ingest(reference, LONG, AFTER);
    fresh = await readIndex(reference);
    expect(fresh.postings.some(({ segment }) => segment === 512)).toBe(true);
    collection = await newCollection();
    await ingest(collection, OTHER, null);
    long = await ingest(collection, LONG, BEFORE);
  });
  afterAll(async () => {
    await queue.stop();
    await pool.close();
  });

  async function newCollection(): Promise<string> {
    const name = `c${randomUUID().slice(0, 8)}`;
    const input = { name, description: null, language: 'auto', chunking: {} } as const;
    await createCollectionStore(context.database, CHUNKING).create(T, input);
    return name;
  }

  async function ingest(
    name: string,
    text: string,
    title: string | null,
    over: Partial<IngestServices> = {},
  ): Promise<string> {
    const uploadId = await uploads.create(T);
    await uploads.append(T, uploadId, 0, Buffer.from(text));
    const { documentId } = await documents.accept({
      tenantId: T,
      uploadId,
      sha256: randomUUID(),
      bytes: Buffer.byteLength(text),
      mediaType: 'text/plain',
      filename: null,
      warnings: [],
      charset: null,
      language: null,
      defaultChunking: CHUNKING,
      space: embedder.space,
      collection: name,
      externalId: null,
      title,
      metadata: null,
    });
    const version = await contents.findVersion(T, documentId, 1);
    const services = {
      versions,
      uploads,
      parser: pool,
      embedderOf: () => embedder,
      limits: LIMITS,
      log,
    };
    await ingestVersion(
      { ...services, ...over },
      { tenantId: T, versionId: version?.versionId ?? '' },
      never,
    );
    return documentId;
  }

  const warnings: string[] = [];
  const log = { info: () => {}, warn: (_: object, message: string) => void warnings.push(message) };
  afterEach(() => expect(warnings.splice(0)).toEqual([]));
  const reindex = (over: Partial<ReindexServices> = {}, signal = never) =>
    reindexOutdated({ store, contents, log, ...over }, signal);
  const setTitle = (id: string, title: string | null) => documents.update(T, id, { title }, anyDocument);
  const run = async (text: string, values: unknown[]) =>
    (await context.database.executeSql(text, values)).rows;

  /** All that a search reads of a collection's words, but for the ids. */
  async function readIndex(name: string) {
    const ofCollection = '(select id from collections where name = $1)';
    return {
      totals: await run('select chunk_count, term_total::int from collections where name = $1', [name]),
      terms: await run(
        `select term, chunk_count from term_frequencies where collection_id = ${ofCollection} order by term`,
        [name],
      ),
      versions: await run(
        `select chunk_count, term_total::int, analysis_version, reindex_until from versions
          where collection_id = ${ofCollection} order by chunk_count`,
        [name],
      ),
      postings: await run(
        `select term, segment, ordinals, frequencies, lengths from postings where collection_id = ${ofCollection}
          order by term, segment, ordinals, lengths`,
        [name],
      ),
    };
  }

  async function search(question: string): Promise<readonly string[]> {
    const searching = createSearchStore(context.database);
    const terms = countTerms(question).map(([term]) => ({ term, weight: 1 }));
    const scope = { tenantId: T, collections: [collection], documentIds: undefined, filter: null };
    const { collections } = await searching.readStatistics(scope, []);
    const hits = await searching.search(T, {
      collectionIds: collections.map(({ id }) => id),
      documentIds: undefined,
      filter: null,
      lexical: { terms, common: [], k1: 1.2, b: 0.75, averageLength: 20 },
      dense: [],
      candidates: 5,
    });
    return [...new Set(hits.map(({ document }) => document.id))];
  }

  const analysisVersionOf = async (documentId: string) =>
    (await run('select analysis_version from versions where document_id = $1', [documentId]))[0]
      ?.analysis_version;

  /** As if its worker had been silent for two minutes. */
  const endLease = (documentId: string) =>
    run("update versions set reindex_until = now() - interval '1 second' where document_id = $1", [
      documentId,
    ]);

  /** Calls `event` once, when the second segment is about to be read. */
  function between(event: () => Promise<unknown>): Partial<ReindexServices> {
    let isDone = false;
    return {
      contents: {
        ...contents,
        async listChunks(tenantId, versionId, query) {
          if (query.after >= 511 && !isDone) {
            isDone = true;
            await event();
          }
          return contents.listChunks(tenantId, versionId, query);
        },
      },
    };
  }

  /** With the title BEFORE again, whatever a test left. */
  async function startOver(): Promise<void> {
    await endLease(long);
    await setTitle(long, BEFORE);
    await reindex();
    expect(await search('zebra')).toEqual([long]);
    await setTitle(long, AFTER);
  }

  it('finds by the new title and no more by the old one, with the statistics of a fresh ingest', async () => {
    expect(await search('zebra')).toEqual([long]);
    await setTitle(long, AFTER);
    expect(await search('zebra')).toEqual([long]);
    expect(await analysisVersionOf(long)).toBe(0);
    await reindex();
    expect(await search('zebra')).toEqual([]);
    expect(await search('안내서')).toEqual([long]);
    expect(await readIndex(collection)).toEqual(fresh);
  });

  it('leaves alone what is up to date, and a document that is given the title it has', async () => {
    const before = retitled;
    await setTitle(long, AFTER);
    expect(retitled).toBe(before + 1);
    expect(await store.findOutdated(INDEX_VERSION, 10)).toEqual([]);
  });

  it('brings up to date what an earlier analysis made, without the title', async () => {
    const without = await newCollection();
    await ingest(without, OTHER, null);
    const id = await ingest(without, LONG, null);
    await run('update documents set title = $2 where id = $1', [id, AFTER]);
    await run('update versions set analysis_version = 1 where document_id = $1', [id]);
    await reindex();
    expect(await readIndex(without)).toEqual(fresh);
  });

  describe('cut off after the first segment', () => {
    it('begins anew once its worker counts as dead, and ends the same', async () => {
      await startOver();
      const cut = between(async () => {
        throw new Error('cut off');
      });
      await reindex(cut);
      expect(warnings.splice(0)).toEqual(['a version could not be indexed again']);
      expect(await search('안내서')).toEqual([long]);
      expect(await readIndex(collection)).not.toEqual(fresh);
      expect(await store.findOutdated(INDEX_VERSION, 10)).toEqual([]);
      await endLease(long);
      await reindex();
      expect(await readIndex(collection)).toEqual(fresh);
    });

    it('is left to the next worker at once when the service stops', async () => {
      await startOver();
      const stopping = new AbortController();
      await reindex(
        between(async () => stopping.abort()),
        stopping.signal,
      );
      expect(await store.findOutdated(INDEX_VERSION, 10)).toHaveLength(1);
      await reindex();
      expect(await readIndex(collection)).toEqual(fresh);
    });

    it('stops when the title changes, and does not pass for up to date', async () => {
      await startOver();
      await reindex(between(() => setTitle(long, 'Something else')));
      expect(await analysisVersionOf(long)).toBe(0);
    });

    it('stops when the title changes, even to another and back', async () => {
      await startOver();
      const retitle = between(async () => {
        await setTitle(long, 'Something else');
        await reindex();
        await setTitle(long, AFTER);
      });
      await reindex(retitle);
      await reindex();
      expect(await readIndex(collection)).toEqual(fresh);
    });
  });

  it('does no harm twice at once', async () => {
    await startOver();
    await Promise.all([reindex(), reindex()]);
    expect(await readIndex(collection)).toEqual(fresh);
    await startOver();
    const takenOver = between(async () => {
      await endLease(long);
      await reindex();
    });
    await reindex(takenOver);
    expect(await readIndex(collection)).toEqual(fresh);
  });

  it('removes the terms of an earlier analysis some thousand at a time', async () => {
    await startOver();
    await run(
      `with version as (select tenant_id, collection_id, id from versions where document_id = $1),
        old as (insert into postings (tenant_id, collection_id, term, version_id, segment, ordinals, frequencies, lengths)
          select tenant_id, collection_id, 'old' || n, id, 0, '{0}', '{1}', '{1}' from version, generate_series(1, 9000) n
          returning tenant_id, collection_id, term),
        counted as (insert into term_frequencies (tenant_id, collection_id, term, chunk_count)
          select tenant_id, collection_id, term, 1 from old returning 1),
        total as (update versions set term_total = term_total + 9000 where id = (select id from version) returning 1)
      update collections set term_total = term_total + 9000 where id = (select collection_id from version)`,
      [long],
    );
    const { database } = context;
    await database.executeSql(`create table removed (postings int);
      create function count_removed() returns trigger language plpgsql as
        $$ begin insert into removed select count(*) from gone; return null; end $$;
      create trigger count_removed after delete on postings referencing old table as gone
        for each statement execute function count_removed()`);
    await reindex();
    const [removed] = await run('select max(postings) as most, sum(postings)::int as total from removed', []);
    await database.executeSql('drop trigger count_removed on postings; drop table removed');
    expect(await readIndex(collection)).toEqual(fresh);
    expect(removed?.total).toBeGreaterThan(9000);
    expect(removed?.most).toBeLessThanOrEqual(4000);
  });

  it('marks what was published with a title that had changed while it was made, and says so to be woken', async () => {
    const name = await newCollection();
    await ingest(name, OTHER, null);
    expect(outdated).toBe(0);
    const id = await ingest(name, LONG, BEFORE, {
      versions: {
        ...versions,
        async publish(attempt, result) {
          await setTitle(attempt.documentId, AFTER);
          await versions.publish(attempt, result);
        },
      },
    });
    expect(outdated).toBe(1);
    expect(await analysisVersionOf(id)).toBe(0);
    await reindex();
    expect(await readIndex(name)).toEqual(fresh);
  });

  // Last: the document is gone afterwards.
  it('ends quietly when the document is deleted meanwhile', async () => {
    await startOver();
    const deleted = between(async () => {
      await documents.hide(T, long, anyDocument);
      await documents.purge(T, long);
    });
    await reindex(deleted);
    const alone = await newCollection();
    await ingest(alone, OTHER, null);
    expect(await readIndex(collection)).toEqual(await readIndex(alone));
  });
});

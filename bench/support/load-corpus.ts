import { createHash, randomUUID } from 'node:crypto';
import type { AnalyzedChunk } from '../../src/domain/chunk.ts';
import { DEFAULT_TENANT } from '../../src/domain/ids.ts';
import type { JobQueue } from '../../src/domain/queue-ports.ts';
import { createBuiltInEmbedder } from '../../src/embed/built-in-embedder.ts';
import { INDEX_VERSION } from '../../src/split/add-title.ts';
import { analyzeChunk } from '../../src/split/analyze-chunk.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import type { Database } from '../../src/store/database.ts';
import { createDocumentStore } from '../../src/store/document-store.ts';
import { createUploadStore } from '../../src/store/upload-store.ts';
import { createVersionStore } from '../../src/store/version-store.ts';
import { runSideBySide } from './side-by-side.ts';
import type { SyntheticCorpus } from './synthetic-corpus.ts';

const CHUNKING = { maxTokens: 400, overlapTokens: 40 };
const TOKENS_PER_CHUNK = 250;

/** Nothing takes up a job: the documents are written here, by the stores alone. */
const SILENT_QUEUE: JobQueue = {
  send: async () => randomUUID(),
  cancel: async () => {},
  wake() {},
  findLive: async () => new Set(),
  work: async () => {},
  isReady: () => true,
  stop: async () => {},
};

export interface CorpusSize {
  readonly documents: number;
  readonly chunksEach: number;
}

/**
 * Publishes documents in the collection `default` by the stores that ingest writes with, a page for each chunk. What loads, splits
 * and queues is left out. Metadata: `half`, `hundredth` and `thousandth`, of which a value holds for that share of them.
 */
export async function loadCorpus(
  database: Database,
  corpus: SyntheticCorpus,
  { documents: count, chunksEach }: CorpusSize,
  onProgress: (documentsDone: number) => void,
): Promise<void> {
  const uploads = createUploadStore(database);
  const documents = createDocumentStore(database, SILENT_QUEUE, () => {});
  const versions = createVersionStore(database, SILENT_QUEUE);
  const contents = createContentStore(database);
  const embedder = createBuiltInEmbedder();
  let done = 0;
  const publish = async (number: number): Promise<void> => {
    const texts = corpus.makeDocument(number, chunksEach);
    const bytes = Buffer.from(texts.join('\f'));
    const uploadId = await uploads.create(DEFAULT_TENANT);
    await uploads.append(DEFAULT_TENANT, uploadId, 0, bytes);
    const { documentId } = await documents.accept({
      tenantId: DEFAULT_TENANT,
      uploadId,
      sha256: createHash('sha256').update(bytes).digest('hex'),
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
      metadata: { half: number % 2, hundredth: number % 100, thousandth: number % 1000 },
    });
    const version = await contents.findVersion(DEFAULT_TENANT, documentId, 1);
    const attempt =
      version && (await versions.start({ tenantId: DEFAULT_TENANT, versionId: version.versionId }));
    if (!attempt) throw new Error('a version that nobody else knows was taken up');
    await versions.setHead(attempt, { loader: 'bench 1', pageCount: texts.length, title: null });
    await versions.writePages(
      attempt,
      texts.map((text, index) => ({
        number: index + 1,
        label: null,
        text,
        width: null,
        height: null,
        lines: [],
        headings: [],
      })),
    );
    const chunks = texts.map(toChunk);
    const vectors = await embedder.embedDocuments(chunks, new AbortController().signal);
    await versions.writeChunks(
      attempt,
      chunks.map((chunk, index) => ({ ...chunk, embedding: vectors[index] ?? null })),
    );
    await versions.writePostings(attempt, 0, chunks);
    await versions.endLoading(attempt);
    await versions.setChunkCount(attempt, chunks.length);
    await versions.publish(attempt, { warnings: [], analysisVersion: INDEX_VERSION });
    done += 1;
    if (done % 100 === 0) onProgress(done);
  };
  await runSideBySide([...Array(count).keys()], database.engine === 'pglite' ? 1 : 4, publish);
}

function toChunk(text: string, index: number): AnalyzedChunk {
  return analyzeChunk({
    ordinal: index,
    text,
    pageStart: index + 1,
    pageEnd: index + 1,
    start: 0,
    end: text.length,
    headings: [],
    tokens: TOKENS_PER_CHUNK,
  });
}

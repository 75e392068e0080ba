import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { createExtractiveGenerator } from './answer/extractive-generator.ts';
import type { Config } from './config.ts';
import { createModels } from './create-models.ts';
import { describeSpaces } from './describe-spaces.ts';
import type { EmbeddingSpace } from './domain/collection.ts';
import { DEFAULT_TENANT } from './domain/ids.ts';
import type { IngestJob } from './domain/queue-ports.ts';
import { createBuiltInEmbedder } from './embed/built-in-embedder.ts';
import { connectSocket } from './fetch/connect-socket.ts';
import { createPageFetcher } from './fetch/fetch-page.ts';
import { createResolver } from './fetch/resolve-host.ts';
import { isKnownCharset } from './load/decode-text.ts';
import { detectMediaType, needsTail } from './load/detect-media-type.ts';
import { createMetrics, type ServiceMetrics } from './metrics/create-metrics.ts';
import { createAskPipeline } from './pipelines/ask.ts';
import { createCollectionsPipeline } from './pipelines/collections.ts';
import { createDocumentsPipeline } from './pipelines/documents.ts';
import { createEvaluationRuns, type EvaluationRuns } from './pipelines/evaluation-runs.ts';
import { createEvaluationsPipeline } from './pipelines/evaluations.ts';
import { createIdempotencyPipeline } from './pipelines/idempotency.ts';
import { ingestVersion } from './pipelines/ingest.ts';
import type { Pipelines } from './pipelines/pipelines.ts';
import { type RecoveryServices, requeueAll, requeueLost, sweep } from './pipelines/recover.ts';
import { reindexOutdated } from './pipelines/reindex.ts';
import { startPgBossQueue } from './queue/pg-boss-queue.ts';
import { createLexicalRescorer } from './retrieve/rescore-lexical.ts';
import { createCollectionStore } from './store/collection-store.ts';
import { createContentStore } from './store/content-store.ts';
import { createDocumentStore } from './store/document-store.ts';
import { createEvaluationStore } from './store/evaluation-store.ts';
import { createIdempotencyStore } from './store/idempotency-store.ts';
import { createStatisticsKeeper } from './store/keep-statistics.ts';
import { migrateDatabase, withStartLock } from './store/migrate.ts';
import { openDatabase } from './store/open-database.ts';
import type { PGliteProcess } from './store/pglite/pglite-process.ts';
import { readQueueDepth } from './store/read-queue-depth.ts';
import { createReindexStore } from './store/reindex-store.ts';
import { createSearchStore } from './store/search-store.ts';
import { createUploadStore } from './store/upload-store.ts';
import { createVersionStore } from './store/version-store.ts';
import { createRounds } from './support/rounds.ts';
import { createParsePool } from './workers/parse-pool.ts';

const MIGRATIONS = new URL('../migrations', import.meta.url).pathname;
const PACKAGE = new URL('../package.json', import.meta.url);
const SWEEP_INTERVAL_MS = 60_000;
/** Questions of evaluations asked at once: one waits for the embedded database while another is weighed. */
const EVALUATION_WIDTH = { pglite: 2, postgres: 4 };

export interface Services {
  readonly pipelines: Pipelines;
  /** Counts what all of these do; the faces count with it too. */
  readonly metrics: ServiceMetrics;
  /** For the line that the start prints. */
  readonly description: {
    readonly database: string;
    readonly embedder: string;
    readonly generator: string;
    /** Collections that do not use the embedder configured now; a sentence each. */
    readonly notes: readonly string[];
  };
  /** Stops taking jobs, ends what runs, closes connections and children. */
  close(): Promise<void>;
}

/**
 * The composition root: nothing else opens connections or starts children (but for the head start in `main.ts`). Ready when it returns: migrated, queue
 * started, work left by an earlier process taken up. `pglite` is the embedded database, when it is being started already.
 */
export async function createServices(
  config: Config,
  log: Logger,
  pglite?: Promise<PGliteProcess>,
): Promise<Services> {
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    poolSize: config.databasePoolSize,
    queryTimeoutMs: config.queryTimeoutMs,
    pglite,
    log,
  });
  try {
    const queue = await withStartLock(database, async () => {
      await migrateDatabase(database, MIGRATIONS);
      return startPgBossQueue({
        engine: database.engine,
        database,
        onError: (err) => log.warn({ err }, 'job queue'),
      });
    });

    const builtIn = createBuiltInEmbedder();
    const metrics = createMetrics({
      version: readVersion(),
      engine: database.engine,
      readQueueDepth: () => readQueueDepth(database),
      listBreakers: () => models.listBreakers(),
    });
    database.onRestart(() => metrics.record({ kind: 'database-restart' }));
    const models = await createModels(config, metrics);
    const embedder = models.embedder ?? builtIn;
    const generator = models.generator ?? createExtractiveGenerator();
    const parser = createParsePool({
      size: config.parser.processes,
      maxMemoryBytes: config.parser.maxMemoryBytes,
    });
    // The built-in embedder is always there: collections made with it go on when a model is configured later.
    const embedderOf = (space: EmbeddingSpace) =>
      [embedder, builtIn].find((one) => isSameSpace(space, one.space)) ?? null;

    const uploads = createUploadStore(database);
    const collections = createCollectionStore(database, config.chunking);
    const contents = createContentStore(database);
    const reindexStore = createReindexStore(database);
    const reindexing = createRounds((signal) =>
      database
        .inBackground(() => reindexOutdated({ store: reindexStore, contents, log }, signal))
        .catch((err) => log.warn({ err }, 'reindex')),
    );
    const wakeReindexing = config.role === 'api' ? () => {} : reindexing.wake;
    const documents = createDocumentStore(database, queue, wakeReindexing);
    const versions = createVersionStore(database, queue, wakeReindexing);
    const keys = createIdempotencyStore(database);
    const shared = { documents, collections, defaultChunking: config.chunking, space: embedder.space };
    const evaluationStore = createEvaluationStore(database, randomUUID());
    const evaluations = createEvaluationRuns(evaluationStore, log);
    const recovery: RecoveryServices = { versions, documents, uploads, keys, queue, log };
    const ask = createAskPipeline({
      retriever: {
        store: createSearchStore(database),
        embedderOf,
        denseWeightOf,
        rescoreLexical: config.rerank.provider === 'none' ? null : createLexicalRescorer(),
        reranker: models.reranker ?? null,
      },
      contents,
      generator,
      metrics,
    });

    const pipelines: Pipelines = {
      documents: createDocumentsPipeline({
        ...shared,
        contents,
        uploads,
        fetcher: createPageFetcher({
          ...config.fetch,
          resolve: createResolver(config.fetch.policy),
          connect: connectSocket,
        }),
        maxUploadBytes: config.maxUploadBytes,
        needsTail,
        detectMediaType,
        isKnownCharset,
        canEmbed: (space) => embedderOf(space) !== null,
      }),
      collections: createCollectionsPipeline(shared),
      ask,
      evaluations: createEvaluationsPipeline({
        store: evaluationStore,
        runs: evaluations,
        collections,
        documents,
        contents,
        search: ask.search,
        inBackground: (work) => database.inBackground(work),
        width: EVALUATION_WIDTH[database.engine],
        maxQuestions: config.evaluationMaxQuestions,
      }),
      idempotency: createIdempotencyPipeline(keys),
      async readiness() {
        const [isDatabaseUp, isQueueReady] = [await database.ping(), queue.isReady()];
        const checks = { database: word(isDatabaseUp), queue: word(isQueueReady) };
        return { ready: isDatabaseUp && isQueueReady, checks };
      },
    };

    // The requests of an earlier process will not be answered any more, nor its evaluations and its reindexing ended.
    if (database.engine === 'pglite')
      await Promise.all([keys.releaseAll(), evaluations.sweep(true), reindexStore.releaseAll()]);
    const background = startBackground(
      recovery,
      evaluations,
      log,
      config.role !== 'api',
      (work) => database.inBackground(work),
      wakeReindexing,
    );
    if (config.role !== 'api') {
      if (database.engine === 'pglite') await requeueAll(recovery);
      database.onRestart(() => void requeueAll(recovery).catch((err) => log.warn({ err }, 'recovery')));
      const ingest = {
        versions,
        uploads,
        parser,
        embedderOf,
        limits: config.limits,
        log,
        metrics,
        disk: { fullUntil: 0 },
      };
      const keepStatistics = createStatisticsKeeper(database);
      const run = (job: IngestJob, signal: AbortSignal) =>
        database.inBackground(async () => {
          await ingestVersion(ingest, job, signal);
          await keepStatistics().catch((err) => log.warn({ err }, 'analyze'));
        });
      await queue.work(run, config.ingestConcurrency);
    }

    return {
      pipelines,
      metrics,
      description: {
        database: database.engine === 'pglite' ? `PGlite in ${config.dataDir}` : 'Postgres',
        embedder: nameOf(embedder.space.provider, models.embedder?.space.model, embedder.space.dimensions),
        generator: nameOf(generator.provider, generator.model),
        notes: describeSpaces(await collections.list(DEFAULT_TENANT), embedder.space, embedderOf),
      },
      async close() {
        background.stop();
        reindexing.stop();
        await evaluations.stop();
        await queue.stop();
        await parser.close();
        await background.ended();
        await reindexing.ended();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function readVersion(): string {
  return JSON.parse(readFileSync(PACKAGE, 'utf8')).version;
}

function nameOf(provider: string, model?: string | null, dimensions?: number): string {
  const size = dimensions === undefined ? '' : ` (${dimensions} dimensions)`;
  return `${provider}${model ? ` ${model}` : ''}${size}`;
}

/** Sweeps at the start and every minute; one round at a time. Reindexing may take hours and has rounds of its own. */
function startBackground(
  recovery: RecoveryServices,
  evaluations: Pick<EvaluationRuns, 'sweep'>,
  log: Logger,
  ingests: boolean,
  inBackground: (work: () => Promise<void>) => Promise<void>,
  wakeReindexing: () => void,
) {
  let round: Promise<void> = Promise.resolve();
  const run = async () => {
    try {
      await sweep(recovery);
      await evaluations.sweep(false);
      if (ingests) await requeueLost(recovery);
    } catch (err) {
      log.warn({ err }, 'sweep');
    }
  };
  const start = () => {
    round = round.then(() => inBackground(run));
    wakeReindexing();
  };
  start();
  const timer = setInterval(start, SWEEP_INTERVAL_MS);
  return { stop: () => clearInterval(timer), ended: () => round };
}

/**
 * The built-in vectors add nothing to the words they are hashed from: measured by bench/analysis.ts, see
 * docs/text-analysis.md.
 */
function denseWeightOf(provider: string): number {
  return provider === 'built-in' ? 0 : 1;
}

function isSameSpace(a: EmbeddingSpace, b: EmbeddingSpace): boolean {
  return a.provider === b.provider && a.model === b.model && a.dimensions === b.dimensions;
}

function word(isOk: boolean): 'ok' | 'unavailable' {
  return isOk ? 'ok' : 'unavailable';
}

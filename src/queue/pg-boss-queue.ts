import { PgBoss } from 'pg-boss';
import { v4 as uuidv4 } from 'uuid';
import type { IngestJob, JobQueue, SqlExecutor } from '../domain/queue-ports.ts';

const QUEUE = 'ingest';

export interface PgBossQueueOptions {
  readonly engine: 'pglite' | 'postgres';
  readonly database: SqlExecutor;
  readonly onError: (error: Error) => void;
}

/**
 * The job queue, in the service's own database and over its own connections. Call it inside the start lock: it makes
 * or migrates its schema.
 */
export async function startPgBossQueue({ engine, database, onError }: PgBossQueueOptions): Promise<JobQueue> {
  const boss = new PgBoss({
    // pg-boss wants rows it may index freely; ours are unknown to callers.
    db: database as PgBossDatabase,
    backend: engine,
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    reindex: engine === 'postgres',
    // A job whose worker was killed is taken back within heartbeat + monitor interval: 15 s on a server.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(QUEUE, {
    // The budget that counts is the version's own (`failures`); this one only outlives any number of killed processes.
    retryLimit: 1_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
    heartbeatSeconds: 10,
    // A long document is fine as long as its heart beats; without this a job would be taken away after 15 minutes.
    expireInSeconds: 23 * 3600,
    deleteAfterSeconds: 3600,
  });

  const workerIds: string[] = [];
  let ready = true;

  return {
    async send(job, transaction) {
      const id = uuidv4();
      await boss.send(QUEUE, job, { id, db: transaction as PgBossDatabase });
      return id;
    },

    async cancel(jobId, transaction) {
      await boss.deleteJob(QUEUE, jobId, { db: transaction as PgBossDatabase });
    },

    wake() {
      for (const id of workerIds) boss.notifyWorker(id);
    },

    async findLive(jobIds) {
      const live = new Set<string>();
      for (const id of jobIds) {
        const [job] = await boss.findJobs(QUEUE, { id });
        if (job !== undefined && ['created', 'retry', 'active'].includes(job.state)) live.add(id);
      }
      return live;
    },

    async work(handler, concurrency) {
      // One registration each: only a worker with an id of its own can be woken, and polling alone would add its
      // interval to every upload.
      for (let index = 0; index < concurrency; index++) {
        const id: string = await boss.work<IngestJob>(
          QUEUE,
          { batchSize: 1, pollingIntervalSeconds: engine === 'pglite' ? 2 : 1 },
          async ([job]) => {
            try {
              if (job !== undefined) await handler(job.data, job.signal);
            } finally {
              // Look for the next job at once: by itself pg-boss waits for its polling interval after each.
              boss.notifyWorker(id);
            }
          },
        );
        workerIds.push(id);
      }
    },

    isReady: () => ready,

    async stop() {
      ready = false;
      await boss.stop({ graceful: true, close: false, timeout: 20_000 });
    },
  };
}

type PgBossDatabase = NonNullable<ConstructorParameters<typeof PgBoss>[0] & object>['db'] & object;

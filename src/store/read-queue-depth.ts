import type { QueueDepth } from '../domain/queue-ports.ts';
import type { Database } from './database.ts';
import { sql } from './drizzle.ts';

interface DepthRow extends Record<string, unknown> {
  queued: number;
  active: number;
  oldest_queued: number;
  longest_silence: number;
}

/**
 * How much waits and how much is in work: one statement, over the partial index `versions_in_progress`. Counts versions and
 * not jobs, so that one that lost its job counts too. `greatest`: a row may be younger than the statement that reads it.
 */
export async function readQueueDepth(database: Database): Promise<QueueDepth> {
  const { rows } = await database.executor.execute<DepthRow>(sql`
    select count(*) filter (where status = 'queued') as queued,
      count(*) filter (where status <> 'queued') as active,
      greatest(0, extract(epoch from now() - min(updated_at) filter (where status = 'queued')))::float8 as oldest_queued,
      greatest(0, extract(epoch from now() - min(updated_at) filter (where status <> 'queued')))::float8 as longest_silence
    from versions where status in ('queued', 'loading', 'splitting', 'embedding')`);
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate has one row');
  return {
    queued: row.queued,
    active: row.active,
    oldestQueuedSeconds: row.oldest_queued,
    longestSilenceSeconds: row.longest_silence,
  };
}

import type { Database } from './database.ts';
import { sql } from './drizzle.ts';

const FIRST_AFTER = 20;
/** Again when the documents made since are this share of those made until then. */
const SHARE = 0.5;

/**
 * Runs ANALYZE as documents come, on PGlite, where nothing else does: without statistics the planner reads whole tables for
 * one row, and what one document costs grows with all the others. A server has its autovacuum.
 */
export function createStatisticsKeeper(database: Database): () => Promise<void> {
  if (database.engine !== 'pglite') return async () => {};
  let made = 0;
  let next = FIRST_AFTER;
  return async () => {
    made += 1;
    if (made < next) return;
    next = made + Math.max(FIRST_AFTER, Math.ceil(made * SHARE));
    await database.executor.execute(sql`analyze`);
  };
}

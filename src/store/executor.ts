import type { QueryConfig, QueryResult } from 'pg';
import {
  DrizzleQueryError,
  type ExtractTablesWithRelations,
  type NodePgClient,
  NodePgDatabase,
  NodePgSession,
  PgDialect,
  type PgPreparedQuery,
  type PreparedQueryConfig,
  type Query,
} from './drizzle.ts';

type NoTables = Record<string, never>;

export type SqlRow = Record<string, unknown>;

/** Drizzle's query builder over the pool or over the connection of one transaction, and the raw door that pg-boss needs. */
export type Executor = Omit<NodePgDatabase, 'transaction'> & {
  /** One statement, or several without values; the rows of all of them. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: SqlRow[] }>;
};

/** Runs one statement. Errors are translated. */
export type RunQuery = (query: QueryConfig) => Promise<QueryResult>;

/** Drizzle over `run`. Errors are those of `run`: drizzle's wrapper, whose message holds SQL and parameters, is taken off. */
export function createExecutor(run: RunQuery): Executor {
  const client = {
    query: (config: QueryConfig, values?: unknown[]) => run({ ...config, values: values ?? [] }),
  };
  const dialect = new PgDialect();
  // Drizzle calls nothing but `query` on its client as long as its own `transaction` is not used.
  const session = new StoreSession(client as unknown as NodePgClient, dialect, undefined);
  return Object.assign(new NodePgDatabase<NoTables>(dialect, session, undefined), {
    executeSql: async (text: string, values?: unknown[]) =>
      flattenRows(await run(values === undefined ? { text } : { text, values })),
  });
}

/** pg gives an array of results for several statements, whatever its types say. */
export function flattenRows(result: QueryResult | QueryResult[]): { rows: SqlRow[] } {
  return { rows: Array.isArray(result) ? result.flatMap((one) => one.rows) : result.rows };
}

type BaseSession = InstanceType<typeof NodePgSession<NoTables, ExtractTablesWithRelations<NoTables>>>;

class StoreSession extends NodePgSession<NoTables, ExtractTablesWithRelations<NoTables>> {
  override prepareQuery<T extends PreparedQueryConfig = PreparedQueryConfig>(
    query: Query,
    ...rest: Rest<Parameters<BaseSession['prepareQuery']>>
  ): PgPreparedQuery<T> {
    const prepared = super.prepareQuery(query, ...rest) as PgPreparedQuery<T>;
    const execute = prepared.execute.bind(prepared);
    prepared.execute = (values) => execute(values).catch(rethrowCause);
    return prepared;
  }
}

type Rest<T extends unknown[]> = T extends [unknown, ...infer Tail] ? Tail : never;

function rethrowCause(error: unknown): never {
  throw error instanceof DrizzleQueryError ? (error.cause ?? error) : error;
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import { StatementTimeoutError } from '../errors.ts';
import { atMost } from '../support/at-most.ts';
import { createExecutor, type Executor, flattenRows, type SqlRow } from './executor.ts';
import { Lease } from './lease.ts';
import { OpenTransaction } from './open-transaction.ts';
import { createPool, type Engine, type PoolOptions } from './pool.ts';
import { translateError } from './translate-error.ts';

export type { Executor } from './executor.ts';
export type { Engine } from './pool.ts';

export interface TransactionOptions {
  /** Checked before every statement and before COMMIT; its reason is thrown after ROLLBACK. */
  readonly signal?: AbortSignal;
  /** Limit of the whole transaction and of each of its statements, in place of the defaults. */
  readonly timeoutMs?: number;
}

/** One pool. Errors are `ServiceError` DATABASE_UNAVAILABLE or the driver's own; see `translate-error.ts`. */
export interface Database {
  readonly engine: Engine;
  /** Each statement on a connection of its own. Refused inside an open transaction, where one connection would wait for ever. */
  readonly executor: Executor;
  /** BEGIN, `work`, COMMIT. The first error of a statement, even one that `work` catches, is followed by ROLLBACK at once and thrown. */
  transaction<T>(work: (tx: Executor) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** One statement, or several without values; the rows of all of them. An error is followed by ROLLBACK. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: SqlRow[] }>;
  /**
   * Marks what `work` asks of the database as not urgent: of such statements and transactions one at a time queues for
   * PGlite's one connection, and few at a time keep a server busy, so that somebody who asks a question waits for those and
   * not for all.
   */
  inBackground<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Waits for an advisory lock that holds between processes and keeps it, on a connection of its own, until the returned
   * function is called. PGlite's owner is alone: nothing to wait for.
   */
  lockAcrossProcesses(name: string, timeoutMs: number): Promise<() => void>;
  /** Whether `select 1` comes back within 3 s. */
  ping(): Promise<boolean>;
  /** Waits for the connections in use, then ends all of them. */
  close(): Promise<void>;
}

export interface DatabaseOptions extends Pick<PoolOptions, 'engine' | 'connection' | 'poolSize'> {
  /** Longest wait for a connection. Default 3 s on Postgres; 10 s on PGlite, where all share one. */
  readonly connectionTimeoutMs?: number;
  /** Longest statement. Default 30 s. */
  readonly queryTimeoutMs?: number;
  /** Longest transaction. Default 60 s. */
  readonly transactionTimeoutMs?: number;
  /** Told when a statement, a transaction or a new connection outlived its limit, or the disk is full: PGlite needs a new process. */
  readonly onUnusable?: (reason: string) => void;
}

const PING_TIMEOUT_MS = 3_000;
/** Of a process, on a server. With eight documents at once each had one, and questions took 17 times as long as at rest. */
const BACKGROUND_CONNECTIONS = 2;
/** Postgres ends a long statement by itself; only on a dead connection is it outlived by so much. */
const SERVER_GRACE_MS = 5_000;

/** Makes the pool; it connects when first used. */
export function createDatabase(options: DatabaseOptions): Database {
  return new PoolDatabase(options);
}

class PoolDatabase implements Database {
  readonly engine: Engine;
  readonly executor: Executor;
  readonly #pool: pg.Pool;
  readonly #scope = new AsyncLocalStorage<OpenTransaction | undefined>();
  readonly #background = new AsyncLocalStorage<boolean>();
  readonly #queueBackground: ReturnType<typeof atMost>;
  readonly #queryTimeoutMs: number;
  readonly #transactionTimeoutMs: number;
  readonly #graceMs: number;
  readonly #onUnusable: (reason: string) => void;
  #closed: Promise<void> | undefined;

  constructor(options: DatabaseOptions) {
    this.engine = options.engine;
    this.#graceMs = options.engine === 'postgres' ? SERVER_GRACE_MS : 0;
    this.#queueBackground = atMost(options.engine === 'pglite' ? 1 : BACKGROUND_CONNECTIONS);
    this.#queryTimeoutMs = options.queryTimeoutMs ?? 30_000;
    this.#transactionTimeoutMs = options.transactionTimeoutMs ?? 60_000;
    this.#onUnusable = options.onUnusable ?? (() => {});
    this.#pool = createPool({
      engine: options.engine,
      connection: options.connection,
      poolSize: options.poolSize,
      connectionTimeoutMs: options.connectionTimeoutMs ?? (options.engine === 'postgres' ? 3_000 : 10_000),
      statementTimeoutMs: this.#queryTimeoutMs,
      idleTransactionTimeoutMs: this.#transactionTimeoutMs,
    });
    this.executor = createExecutor((query) => this.#withLease((lease) => this.#run(lease, query)));
  }

  async transaction<T>(work: (tx: Executor) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    options.signal?.throwIfAborted();
    return await this.#withLease(async (lease) => {
      const statementMs = options.timeoutMs ?? this.#queryTimeoutMs;
      const longestMs = options.timeoutMs ?? this.#transactionTimeoutMs;
      const open = new OpenTransaction(lease, statementMs + this.#graceMs, options.signal);
      const reason = `a transaction was held longer than ${longestMs} ms`;
      let overrun = false;
      const timer = setTimeout(() => {
        overrun = true;
        lease.abandon(reason);
      }, longestMs + this.#graceMs);
      try {
        await open.begin(this.engine === 'postgres' ? options.timeoutMs : undefined);
        const result = await this.#scope.run(open, () => work(open.executor));
        await open.commit();
        return result;
      } catch (error) {
        await open.rollBack();
        // Each of its statements may have been within its limit.
        if (overrun) throw new StatementTimeoutError(open.failure ?? error);
        throw translateError(open.failure ?? error);
      } finally {
        clearTimeout(timer);
      }
    });
  }

  async executeSql(text: string, values?: unknown[]): Promise<{ rows: SqlRow[] }> {
    return await this.#withLease(async (lease) => {
      try {
        return flattenRows(await this.#run(lease, values === undefined ? { text } : { text, values }));
      } catch (error) {
        // The text may have opened a transaction of its own.
        await this.#run(lease, { text: 'ROLLBACK' }).catch(() => lease.drop());
        throw error;
      }
    });
  }

  inBackground<T>(work: () => Promise<T>): Promise<T> {
    return this.#background.run(true, work);
  }

  async lockAcrossProcesses(name: string, timeoutMs: number): Promise<() => void> {
    if (this.engine === 'pglite') return () => {};
    const lease = new Lease(await this.#connect(), this.#onUnusable);
    try {
      await lease.query({ text: `SET statement_timeout = ${timeoutMs}` }, this.#queryTimeoutMs);
      const text = 'select pg_advisory_lock(hashtextextended($1, 0))';
      await lease.query({ text, values: [name] }, timeoutMs + this.#graceMs);
    } catch (error) {
      lease.drop();
      throw error;
    }
    // The end of its session frees the lock.
    return () => lease.drop();
  }

  async ping(): Promise<boolean> {
    const probe = () => this.#withLease((lease) => this.#run(lease, { text: 'select 1' }));
    const answer = this.#scope.run(undefined, probe).then(
      () => true,
      () => false,
    );
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, PING_TIMEOUT_MS, false);
    });
    return await Promise.race([answer, silence]).finally(() => clearTimeout(timer));
  }

  close(): Promise<void> {
    this.#closed ??= this.#pool.end();
    return this.#closed;
  }

  #run(lease: Lease, query: pg.QueryConfig): Promise<pg.QueryResult> {
    return lease.query(query, this.#queryTimeoutMs + this.#graceMs);
  }

  async #withLease<T>(work: (lease: Lease) => Promise<T>): Promise<T> {
    if (this.#scope.getStore()?.isOpen) {
      throw new Error('The pool was used inside an open transaction: use what the transaction gave you.');
    }
    const lend = async (): Promise<T> => {
      const lease = new Lease(await this.#connect(), this.#onUnusable);
      try {
        return await work(lease);
      } finally {
        lease.release();
      }
    };
    return await (this.#background.getStore() === true ? this.#queueBackground(lend) : lend());
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      // Not the wait for a busy pool: something accepted the connection and then said nothing.
      const isSilent = error instanceof Error && error.message.includes('due to connection timeout');
      if (isSilent) this.#onUnusable('a new connection got no answer');
      throw translateError(error);
    }
  }
}

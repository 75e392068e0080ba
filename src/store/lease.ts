import pg from 'pg';
import { StatementTimeoutError } from '../errors.ts';
import { isDiskFull, translateError } from './translate-error.ts';

const { builtins, getTypeParser } = pg.types;
const INT8_ARRAY = 1016;
// The library knows array types, its declarations do not.
const parseInt8Array = getTypeParser(INT8_ARRAY as Parameters<typeof getTypeParser>[0]);

/**
 * Both engines give numbers for int8 (exact to 2^53, which no count here reaches), Date for timestamptz, a string
 * for date, objects for jsonb, Buffer for bytea. Drizzle's own parsers are set aside: they ignore those of the pool.
 */
const TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === builtins.INT8) return Number;
    if (oid === builtins.DATE) return String;
    if (oid === INT8_ARRAY) return (text: string) => Array.from(parseInt8Array(text), Number);
    return format === 'binary' ? getTypeParser(oid, format) : getTypeParser(oid);
  },
} as pg.CustomTypesConfig;

/** One connection taken from the pool, given back exactly once: to the pool by `release`, or ended by `drop`. */
export class Lease {
  readonly #client: pg.PoolClient;
  readonly #onUnusable: (reason: string) => void;
  #returned = false;

  /** `onUnusable` is told when a statement or transaction outlived its limit, the connection being dropped, and when the disk is full. */
  constructor(client: pg.PoolClient, onUnusable: (reason: string) => void) {
    this.#client = client;
    this.#onUnusable = onUnusable;
    // The pool listens to idle connections only; a loss between two statements would end the process.
    client.on('error', ignoreLoss);
  }

  /** Runs one statement, or several when there are no values. Past `limitMs` the connection is dropped. */
  async query(config: pg.QueryConfig, limitMs: number): Promise<pg.QueryResult> {
    let overrun = false;
    const timer = setTimeout(() => {
      overrun = true;
      this.abandon(`a statement ran longer than ${limitMs} ms`);
    }, limitMs);
    try {
      return await this.#client.query({ ...config, types: TYPES });
    } catch (error) {
      if (overrun) throw new StatementTimeoutError(error);
      // PGlite fails the statement with it and then never answers again.
      if (isDiskFull(error)) this.#onUnusable('the disk is full');
      throw translateError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Drops the connection because something on it took too long. */
  abandon(reason: string): void {
    this.drop();
    this.#onUnusable(reason);
  }

  drop(): void {
    this.#giveBack(true);
  }

  release(): void {
    this.#giveBack(false);
  }

  #giveBack(destroy: boolean): void {
    if (this.#returned) return;
    this.#returned = true;
    this.#client.release(destroy);
    if (!destroy) this.#client.removeListener('error', ignoreLoss);
  }
}

function ignoreLoss(): void {
  // The statement that runs, or the next one, reports it.
}

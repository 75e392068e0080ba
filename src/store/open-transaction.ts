import type { QueryConfig, QueryResult } from 'pg';
import { createExecutor, type Executor } from './executor.ts';
import type { Lease } from './lease.ts';

/** The state of one transaction on its connection. */
export class OpenTransaction {
  readonly executor: Executor;
  isOpen = false;
  /** The first error of a statement. The transaction was rolled back by then, whatever its work does with the error. */
  failure: unknown;
  readonly #lease: Lease;
  readonly #statementLimitMs: number;
  readonly #signal: AbortSignal | undefined;

  constructor(lease: Lease, statementLimitMs: number, signal: AbortSignal | undefined) {
    this.#lease = lease;
    this.#statementLimitMs = statementLimitMs;
    this.#signal = signal;
    this.executor = createExecutor((query) => this.#run(query));
  }

  /** `serverTimeoutMs` replaces the connection's `statement_timeout` for this transaction. */
  async begin(serverTimeoutMs: number | undefined): Promise<void> {
    const text =
      serverTimeoutMs === undefined ? 'BEGIN' : `BEGIN; SET LOCAL statement_timeout = ${serverTimeoutMs}`;
    await this.#lease.query({ text }, this.#statementLimitMs);
    this.isOpen = true;
  }

  async commit(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.#signal?.throwIfAborted();
    const result = await this.#lease.query({ text: 'COMMIT' }, this.#statementLimitMs);
    this.isOpen = false;
    // Postgres answers the COMMIT of a failed transaction with ROLLBACK, and without an error.
    if (result.command === 'ROLLBACK') throw new Error('The transaction could not be committed.');
  }

  /** Ends the transaction if it is still open; drops the connection if even that fails. */
  async rollBack(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await this.#lease.query({ text: 'ROLLBACK' }, this.#statementLimitMs).catch(() => this.#lease.drop());
  }

  async #run(query: QueryConfig): Promise<QueryResult> {
    if (!this.isOpen) {
      throw new Error('A transaction was used after its end.', { cause: this.failure });
    }
    this.#signal?.throwIfAborted();
    try {
      return await this.#lease.query(query, this.#statementLimitMs);
    } catch (error) {
      this.failure ??= error;
      await this.rollBack();
      throw error;
    }
  }
}

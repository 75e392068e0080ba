import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { vi } from 'vitest';

export interface StatementWatch {
  /** What `work` gives, and the statements sent while it ran, by it; those of others at the same time are theirs. */
  during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly statements: readonly string[] }>;
  stop(): void;
}

/** Listens to every connection of this process, by the asynchronous context of whoever uses it. */
export function watchStatements(): StatementWatch {
  const scope = new AsyncLocalStorage<string[]>();
  const { query } = pg.Client.prototype;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ): undefined {
    const [config] = args as [string | { text: string }];
    const text = typeof config === 'string' ? config : config.text;
    // What the pool says to each new connection.
    if (!text.startsWith('SET ')) scope.getStore()?.push(text);
    return Reflect.apply(query, this, args);
  });
  return {
    async during(work) {
      const statements: string[] = [];
      return { result: await scope.run(statements, work), statements };
    },
    stop: () => spy.mockRestore(),
  };
}

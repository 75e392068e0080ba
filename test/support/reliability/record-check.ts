import { appendFileSync } from 'node:fs';
import { expect, inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A file of lines of JSON, one per check; only in `npm run test:long`. */
    readonly recordFile: string;
  }
}

/** One row of docs/reliability.md. */
export interface CheckRecord {
  /** Number of the check, as in the list of issue C. */
  readonly check: number;
  readonly what: string;
  readonly engine: string;
  readonly trials: number;
  /** Counts that must be 0. */
  readonly bad: Readonly<Record<string, number>>;
  /** What else was seen: counts and times, by name. */
  readonly seen?: Readonly<Record<string, number | string>>;
  /** Targets that this run did not reach, in words: they are written down, and fail no test, since they depend on the machine. */
  readonly missed?: readonly string[];
  readonly seed?: number;
  readonly seconds: number;
  readonly day: string;
}

/**
 * Writes down what was measured, also when it is bad, then fails if it is. `startedAt` is `performance.now()` of the
 * beginning.
 */
export function recordCheck(
  measured: Omit<CheckRecord, 'seconds' | 'day'> & { readonly startedAt: number },
): void {
  const { startedAt, ...rest } = measured;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const record: CheckRecord = { ...rest, seconds, day: new Date().toISOString().slice(0, 10) };
  const file = inject('recordFile') as string | undefined;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(record)}\n`);
  console.log(
    `check ${record.check} on ${record.engine}: ${JSON.stringify({ ...record.bad, ...record.seen })}`,
  );
  const expected = Object.fromEntries(Object.keys(record.bad).map((name) => [name, 0]));
  expect(record.bad, `check ${record.check} on ${record.engine}, seed ${record.seed}`).toEqual(expected);
}

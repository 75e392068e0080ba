import type { StageOutcome } from './stage-clock.ts';

/** How long a piece of work is in each of its stages. They overlap, and so may the steps of one. */
export interface StageMeter<Stage extends string> {
  /** Runs one step of a stage. */
  time<Result>(stage: Stage, step: () => Promise<Result>): Promise<Result>;
  /** Yields what the source does; the time until each item comes is the stage's. */
  timeEach<Item>(stage: Stage, source: AsyncIterable<Item>): AsyncGenerator<Item>;
  /** The stage that failed first. */
  readonly failed: Stage | undefined;
  /** Reports each stage once, the time in which a step of it ran: `ok`, but for the one that failed. */
  end(failure: StageOutcome): void;
}

export function createStageMeter<Stage extends string>(
  report: (stage: Stage, outcome: StageOutcome, durationMs: number) => void,
  now: () => number = () => performance.now(),
): StageMeter<Stage> {
  const stages = new Map<Stage, { spentMs: number; running: number; since: number }>();
  let failed: Stage | undefined;

  async function time<Result>(stage: Stage, step: () => Promise<Result>): Promise<Result> {
    const entry = stages.get(stage) ?? { spentMs: 0, running: 0, since: 0 };
    stages.set(stage, entry);
    if (entry.running === 0) entry.since = now();
    entry.running += 1;
    try {
      return await step();
    } catch (error) {
      failed ??= stage;
      throw error;
    } finally {
      entry.running -= 1;
      if (entry.running === 0) entry.spentMs += now() - entry.since;
    }
  }

  return {
    time,
    async *timeEach(stage, source) {
      const iterator = source[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await time(stage, () => iterator.next());
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        await iterator.return?.();
      }
    },
    get failed() {
      return failed;
    },
    end(failure) {
      for (const [stage, { spentMs }] of stages) report(stage, stage === failed ? failure : 'ok', spentMs);
      stages.clear();
    },
  };
}

/** `refused`: the request asked for what cannot be. `aborted`: the caller left, the service stops, or another took over. */
export type StageOutcome = 'ok' | 'refused' | 'failed' | 'aborted';

/** What a piece of work spends in each of its stages, of which one at a time has the word. */
export interface StageClock<Stage extends string> {
  /** Leaves the stage before, which ended in `outcome` (default `ok`). A stage may be entered many times. */
  enter(stage: Stage, outcome?: StageOutcome): void;
  /** Leaves the last stage and reports each once, all its times added up. Once; further calls do nothing. */
  end(outcome: StageOutcome): void;
}

/** Starts in `first`. `report` is called by `end`, for each stage and outcome there was. */
export function startStageClock<Stage extends string>(
  first: Stage,
  report: (stage: Stage, outcome: StageOutcome, durationMs: number) => void,
  now: () => number = () => performance.now(),
): StageClock<Stage> {
  const spent = new Map<string, { stage: Stage; outcome: StageOutcome; durationMs: number }>();
  let stage = first;
  let enteredAt = now();
  let hasEnded = false;

  function leave(outcome: StageOutcome): void {
    const leftAt = now();
    const key = `${stage} ${outcome}`;
    const before = spent.get(key)?.durationMs ?? 0;
    spent.set(key, { stage, outcome, durationMs: before + leftAt - enteredAt });
    enteredAt = leftAt;
  }

  return {
    enter(next, outcome = 'ok') {
      leave(outcome);
      stage = next;
    },
    end(outcome) {
      if (hasEnded) return;
      hasEnded = true;
      leave(outcome);
      for (const entry of spent.values()) report(entry.stage, entry.outcome, entry.durationMs);
    },
  };
}

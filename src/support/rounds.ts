export interface Rounds {
  wake(): void;
  /** No further round; aborts the signal of the one that runs. */
  stop(): void;
  ended(): Promise<void>;
}

/** Runs `work`, which must not reject, when woken: one round at a time, and however often it is woken in one, one more follows. */
export function createRounds(work: (signal: AbortSignal) => Promise<void>): Rounds {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isWoken = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    while (isWoken && !signal.aborted) {
      isWoken = false;
      await work(signal);
    }
    running = undefined;
  };
  return {
    wake() {
      isWoken = true;
      running ??= run();
    },
    stop: () => stopping.abort(),
    ended: async () => running,
  };
}

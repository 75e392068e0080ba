/**
 * In a terminal Ctrl-C reaches every process, and npm passes it on as well: the same press comes twice within milliseconds.
 */
const SAME_PRESS_MS = 300;
const INTERRUPTED = 130;

/** Aborted by the first Ctrl-C (or SIGTERM); a later one ends the process at once. */
export function createStopSignal(onStop: () => void): AbortSignal {
  const stop = new AbortController();
  let firstMs = 0;
  const handle = () => {
    const nowMs = performance.now();
    if (!stop.signal.aborted) {
      firstMs = nowMs;
      stop.abort();
      onStop();
    } else if (nowMs - firstMs > SAME_PRESS_MS) process.exit(INTERRUPTED);
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return stop.signal;
}

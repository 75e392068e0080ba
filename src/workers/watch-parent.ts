import { Worker } from 'node:worker_threads';

/**
 * Ends this process when the service that forked it is gone, however the service went.
 *
 * An idle process hears `disconnect` of its IPC channel and calls `onDisconnect` (default: exit at once). A process
 * stuck in a synchronous loop hears nothing, so a thread of its own watches the parent's pid and kills the process
 * with SIGKILL within about `graceMs + 500` of the parent's end. `graceMs` is the time `onDisconnect` may take.
 */
export function watchParent(options: { onDisconnect?: () => void; graceMs?: number } = {}): void {
  const leave = options.onDisconnect ?? (() => process.exit(0));
  process.once('disconnect', leave);
  const watchdog = new Worker(new URL('./parent-watchdog.ts', import.meta.url), {
    workerData: { parentPid: process.ppid, graceMs: options.graceMs ?? 0 },
    // Without a list of its own the thread takes over the process's flags, which it may refuse.
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  });
  watchdog.unref();
  // The parent may have gone before the listener was there.
  if (process.connected === false) leave();
}

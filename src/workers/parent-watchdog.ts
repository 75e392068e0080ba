/** Thread of `watchParent`: kills its process when the parent's pid is no longer the one it was given. */
import { workerData } from 'node:worker_threads';

const POLL_MS = 500;
const { parentPid, graceMs } = workerData as { parentPid: number; graceMs: number };

setInterval(() => {
  if (process.ppid === parentPid) return;
  // `process.exit` would end this thread only.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs);
}, POLL_MS);

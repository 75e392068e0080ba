/**
 * Entry of the PGlite process: `pglite-worker.ts <data folder> <socket path>`. Says `ready` or `failed` over IPC, closes
 * on `close`, and leaves when its service is gone.
 */
import { rmSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { dirname } from 'node:path';
import { openPGlite } from '../store/pglite/open-pglite.ts';
import type { FromPGliteWorker } from '../store/pglite/pglite-process.ts';
import { watchParent } from './watch-parent.ts';

const CLOSE_DEADLINE_MS = 700;
const [dataDir, socketPath] = process.argv.slice(2);
if (dataDir === undefined || socketPath === undefined) throw new Error('Two arguments are needed.');

// Ctrl-C reaches the whole group; the service drains first and then tells us.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
watchParent({ onDisconnect: () => leave(socketPath), graceMs: CLOSE_DEADLINE_MS });

const opening = openPGlite(dataDir, socketPath, process.ppid);
process.on('message', (message) => {
  if (message === 'close') void opening.then((pglite) => pglite.close()).finally(endNow);
});
opening.then(
  () => {
    tell({ kind: 'ready' });
    // By itself it is written at a regular exit, which there is none of.
    flushCompileCache();
  },
  (error: unknown) => {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }, () =>
      process.exit(1),
    );
  },
);

function tell(message: FromPGliteWorker, done: () => void = () => {}): void {
  if (process.connected) process.send?.(message, undefined, undefined, done);
  else done();
}

/** Closes the database if that is quick, and removes the socket's folder, which the service no longer can. */
function leave(socket: string): void {
  const end = () => {
    rmSync(dirname(socket), { recursive: true, force: true });
    endNow();
  };
  setTimeout(end, CLOSE_DEADLINE_MS);
  void opening.then((pglite) => pglite.close()).finally(end);
}

/** `process.exit` waits for V8 to finish optimising the WebAssembly it began with: up to 3 s in a young process. */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL');
}

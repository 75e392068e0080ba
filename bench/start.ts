/**
 * How long `npm start` takes until GET /readyz is 200: on an empty data folder, and again on the same one. Prints a
 * table and a line of JSON. Bar: under 6 s the first time, under 2 s after that.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = Number(process.argv[2] ?? 3);
const READY_TIMEOUT_MS = 60_000;

const first: number[] = [];
const second: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const dataDir = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  try {
    first.push(await measureStart(dataDir));
    second.push(await measureStart(dataDir));
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
console.table({
  'first start': { 'median ms': median(first), 'slowest ms': Math.max(...first), 'bar ms': 6_000 },
  'second start': { 'median ms': median(second), 'slowest ms': Math.max(...second), 'bar ms': 2_000 },
});
console.log(JSON.stringify({ bench: 'start', rounds: ROUNDS, firstMs: first, secondMs: second }));

/** Milliseconds from `npm start` to the first 200 of /readyz; the service is stopped by SIGTERM afterwards. */
async function measureStart(dataDir: string): Promise<number> {
  const port = await findFreePort();
  const env = { ...process.env, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  const startedAt = performance.now();
  // A group of its own: npm does not pass every signal on.
  const service = spawn('npm', ['start', '--silent'], { cwd: ROOT, env, stdio: 'pipe', detached: true });
  let output = '';
  for (const stream of [service.stdout, service.stderr]) stream.on('data', (data) => (output += data));
  try {
    while (!(await isReady(port))) {
      if (service.exitCode !== null) throw new Error(`The service ended: ${output}`);
      if (performance.now() - startedAt > READY_TIMEOUT_MS) throw new Error(`Not ready in time: ${output}`);
      await sleep(10);
    }
    return Math.round(performance.now() - startedAt);
  } finally {
    await stop(service);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  } catch {
    return false;
  }
}

async function stop(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null || service.pid === undefined) return;
  // Not 'exit', which is npm's own: the pipes close when the service and its children are gone too.
  const ended = once(service, 'close');
  process.kill(-service.pid, 'SIGTERM');
  await ended;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

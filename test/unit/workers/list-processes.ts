import { readdirSync, readFileSync } from 'node:fs';

/** Pids of the living parse workers that `parentPid` started. Linux only. */
export function listParseWorkers(parentPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readParent(pid) === parentPid && readCommand(pid).includes('parse-worker.ts'));
}

/** Whether the process runs; one that has ended but was not yet reaped does not. */
export function isRunning(pid: number): boolean {
  return readParent(pid) !== null;
}

export async function waitUntil(condition: () => boolean, timeoutMs = 20_000): Promise<boolean> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; ) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** Bytes the process has written to files and pipes since it began. */
export function readWrittenBytes(pid: number): number {
  return Number(/^wchar: (\d+)$/m.exec(read(`/proc/${pid}/io`))?.[1]);
}

/** The value once it has not changed for a second. */
export async function waitUntilStill(measure: () => number): Promise<number> {
  let value = measure();
  for (let calm = 0; calm < 10; calm += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const next = measure();
    if (next !== value) calm = 0;
    value = next;
  }
  return value;
}

function readParent(pid: number): number | null {
  const [, state, parent] = /\) (\S) (\d+)/.exec(read(`/proc/${pid}/stat`)) ?? [];
  return state === undefined || state === 'Z' || state === 'X' ? null : Number(parent);
}

function readCommand(pid: number): string {
  return read(`/proc/${pid}/cmdline`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

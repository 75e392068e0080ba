import { readFileSync, writeFileSync } from 'node:fs';
import { listDescendants } from '../../test/support/processes.ts';

const EVERY_MS = 20;

/** Peaks since the watch began, in megabytes. */
export interface MemoryPeaks {
  /** The parse process that took most; 0 when none ran. */
  readonly child: number;
  /** What the service itself grew by. */
  readonly growth: number;
}

/**
 * Watches the service below process `pid` (that of `npm start`) through `/proc`. Returns a function that ends the watch.
 * A parse process is used for several documents, so its peak is set back first; one that is killed was seen at most
 * 20 ms before.
 */
export function watchMemory(pid: number): () => MemoryPeaks {
  // The shell between has the same words in its command.
  const service = listDescendants(pid).findLast(({ command }) => /\bsrc\/main\.ts/.test(command))?.pid;
  if (service === undefined) throw new Error('the service has no process');
  const isParser = (child: number): boolean => readProc(child, 'cmdline').includes('parse-worker.ts');
  const parsers = new Map<number, boolean>();
  for (const child of listChildren(service)) {
    parsers.set(child, isParser(child));
    if (parsers.get(child)) writeFileSync(`/proc/${child}/clear_refs`, '5');
  }
  const before = readMegabytes(service, 'VmRSS');
  let [child, highest] = [0, before];
  const look = (): void => {
    highest = Math.max(highest, readMegabytes(service, 'VmRSS'));
    for (const one of listChildren(service)) {
      // A process that was just forked still has its parent's name.
      if (!parsers.get(one)) parsers.set(one, isParser(one));
      if (parsers.get(one)) child = Math.max(child, readMegabytes(one, 'VmHWM'));
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    return { child: Math.round(child), growth: Math.round(highest - before) };
  };
}

function listChildren(pid: number): number[] {
  return readProc(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

function readMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readProc(pid, 'status'))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

/** '' where the process is gone. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

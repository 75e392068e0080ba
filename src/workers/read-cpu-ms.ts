import { readFileSync } from 'node:fs';

/** A tick of the kernel's accounts: 100 a second on every Linux there is a Node for. */
const MS_PER_TICK = 10;

/** Processor time that a process has used, all its threads; null where it is gone or the system has no `/proc`. */
export function readCpuMs(pid: number): number | null {
  try {
    // The name, in brackets, may hold anything; after it come state, parent, …; user and system time are the 12th and 13th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return null;
  }
}

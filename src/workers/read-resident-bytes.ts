import { readFileSync } from 'node:fs';

/** Resident memory of a process; null where the process is gone or the system has no `/proc`. Takes some 20 µs. */
export function readResidentBytes(pid: number): number | null {
  try {
    // `status` counts in kB whatever the page size is; `statm` counts pages.
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

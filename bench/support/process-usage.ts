import { readFileSync } from 'node:fs';
import { listDescendants } from '../../test/support/processes.ts';

const TICKS_PER_SECOND = 100;
const ROLES = [
  ['parser', /parse-worker\.ts/],
  ['database', /pglite-worker\.ts/],
  ['service', /\bsrc\/main\.ts/],
] as const;

/** What a process below `npm start` has used since it began. */
export interface ProcessUsage {
  readonly pid: number;
  readonly role: 'parser' | 'database' | 'service';
  readonly cpuSeconds: number;
  readonly peakMB: number;
}

export function readServiceUsage(pid: number): ProcessUsage[] {
  return listDescendants(pid).flatMap(({ pid: child, command }) => {
    const role = /^(npm|sh|\/bin\/sh)\b/.test(command)
      ? undefined
      : ROLES.find(([, pattern]) => pattern.test(command))?.[0];
    const usage = role === undefined ? null : readUsage(child);
    return role === undefined || usage === null ? [] : [{ pid: child, role, ...usage }];
  });
}

/** Processor time between two readings, by role; a process that ended meanwhile is not in the second. */
export function describeCpu(before: readonly ProcessUsage[], after: readonly ProcessUsage[]): string {
  const earlier = new Map(before.map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
  const byRole = Map.groupBy(after, ({ role }) => role);
  return [...byRole]
    .map(([role, usages]) => {
      const seconds = usages.reduce((sum, one) => sum + one.cpuSeconds - (earlier.get(one.pid) ?? 0), 0);
      return `${role} ${seconds.toFixed(1)}`;
    })
    .join(', ');
}

/** The highest resident memory of a process of each role. */
export function describePeaks(usages: readonly ProcessUsage[]): string {
  return [...Map.groupBy(usages, ({ role }) => role)]
    .map(([role, ofRole]) => `${role} ${Math.max(...ofRole.map(({ peakMB }) => peakMB))}`)
    .join(', ');
}

/** Null when it is gone. */
function readUsage(pid: number): Pick<ProcessUsage, 'cpuSeconds' | 'peakMB'> | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    const peakKB = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return {
      cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND,
      peakMB: Math.round(Number(peakKB ?? 0) / 1024),
    };
  } catch {
    return null;
  }
}

/**
 * `contend-lock.ts <lock path> <milliseconds>`: takes the lock again and again, and each time leaves it as a process that was
 * killed would. Prints `{ wins, violations }`; a violation is a second holder at the same time.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireDataLock, DataLockedError } from '../../src/store/pglite/data-lock.ts';

const [path = '', durationMs = '0'] = process.argv.slice(2);
const NO_PROCESS = 2 ** 30;
const end = Date.now() + Number(durationMs);
let wins = 0;
let violations = 0;
while (Date.now() < end) {
  try {
    await acquireDataLock(path, process.pid, 0);
  } catch (error) {
    if (!(error instanceof DataLockedError)) throw error;
    await sleep(Math.random() * 3);
    continue;
  }
  wins++;
  try {
    writeFileSync(`${path}.proof`, String(process.pid), { flag: 'wx' });
    await sleep(Math.random() * 3);
    rmSync(`${path}.proof`);
  } catch {
    violations++;
  }
  const dead = { ...JSON.parse(readFileSync(path, 'utf8')), pid: NO_PROCESS };
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(dead));
  renameSync(`${path}.${process.pid}`, path);
}
console.log(JSON.stringify({ wins, violations }));

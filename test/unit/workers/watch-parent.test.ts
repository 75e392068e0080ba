import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { isRunning, waitUntil } from './list-processes.ts';

let parent: ChildProcess | undefined;
let childPid: number | undefined;

afterEach(() => {
  parent?.kill('SIGKILL');
  if (childPid !== undefined && isRunning(childPid)) process.kill(childPid, 'SIGKILL');
});

test.each([
  ['idle, waiting for input', './start-session.ts'],
  ['stuck in a synchronous loop', './start-stuck-child.ts'],
])('a child that is %s does not outlive a parent killed with SIGKILL', async (_what, script) => {
  parent = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
  const pid = Number(line.toString());
  childPid = pid;
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  expect(await waitUntil(() => !isRunning(pid))).toBe(true);
});

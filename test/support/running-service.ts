import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, isAlive, listDescendants } from './processes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The real service, started as a user starts it: `npm start`, an environment, HTTP. */
export interface RunningService {
  readonly url: string;
  /** What it printed when it was ready. */
  readonly readyLine: string;
  /** Everything it printed so far. */
  output(): string;
  /** The service's own process, not npm's. */
  readonly pid: number;
  readonly npmPid: number;
  /** Pids of its children whose command contains `name`. */
  childPids(name: string): number[];
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, then its exit code. */
  stop(): Promise<number | null>;
  readonly exited: Promise<number | null>;
}

/** A data folder: empty, as on a new machine, or a copy of `template`, in which a service ran once. */
export async function makeDataDir(template?: string): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'footnote-blackbox-'));
  if (template !== undefined) await cp(template, path, { recursive: true });
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Runs `npm start` and gives back what it printed and how it ended; for starts that are to be refused. */
export function runStart(env: Record<string, string>): {
  process: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
} {
  // A key in the shell of whoever runs the tests must not make them ask a real model.
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^(API_KEY|DATABASE_URL|OPENAI_.*|.*_PROVIDER)$/.test(key),
    ),
  );
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...inherited, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (text += data));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { process: child, output: () => text, exited };
}

export async function startService(env: Record<string, string>): Promise<RunningService> {
  const started = runStart(env);
  let ended = false;
  void started.exited.then(() => {
    ended = true;
  });
  const readyLine = await eventually('the ready line', () => {
    if (ended) throw new Error(`the service ended: ${started.output()}`);
    return started
      .output()
      .split('\n')
      .find((line) => line.includes('ready at http://'));
  });
  const url = /ready at (http:\S+)/.exec(readyLine)?.[1] ?? '';
  const service = listDescendants(started.process.pid ?? 0).find(({ command }) =>
    /^\S*node src\/main\.ts$/.test(command),
  );
  if (service === undefined) throw new Error('the process of the service was not found');
  const { pid } = service;
  return {
    url,
    readyLine,
    output: started.output,
    pid,
    npmPid: started.process.pid ?? 0,
    childPids: (name) =>
      listDescendants(pid)
        .filter(({ command }) => command.includes(name))
        .map((child) => child.pid),
    kill: (signal) => process.kill(pid, signal),
    async stop() {
      if (isAlive(pid)) process.kill(pid, 'SIGTERM');
      return started.exited;
    },
    exited: started.exited,
  };
}

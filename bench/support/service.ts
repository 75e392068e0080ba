import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface BenchService {
  readonly url: string;
  /** Of `npm`, which the service runs under. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** The real service by `npm start`, on a data folder of its own (or on `DATABASE_URL` where that is set). */
export async function startBenchService(env: Record<string, string> = {}): Promise<BenchService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const url = await readUrl(child);
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      // The whole group: npm does not pass every signal on.
      process.kill(-(child.pid ?? 0), 'SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (data) => {
      output += data;
      const url = /ready at (http:\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('close', (code) => reject(new Error(`the service ended with ${code}: ${output}`)));
  });
}

/** Where the evaluation material lies. */
export function evalDirectory(): string {
  return process.env.FOOTNOTE_EVAL_DIR ?? fileURLToPath(new URL('../../../shared/eval', import.meta.url));
}

/** The evaluation folder, once it holds `path`; else says loudly that nothing was measured and ends with 1. */
export function requireEvalFiles(path: string): string {
  const directory = evalDirectory();
  if (!existsSync(join(directory, path))) {
    console.error(`NOT MEASURED: there is no ${path} in ${directory}; set FOOTNOTE_EVAL_DIR.`);
    process.exit(1);
  }
  return directory;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/store/open-database.ts';
import { acquireDataLock, DataLockedError, LOCK_FILE } from '../../src/store/pglite/data-lock.ts';
import { readHost, readStartTime } from '../../src/store/pglite/process-identity.ts';
import { createSocketFolder } from '../../src/store/pglite/socket-folder.ts';
import { createDataDir, silentLog } from '../support/pglite.ts';
import '../support/pglite-setup.ts';

const NO_PROCESS = 2 ** 30;
const DEADLINE = { timeout: 30_000, interval: 50 };

let dataDir: string;
let remove: () => Promise<void>;
let services: ChildProcess[];
let databases: OpenDatabase[];

async function useFolder(template?: string): Promise<void> {
  const folder = await createDataDir(template);
  dataDir = folder.path;
  remove = folder.remove;
  services = [];
  databases = [];
}
afterEach(async () => {
  for (const service of services) service.kill('SIGKILL');
  await Promise.all(databases.map((database) => database.close()));
  await remove();
});

async function open(options: { dataDir?: string } = {}): Promise<OpenDatabase> {
  const database = await openDatabase({ dataDir, ...options, log: silentLog });
  databases.push(database);
  return database;
}

/** A process of its own that opens the folder, runs `statement` and stays; its first line. */
async function startService(
  statement?: string,
): Promise<{ service: ChildProcess; said: { childPid?: number; error?: string } }> {
  const script = fileURLToPath(new URL('../support/hold-database.ts', import.meta.url));
  const args = statement === undefined ? [script, dataDir] : [script, dataDir, statement];
  const service = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  services.push(service);
  return { service, said: JSON.parse(await firstLine(service)) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('No output to read.');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The process ended without a word.');
}

function isGone(pid: number | undefined): boolean {
  if (pid === undefined) throw new Error('There was no process.');
  try {
    process.kill(pid, 0);
    // A killed process that nobody waited for keeps its pid.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

describe('The PGlite process', () => {
  beforeEach(() => useFolder(inject('pgliteTemplate')));

  it('makes a folder of mode 0700 and leaves neither lock nor socket behind', async () => {
    const fresh = join(dataDir, 'deep', 'data');
    const database = await open({ dataDir: fresh });
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
    expect(existsSync(join(fresh, LOCK_FILE))).toBe(true);
    const pid = database.childPid();
    await database.close();
    expect(existsSync(join(fresh, LOCK_FILE))).toBe(false);
    expect(isGone(pid)).toBe(true);
    expect(socketFoldersOf(process.pid)).toEqual([]);
  });

  it('keeps its rows when it is closed and opened again', async () => {
    const first = await open();
    await first.executeSql('create table kept (id int); insert into kept values (1), (2)');
    await first.close();
    const second = await open();
    expect((await second.executeSql('select count(*) as n from kept')).rows).toEqual([{ n: 2 }]);
  });

  it('is replaced when it is killed; requests meanwhile get 503, and every acknowledged row is there', async () => {
    const database = await open();
    await database.executeSql('create table kept (id int primary key)');
    let restarts = 0;
    database.onRestart(() => restarts++);
    let acknowledged = 0;
    let refused = 0;
    for (let round = 1; round <= 3; round++) {
      const pid = database.childPid();
      const goal = acknowledged + 30;
      while (acknowledged < goal || restarts < round) {
        if (acknowledged === goal && database.childPid() === pid) process.kill(pid ?? NO_PROCESS, 'SIGKILL');
        const result = await database
          .executeSql('insert into kept select coalesce(max(id), 0) + 1 from kept')
          .catch((error: unknown) => error);
        if (result instanceof Error) {
          expect(result).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503 });
          refused++;
          await new Promise((resolve) => setTimeout(resolve, 20));
        } else {
          acknowledged++;
        }
      }
    }
    expect(refused).toBeGreaterThan(0);
    const { rows } = await database.executeSql('select count(*) as n from kept');
    // A statement may have been committed although its answer was lost.
    expect(rows[0]?.n).toBeGreaterThanOrEqual(acknowledged);
    expect(rows[0]?.n).toBeLessThanOrEqual(acknowledged + refused);
  });

  it('refuses a second opener, naming the holder, and the first one is not disturbed', async () => {
    const { said } = await startService('create table mine as select 1 as id');
    expect(said.childPid).toBeTypeOf('number');
    const second = await startService();
    expect(second.said.error).toContain(`in use by process ${said.childPid} (service ${services[0]?.pid})`);
    expect(second.said.error?.split('\n')).toHaveLength(1);
    expect(isGone(said.childPid)).toBe(false);
  });

  it('waits for a service that is about to end', async () => {
    const first = await open();
    await first.executeSql('create table kept (id int)');
    const second = open();
    setTimeout(() => void first.close(), 1_000);
    expect((await (await second).executeSql('select count(*) as n from kept')).rows).toEqual([{ n: 0 }]);
  });

  it('ends when its service is killed, and the next service has the folder', async () => {
    const { service, said } = await startService('create table kept as select 1 as id');
    service.kill('SIGKILL');
    await expect.poll(() => isGone(said.childPid), DEADLINE).toBe(true);
    expect(socketFoldersOf(service.pid)).toEqual([]);
    const next = await open();
    expect(await next.ping()).toBe(true);
  });

  it('ends when its service is killed in the middle of a long query', async () => {
    const { service, said } = await startService('select pg_sleep(300)');
    await new Promise((resolve) => setTimeout(resolve, 500));
    service.kill('SIGKILL');
    await expect.poll(() => isGone(said.childPid), DEADLINE).toBe(true);
    const next = await open();
    expect(await next.ping()).toBe(true);
    expect(socketFoldersOf(service.pid)).toEqual([]);
  });

  it('survives Ctrl-C, which is for the service', async () => {
    const database = await open();
    const pid = database.childPid();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(pid ?? NO_PROCESS, signal);
    await database.executeSql('select 1');
    expect(database.childPid()).toBe(pid);
  });

  it('does not see the environment of the service', async () => {
    process.env.FOOTNOTE_TEST_SECRET = 'a-secret';
    const database = await open();
    delete process.env.FOOTNOTE_TEST_SECRET;
    expect(readFileSync(`/proc/${database.childPid()}/environ`, 'utf8')).not.toContain('a-secret');
  });
});

describe('The lock of the data folder', () => {
  beforeEach(() => useFolder());

  const write = (path: string, changes: object) =>
    writeFileSync(
      path,
      JSON.stringify({
        token: 'old',
        pid: NO_PROCESS,
        servicePid: NO_PROCESS,
        host: readHost(),
        startTime: null,
        since: '2026-01-01T00:00:00.000Z',
        ...changes,
      }),
    );

  it('is taken over from a dead process, and from one whose pid is another process now', async () => {
    const path = join(dataDir, 'lock');
    write(path, {});
    (await acquireDataLock(path, process.pid, 0)).release();
    write(path, { pid: process.pid, startTime: `${readStartTime(process.pid)}0` });
    (await acquireDataLock(path, process.pid, 0)).release();
    expect(readdirSync(dataDir).filter((name) => name.startsWith('lock'))).toEqual([]);
  });

  it('is respected as long as its process lives', async () => {
    const path = join(dataDir, 'lock');
    const { pid } = process;
    write(path, { pid, startTime: readStartTime(pid) });
    await expect(acquireDataLock(path, pid, 300)).rejects.toBeInstanceOf(DataLockedError);
    await expect(acquireDataLock(path, pid, 0)).rejects.toThrow('since 2026-01-01T00:00:00.000Z');
  });

  it('of another host is respected while its heartbeat moves, and taken over when it stands still', async () => {
    const path = join(dataDir, 'lock');
    write(path, { host: 'elsewhere pid:[1]' });
    const heart = setInterval(() => utimesSync(path, new Date(), new Date()), 500);
    await expect(acquireDataLock(path, process.pid, 6_000)).rejects.toThrow('on elsewhere');
    clearInterval(heart);
    (await acquireDataLock(path, process.pid, 5_000)).release();
  });

  it('goes to exactly one of many that find it stale at once', async () => {
    const path = join(dataDir, 'lock');
    for (let round = 0; round < 20; round++) {
      write(path, { token: `old-${round}` });
      const contenders = Array.from({ length: 25 }, () => acquireDataLock(path, process.pid, 0));
      const results = await Promise.allSettled(contenders);
      const winners = results.filter((result) => result.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      winners[0]?.value.release();
    }
  });

  it('has one holder at a time though four processes die holding it over and over', async () => {
    const script = fileURLToPath(new URL('../support/contend-lock.ts', import.meta.url));
    const path = join(dataDir, 'lock');
    const contenders = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [script, path, '4000'], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    services.push(...contenders);
    const results = (await Promise.all(contenders.map(firstLine))).map((line) => JSON.parse(line));
    const wins = results.reduce((sum, result) => sum + result.wins, 0);
    expect(wins).toBeGreaterThan(20);
    expect(results.map((result) => result.violations)).toEqual([0, 0, 0, 0]);
  });
});

describe('The folder of the socket', () => {
  beforeEach(() => useFolder());

  it('refuses a temporary folder whose path is too long', async () => {
    const name = join(dataDir, 'x'.repeat(90));
    mkdirSync(name);
    expect(() => createSocketFolder(name)).toThrow('set TMPDIR');
    expect(readdirSync(name)).toEqual([]);
  });

  it('is cleared of what dead services left', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    const parent = dataDir;
    mkdirSync(join(parent, `footnote-socket-${dead.pid}-abcdef`));
    const folder = createSocketFolder(parent);
    expect(readdirSync(parent)).toEqual([folder.path.slice(parent.length + 1)]);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.remove();
    expect(readdirSync(parent)).toEqual([]);
  });
});

function socketFoldersOf(pid: number | undefined): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`footnote-socket-${pid}-`));
}

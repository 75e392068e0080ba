import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenDatabase } from '../../../src/store/open-database.ts';
import { runAdmin } from '../postgres.ts';
import { eventually } from '../processes.ts';
import type { Stand } from './stand.ts';

/**
 * A place in the way of a document where the database stands still, so that a process can be killed exactly there: a
 * trigger that sleeps. `deferred` fires in the middle of COMMIT.
 */
export interface CrashPoint {
  readonly name: string;
  readonly table: string;
  readonly when: 'before insert' | 'after insert' | 'before update' | 'after update';
  readonly only?: string;
  readonly deferred?: boolean;
}

export interface CrashPoints {
  /** From now on whatever reaches the point stands still, or with `fail` gets an error. */
  arm(point: CrashPoint, fail?: boolean): Promise<void>;
  untilReached(): Promise<void>;
  /** After the kill: lets everybody pass, and ends what still sleeps. */
  disarm(): Promise<void>;
}

/** On PGlite the triggers look at a file of the data folder, since nobody else can open a database that runs. */
const ARMED_FILE = 'footnote-crash-armed';
const REACHED_FILE = 'footnote-crash-reached';

const READ_ARMED = {
  pglite: `case when (pg_stat_file('${ARMED_FILE}', true)).size is null then '' else pg_read_file('${ARMED_FILE}') end`,
  postgres: `coalesce((select name from crash.armed limit 1), '')`,
};
const TELL = {
  pglite: `execute 'copy (select 1) to ''/pglite/data/${REACHED_FILE}'''`,
  // A sleeping connection is seen from outside.
  postgres: 'null',
};

/** Puts the triggers, asleep, into the database of a stand on which a service ran once. No service may be running. */
export async function installCrashPoints(stand: Stand, points: readonly CrashPoint[]): Promise<CrashPoints> {
  const { engine } = stand;
  await stand.inspect((database) => installTriggers(database, points));
  const file = (name: string) => join(stand.dataDir, 'pglite', name);
  if (engine === 'pglite')
    return {
      async arm({ name }, fail = false) {
        writeFileSync(file(ARMED_FILE), fail ? `fail ${name}` : name);
      },
      async untilReached() {
        await eventually('the crash point is reached', () => existsSync(file(REACHED_FILE)));
      },
      async disarm() {
        rmSync(file(ARMED_FILE), { force: true });
        rmSync(file(REACHED_FILE), { force: true });
      },
    };
  const url = stand.databaseUrl ?? '';
  return {
    arm: ({ name }, fail = false) =>
      runAdmin(url, `insert into crash.armed values ('${fail ? 'fail ' : ''}${name}')`),
    async untilReached() {
      await eventually('the crash point is reached', () =>
        runAdmin(url, `do $$ begin if (${SLEEPERS}) = 0 then raise 'nobody sleeps'; end if; end $$`).then(
          () => true,
          () => false,
        ),
      );
    },
    disarm: () =>
      runAdmin(
        url,
        `delete from crash.armed; select pg_terminate_backend(pid, 5000) from pg_stat_activity where ${SLEEPS}`,
      ),
  };
}

const SLEEPS = `datname = current_database() and wait_event = 'PgSleep'`;
const SLEEPERS = `select count(*) from pg_stat_activity where ${SLEEPS}`;

async function installTriggers(database: OpenDatabase, points: readonly CrashPoint[]): Promise<void> {
  const { engine } = database;
  await database.executeSql(`
    create schema crash;
    create table crash.armed (name text);
    create function crash.stop() returns trigger language plpgsql as $$
    declare armed text := ${READ_ARMED[engine]};
    begin
      if armed = 'fail ' || tg_argv[0] then raise exception 'injected at %', tg_argv[0]; end if;
      if armed = tg_argv[0] then
        ${TELL[engine]};
        perform pg_sleep(600);
      end if;
      return new;
    end $$`);
  for (const [index, { name, table, when, only, deferred }] of points.entries()) {
    const [kind, timing] = deferred
      ? ['constraint trigger', 'deferrable initially deferred']
      : ['trigger', ''];
    const condition = only === undefined ? '' : `when (${only})`;
    // Of triggers of one kind the first by name runs first: ours, before those of foreign keys.
    await database.executeSql(
      `create ${kind} crash_${index} ${when} on ${table} ${timing} for each row ${condition} execute function crash.stop('${name}')`,
    );
  }
}

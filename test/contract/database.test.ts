import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ServiceError, StatementTimeoutError } from '../../src/errors.ts';
import { isOlder } from '../../src/store/check-server.ts';
import { createStatisticsKeeper } from '../../src/store/keep-statistics.ts';
import { migrateDatabase, withStartLock } from '../../src/store/migrate.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/open-database.ts';
import { VECTOR_SETTINGS } from '../../src/store/pool.ts';
import { isUniqueViolation } from '../../src/store/translate-error.ts';
import { describeEngines, MIGRATIONS, makePlace } from '../support/engines.ts';
import { silentLog } from '../support/pglite.ts';

describeEngines('Database', (context) => {
  beforeAll(async () => {
    await context.database.executeSql('create table things (id int constraint things_key primary key)');
  });

  const count = async () =>
    (await context.database.executeSql('select count(*) as n from things')).rows[0]?.n as number;

  it('gives numbers, dates, objects and bytes', async () => {
    const { rows } = await context.database.executor.execute(sql`
      select count(*) as count, 9007199254740991::bigint as big, array[1, 2]::bigint[] as bigs,
        timestamptz '2026-01-02 03:04:05.678+09' as moment, date '2026-01-02' as day,
        '{"a": [1, null]}'::jsonb as json, '\\x00ff'::bytea as bytes, ${'한글'}::text as text`);
    expect(rows).toEqual([
      {
        count: 1,
        big: Number.MAX_SAFE_INTEGER,
        bigs: [1, 2],
        moment: new Date('2026-01-01T18:04:05.678Z'),
        day: '2026-01-02',
        json: { a: [1, null] },
        bytes: Buffer.from([0, 255]),
        text: '한글',
      },
    ]);
  });

  it('commits what the work did and returns what it returned', async () => {
    const before = await count();
    const result = await context.database.transaction(async (tx) => {
      await tx.execute(sql`insert into things values (${1})`);
      return 'done';
    });
    expect([result, await count()]).toEqual(['done', before + 1]);
  });

  it('lets no more than two of what runs in the background use a connection at once, and questions the others', async () => {
    const { database } = context;
    const most = database.engine === 'pglite' ? 1 : 2;
    let [inside, seen] = [0, 0];
    const held = Promise.withResolvers<void>();
    const background = Array.from({ length: 6 }, () =>
      database.inBackground(() =>
        database.transaction(async (tx) => {
          seen = Math.max(seen, ++inside);
          await tx.execute(sql`select 1`);
          await held.promise;
          inside--;
        }),
      ),
    );
    while (inside < most) await new Promise(setImmediate);
    if (most > 1) expect(await database.executeSql('select 1 as one')).toEqual({ rows: [{ one: 1 }] });
    held.resolve();
    await Promise.all(background);
    expect([inside, seen]).toEqual([0, most]);
  });

  // A server has other connections for questions, and its autovacuum.
  if (context.engine === 'pglite') {
    it('lets a question in before all but one of what waits in the background, where all share a connection', async () => {
      const { database } = context;
      const order: string[] = [];
      const held = Promise.withResolvers<void>();
      const holder = database.transaction(() => held.promise);
      const background = Array.from({ length: 5 }, (_, index) =>
        database.inBackground(async () => {
          await database.transaction((tx) => tx.execute(sql`select 1`));
          order.push(`background ${index}`);
        }),
      );
      await new Promise(setImmediate);
      const question = database.executor.execute(sql`select 1`).then(() => order.push('question'));
      held.resolve();
      await Promise.all([holder, question, ...background]);
      expect(order.indexOf('question')).toBeLessThanOrEqual(1);
      expect(order).toHaveLength(6);
    });

    it('keeps the statistics of its planner as documents are made, since nothing else does', async () => {
      const { database } = context;
      const readRows = async () =>
        (await database.executeSql("select reltuples from pg_class where relname = 'collections'")).rows[0]
          ?.reltuples;
      const keepStatistics = createStatisticsKeeper(database);
      for (let made = 1; made < 20; made += 1) await keepStatistics();
      expect(await readRows()).toBe(-1);
      await keepStatistics();
      expect(await readRows()).toBe(1);
    });
  }

  it('rolls back when the work throws, and throws its error', async () => {
    const before = await count();
    const failure = new Error('on purpose');
    const run = context.database.transaction(async (tx) => {
      await tx.execute(sql`insert into things values (10), (11)`);
      throw failure;
    });
    await expect(run).rejects.toBe(failure);
    expect(await count()).toBe(before);
  });

  it('refuses the pool, raw statements and a second transaction inside an open transaction', async () => {
    const { database } = context;
    const uses = [
      () => database.executor.execute(sql`select 1`),
      () => database.executeSql('select 1'),
      () => database.transaction(async () => {}),
    ];
    for (const use of uses) {
      const run = database.transaction(async () => {
        await use();
      });
      await expect(run).rejects.toThrow('inside an open transaction');
    }
    expect(await database.ping()).toBe(true);
  });

  it('lets other requests use the pool while a transaction is open, and its own code afterwards', async () => {
    const { database } = context;
    const held = database.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
    });
    await Promise.all([held, ...Array.from({ length: 20 }, () => database.executeSql('select 1'))]);
    await expect(database.executeSql('select 1 as one')).resolves.toEqual({ rows: [{ one: 1 }] });
  });

  it('refuses a transaction after its end', async () => {
    const leaked = await context.database.transaction(async (tx) => ({ tx }));
    await expect(leaked.tx.execute(sql`select 1`)).rejects.toThrow('after its end');
  });

  it('rolls back and throws although the work swallowed the error of a statement', async () => {
    const before = await count();
    const run = context.database.transaction(async (tx) => {
      await tx.execute(sql`insert into things values (20)`);
      await tx.execute(sql`insert into things values (20)`).catch(() => {});
      await tx.execute(sql`insert into things values (21)`).catch(() => {});
    });
    await expect(run).rejects.toSatisfy((error) => isUniqueViolation(error, 'things_key'));
    expect(await count()).toBe(before);
  });

  it('leaves no connection in a failed transaction', async () => {
    const { database } = context;
    const broken = Array.from({ length: 30 }, (_, index) =>
      index % 2 === 0
        ? database.transaction((tx) => tx.execute(sql`select 1 / 0`))
        : database.executeSql('begin; select 1 / 0; commit'),
    );
    const results = await Promise.allSettled(broken);
    expect(results.map((result) => result.status)).toEqual(Array(30).fill('rejected'));
    const after = await Promise.all(Array.from({ length: 30 }, () => database.executeSql('select 1 as one')));
    expect(after).toEqual(Array(30).fill({ rows: [{ one: 1 }] }));
  });

  it('gives the rows of several statements', async () => {
    const result = await context.database.executeSql(
      'select 1 as a; select 2 as b; begin; select 3 as c; commit',
    );
    expect(result.rows).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
  });

  it('gives raw statements their values, inside a transaction too', async () => {
    const text = 'select $1::int + 1 as next, $2::text as text';
    const outside = await context.database.executeSql(text, [1, "';--"]);
    const inside = await context.database.transaction((tx) => tx.executeSql(text, [1, "';--"]));
    expect([outside, inside]).toEqual(Array(2).fill({ rows: [{ next: 2, text: "';--" }] }));
  });

  it('stops a transaction whose caller left', async () => {
    const before = await count();
    const controller = new AbortController();
    const run = context.database.transaction(
      async (tx) => {
        await tx.execute(sql`insert into things values (40)`);
        controller.abort(new Error('left'));
      },
      { signal: controller.signal },
    );
    await expect(run).rejects.toThrow('left');
    await expect(context.database.transaction(async () => {}, { signal: controller.signal })).rejects.toThrow(
      'left',
    );
    expect(await count()).toBe(before);
  });

  it('tells unique violations by their constraint and hides SQL and parameters', async () => {
    await context.database.executeSql('insert into things values (50)');
    const error = await context.database.executor
      .execute(sql`insert into things values (${50})`)
      .catch((reason: unknown) => reason);
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'things_key')).toBe(true);
    expect(isUniqueViolation(error, 'other_key')).toBe(false);
    expect((error as Error).message).not.toContain('insert into');
  });

  it('carries the settings of pgvector on every connection', async () => {
    const names = Object.keys(VECTOR_SETTINGS);
    const shown = await Promise.all(
      Array.from({ length: 4 }, () =>
        context.database.transaction(async (tx) => {
          await tx.executeSql(`select '[1]'::vector`);
          const rows = [];
          for (const name of names) rows.push((await tx.executeSql(`show ${name}`)).rows[0]?.[name]);
          return rows;
        }),
      ),
    );
    expect(shown).toEqual(Array(4).fill(Object.values(VECTOR_SETTINGS)));
    // A misspelt name would be refused now that pgvector is loaded, not taken in silence.
    const { rows } = await context.database.executeSql(
      `select name from pg_settings where name like 'hnsw.%' order by name`,
    );
    expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(names));
  });

  it('takes statements of several megabytes', async () => {
    const bytes = Buffer.alloc(4_000_000, 7);
    const { rows } = await context.database.executeSql('select $1::bytea as bytes', [bytes]);
    expect(bytes.equals(rows[0]?.bytes as Buffer)).toBe(true);
  });

  it('serves twenty writers at once', async () => {
    const before = await count();
    const writers = Array.from({ length: 20 }, (_, index) =>
      context.database.transaction(async (tx) => {
        await tx.execute(sql`insert into things values (${1_000 + index})`);
        await tx.execute(sql`select pg_sleep(0.005)`);
      }),
    );
    await Promise.all(writers);
    expect(await count()).toBe(before + 20);
  });
});

describeEngines(
  'Limits',
  (context) => {
    it('ends a statement that outlives its limit, and serves again with all rows', async () => {
      const { database } = context;
      await database.executeSql('create table kept (id int primary key); insert into kept values (1), (2)');
      await database.executeSql('insert into kept values (3)');
      const error = await database.executeSql('select pg_sleep(120)').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ServiceError);
      expect(error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503, retryAfterSeconds: 2 });
      await expect.poll(() => database.ping(), { timeout: 30_000 }).toBe(true);
      expect((await database.executeSql('select count(*) as n from kept')).rows).toEqual([{ n: 3 }]);
    });

    it('ends a transaction that is held too long, and its rows are gone', async () => {
      const { database } = context;
      await database.executeSql('create table held (id int primary key)');
      const run = database.transaction(
        async (tx) => {
          await tx.executeSql('insert into held values (1)');
          await new Promise((resolve) => setTimeout(resolve, 7_000));
          await tx.executeSql('insert into held values (2)');
        },
        { timeoutMs: 1_000 },
      );
      await expect(run).rejects.toBeInstanceOf(StatementTimeoutError);
      await expect.poll(() => database.ping(), { timeout: 30_000 }).toBe(true);
      expect((await database.executeSql('select count(*) as n from held')).rows).toEqual([{ n: 0 }]);
    });

    it('lets a transaction ask for a longer limit', async () => {
      const slow = context.database.transaction((tx) => tx.executeSql('select pg_sleep(2.5)'), {
        timeoutMs: 30_000,
      });
      await expect(slow).resolves.toBeDefined();
    });
  },
  { queryTimeoutMs: 1_500, migrate: false },
);

describeEngines(
  'A busy pool',
  (context) => {
    it('answers 503 instead of waiting, and loses no connection', async () => {
      const { database } = context;
      const requests = Array.from({ length: 100 }, () => database.executeSql('select pg_sleep(0.2)'));
      const results = await Promise.allSettled(requests);
      const failed = results.filter((result) => result.status === 'rejected');
      for (const { reason } of failed) expect(reason).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
      expect(failed.length).toBeGreaterThan(0);
      expect(failed.length).toBeLessThan(100);
      const all = await Promise.all(Array.from({ length: 5 }, () => database.executeSql('select 1 as one')));
      expect(all).toHaveLength(5);
      const { rows } = await database.executeSql(
        `select count(*) as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      expect(Number(rows[0]?.n)).toBeLessThan(5);
    });
  },
  { poolSize: 5, connectionTimeoutMs: 1_000, migrate: false },
);

describeEngines(
  'Migrations',
  (context) => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'footnote-migrations-'));
      await cp(MIGRATIONS, folder, { recursive: true });
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    const countApplied = async () =>
      (await context.database.executeSql('select count(*) as n from drizzle.__drizzle_migrations')).rows[0]
        ?.n;

    it('undoes one that fails half-way, and goes on from there when it is mended', async () => {
      const journal = JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8'));
      const total = journal.entries.length;
      const when = journal.entries.at(-1).when + 1;
      journal.entries.push({ idx: total, version: '7', when, tag: '9999_last', breakpoints: true });
      await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify(journal));
      const first = 'create table half (id int);\n--> statement-breakpoint\n';

      await writeFile(join(folder, '9999_last.sql'), `${first}select no_such_function();`);
      await expect(migrateDatabase(context.database, folder)).rejects.toThrow('no_such_function');
      expect(await countApplied()).toBe(total);

      await writeFile(join(folder, '9999_last.sql'), `${first}insert into half values (1);`);
      expect(await migrateDatabase(context.database, folder)).toBe(1);
      expect(await migrateDatabase(context.database, folder)).toBe(0);
      expect(await countApplied()).toBe(total + 1);
    });

    it('takes a database to which 0008 was applied as it was', async () => {
      const journal = JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8'));
      const ofThen = ['0010_versions_analysis', '0011_reindex_until'];
      const times = journal.entries.flatMap(({ tag, when }: { tag: string; when: number }) =>
        ofThen.includes(tag) ? [when] : [],
      );
      await context.database.executeSql(
        'delete from drizzle.__drizzle_migrations where created_at = any($1::bigint[])',
        [times],
      );
      expect(await migrateDatabase(context.database, folder)).toBe(2);
    });

    it('tries again when a running service was in the way', async () => {
      const journal = JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8'));
      const when = journal.entries.at(-1).when + 1;
      const entries = [
        ...journal.entries,
        { idx: journal.entries.length, version: '7', when, tag: '99999_in_the_way', breakpoints: true },
      ];
      await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
      // What a sequence gave is not undone by a rollback.
      await context.database.executeSql('create sequence tried');
      await writeFile(
        join(folder, '99999_in_the_way.sql'),
        `do $$ begin if nextval('tried') = 1 then raise exception 'deadlock' using errcode = '40P01'; end if; end $$`,
      );
      expect(await migrateDatabase(context.database, folder)).toBe(1);
    });

    it('refuses a database that is newer than the code', async () => {
      await expect(migrateDatabase(context.database, MIGRATIONS)).rejects.toThrow('newer version');
    });
  },
  { migrate: false },
);

describe.skipIf(inject('postgresUrl') === null)('Several processes on one Postgres', () => {
  let databases: OpenDatabase[] = [];
  let remove: () => Promise<void> = async () => {};
  beforeAll(async () => {
    const made = await makePlace('postgres');
    remove = made.remove;
    databases = await Promise.all(
      Array.from({ length: 20 }, () => openDatabase({ ...made.place, poolSize: 2, log: silentLog })),
    );
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await remove();
  });

  it('migrate once', async () => {
    const applied = await Promise.all(databases.map((database) => migrateDatabase(database, MIGRATIONS)));
    const journal = JSON.parse(await readFile(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8'));
    expect(applied.reduce((sum, one) => sum + one, 0)).toBe(journal.entries.length);
    const rows = await databases[0]?.executeSql('select count(*) as n from drizzle.__drizzle_migrations');
    expect(rows?.rows).toEqual([{ n: journal.entries.length }]);
  });

  it('start one after the other', async () => {
    let inside = 0;
    let most = 0;
    const starts = databases.slice(0, 8).map((database) =>
      withStartLock(database, async () => {
        most = Math.max(most, ++inside);
        await database.executeSql('select pg_sleep(0.02)');
        inside--;
      }),
    );
    await Promise.all(starts);
    expect([inside, most]).toEqual([0, 1]);
  });
});

describe('Opening a database that cannot be reached', () => {
  it('fails with one line that holds no password', async () => {
    const databaseUrl = 'postgres://someone:secret-word@127.0.0.1:1/none';
    const error = await openDatabase({ databaseUrl, dataDir: 'unused', log: silentLog }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toContain('ECONNREFUSED');
    expect(message).not.toContain('secret-word');
    expect(message.split('\n')).toHaveLength(1);
  });

  it('compares versions by their numbers', () => {
    expect([isOlder('0.8.3', '0.8.4'), isOlder('0.8.10', '0.8.4'), isOlder('0.8', '0.8.0')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

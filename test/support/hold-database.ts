/**
 * A service reduced to its database: `hold-database.ts <data folder> [sql]`. Prints one line of JSON with the pid of the
 * PGlite process, or with the error, then runs the statement if one is given, and stays.
 */
import { openDatabase } from '../../src/store/open-database.ts';
import { silentLog } from './pglite.ts';

const [dataDir = '', statement] = process.argv.slice(2);
try {
  const database = await openDatabase({ dataDir, log: silentLog });
  const ran = statement === undefined ? Promise.resolve() : database.executeSql(statement);
  ran.catch(() => {});
  console.log(JSON.stringify({ childPid: database.childPid() }));
  setInterval(() => {}, 60_000);
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  process.exit(1);
}

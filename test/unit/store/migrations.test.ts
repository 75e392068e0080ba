import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FOLDER = new URL('../../../migrations/', import.meta.url);
/** Before any service ran, on tables that they make themselves. */
const OF_EMPTY_DATABASE = ['0000_extensions.sql', '0001_foundation.sql', '0002_default_collection.sql'];

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8').replace(/^\s*--.*$/gm, '') }));
const tableOfIndex = new Map(
  files.flatMap(({ text }) =>
    [...text.matchAll(/CREATE (?:UNIQUE )?INDEX (?:IF NOT EXISTS )?"(\w+)" ON "(\w+)"/gi)].map(
      ([, index = '', table = '']) => [index, table] as const,
    ),
  ),
);

function listLockedTables(text: string): readonly string[] {
  const tables = [...text.matchAll(/(?:ALTER TABLE|UPDATE|DELETE FROM| ON) (?:ONLY )?"(\w+)"/gi)];
  const indexes = [...text.matchAll(/(?:DROP|ALTER) INDEX (?:IF EXISTS )?"(\w+)"/gi)];
  return [
    ...tables.map(([, table = '']) => table),
    ...indexes.map(([, index = '']) => tableOfIndex.get(index) ?? index),
  ];
}

// A service that runs meanwhile takes them in an order of its own, and one of the two is ended.
it.each(files.filter(({ name }) => !OF_EMPTY_DATABASE.includes(name)))(
  '$name locks one table and no more',
  ({ text }) => {
    expect(new Set(listLockedTables(text)).size).toBe(1);
  },
);

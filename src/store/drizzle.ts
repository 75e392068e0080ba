/**
 * Drizzle, by its CommonJS build. Node's ESM loader reads the nearest package.json once for every file of a package, and
 * drizzle's is 179 kB over 200 files: `import 'drizzle-orm'` takes 1.1 s of every start, `require` 0.2 s.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const core = require('drizzle-orm') as typeof import('drizzle-orm');
const postgres = require('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');
const driver = require('drizzle-orm/node-postgres') as typeof import('drizzle-orm/node-postgres');
const migrator = require('drizzle-orm/migrator') as typeof import('drizzle-orm/migrator');

export const { aliasedTable, and, asc, count, desc, DrizzleQueryError, eq, gt, gte } = core;
export const { inArray, isNotNull, isNull, lt, ne, notInArray, or, sql } = core;
export const { bigint, boolean, integer, jsonb, real, smallint, text, timestamp, uuid } = postgres;
export const { customType, foreignKey, index, pgTable, primaryKey, unique, uniqueIndex } = postgres;
export const { PgDialect } = postgres;
export const { NodePgDatabase, NodePgSession } = driver;
export const { readMigrationFiles } = migrator;

export type { ExtractTablesWithRelations, Query, SQL } from 'drizzle-orm';
export type { MigrationMeta } from 'drizzle-orm/migrator';
export type { NodePgClient } from 'drizzle-orm/node-postgres';
export type { PgPreparedQuery, PreparedQueryConfig } from 'drizzle-orm/pg-core';
export type NodePgDatabase = import('drizzle-orm/node-postgres').NodePgDatabase;

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCE = new URL('../../src', import.meta.url).pathname;
const NOUNS = ['domain', 'errors', 'support'];
const STAGE = [...NOUNS, 'text', 'models'];

/** Design, section 1: what each folder (or file at the top) may import besides itself. */
const ALLOWED: Readonly<Record<string, readonly string[] | 'everything'>> = {
  domain: ['errors', 'support'],
  errors: ['domain', 'support'],
  support: ['domain', 'errors'],
  text: NOUNS,
  models: NOUNS,
  load: STAGE,
  split: STAGE,
  embed: STAGE,
  retrieve: STAGE,
  answer: STAGE,
  evaluate: [...NOUNS, 'text'],
  fetch: NOUNS,
  store: NOUNS,
  queue: NOUNS,
  metrics: NOUNS,
  workers: [...NOUNS, 'load', 'split', 'text', 'store/pglite'],
  pipelines: [...NOUNS, 'load', 'split', 'embed', 'retrieve', 'answer', 'evaluate', 'text'],
  http: ['domain', 'errors', 'pipelines'],
  graphql: ['domain', 'errors', 'pipelines'],
  app: ['http', 'graphql', 'pipelines', 'domain', 'errors'],
  config: [...NOUNS, 'config-models', 'config-fetch', 'config-rerank'],
  'config-models': ['models'],
  'config-fetch': ['fetch', 'config-models'],
  'config-rerank': ['models', 'config-models'],
  'check-node': [],
  cli: [],
  services: 'everything',
  'create-models': ['config', 'config-models', 'domain', 'models', 'embed', 'answer'],
  'describe-spaces': ['domain'],
  main: 'everything',
};

/** Packages that belong to one place. */
const OWNED_PACKAGES: readonly { name: RegExp; owners: readonly string[] }[] = [
  { name: /^(pg|drizzle-orm)(\/|$)/, owners: ['store'] },
  // The child process that holds PGlite is an entry file of `workers`.
  { name: /^@electric-sql\//, owners: ['store', 'workers'] },
  { name: /^pg-boss$/, owners: ['queue'] },
  { name: /^openai(\/|$)/, owners: ['models'] },
  { name: /^prom-client(\/|$)/, owners: ['metrics'] },
  { name: /^(undici|ipaddr\.js)$/, owners: ['fetch'] },
  { name: /^(fastify|fastify-plugin|@fastify\/.*)$/, owners: ['http', 'graphql', 'app'] },
  { name: /^(mercurius|graphql)$/, owners: ['graphql', 'app'] },
];

/** Speaks to the service by HTTP as a stranger would, with what comes with Node. */
const NODE_ONLY: readonly string[] = ['cli'];

const SPECIFIER = /\bfrom\s+['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** What a source file names after `from` or in `import(…)`. An entry file that is started by its URL is not imported. */
function findSpecifiers(source: string): string[] {
  const code = source.replace(COMMENT, '');
  return [...code.matchAll(SPECIFIER)].flatMap((match) => match[1] ?? match[2] ?? []);
}

/** The rules that `source`, at `path` below src, breaks; one line each. */
function findViolations(path: string, source: string): string[] {
  const unit = unitOf(path);
  const allowed = ALLOWED[unit];
  if (allowed === undefined) return [`${path}: the folder ${unit} has no rule`];
  return findSpecifiers(source).flatMap((specifier) => {
    if (!specifier.startsWith('.')) return checkPackage(path, unit, specifier);
    const target = posix.normalize(posix.join(posix.dirname(path), specifier));
    if (target.startsWith('..'))
      return unit === 'services' ? [] : [`${path} imports ${specifier} from outside src`];
    const targetUnit = unitOf(target);
    if (allowed === 'everything' || targetUnit === unit) return [];
    const isAllowed = allowed.some((rule) => rule === targetUnit || target.startsWith(`${rule}/`));
    return isAllowed ? [] : [`${path} imports ${target}`];
  });
}

function checkPackage(path: string, unit: string, specifier: string): string[] {
  if (NODE_ONLY.includes(unit) && !specifier.startsWith('node:')) return [`${path} imports ${specifier}`];
  const rule = OWNED_PACKAGES.find(({ name }) => name.test(specifier));
  return rule === undefined || rule.owners.includes(unit) ? [] : [`${path} imports the package ${specifier}`];
}

/** The folder a file is in, or its own name at the top. */
function unitOf(path: string): string {
  const [first = '', ...rest] = path.split('/');
  return rest.length > 0 ? first : first.replace(/\.[jt]s$/, '');
}

function listSources(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.[jt]s$/.test(path));
}

describe('import rules', () => {
  it('hold in every source file', () => {
    const paths = listSources();
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.flatMap((path) => findViolations(path, readFileSync(join(SOURCE, path), 'utf8')))).toEqual(
      [],
    );
  });

  it.each([
    ['load/a.ts', "import { x } from '../split/b.ts';"],
    ['answer/a.ts', "import type { x } from '../retrieve/b.ts';"],
    ['retrieve/a.ts', "export { x } from '../store/b.ts';"],
    ['evaluate/a.ts', "import { x } from '../retrieve/b.ts';"],
    ['pipelines/a.ts', "import {\n  x,\n} from '../store/b.ts';"],
    ['pipelines/a.ts', "const { x } = await import('../queue/b.ts');"],
    ['pipelines/a.ts', "import pg from 'pg';"],
    ['pipelines/a.ts', "import { eq } from 'drizzle-orm/pg-core';"],
    ['http/routes/a.ts', "import { x } from '../../store/b.ts';"],
    ['http/a.ts', "import { x } from '../retrieve/b.ts';"],
    ['graphql/a.ts', "import { x } from '../http/b.ts';"],
    ['graphql/a.ts', "import { x } from '../store/b.ts';"],
    ['queue/a.ts', "import { x } from '../store/b.ts';"],
    ['answer/a.ts', "import OpenAI from 'openai';"],
    ['pipelines/a.ts', "const { request } = await import('undici');"],
    ['store/a.ts', "import PgBoss from 'pg-boss';"],
    ['pipelines/a.ts', "import { Counter } from 'prom-client';"],
    ['http/a.ts', "import { x } from '../metrics/b.ts';"],
    ['workers/a.ts', "import { x } from '../store/search-store.ts';"],
    ['workers/a.ts', "import { x } from '../embed/b.ts';"],
    ['domain/a.ts', "import { x } from '../text/b.ts';"],
    ['text/a.ts', "import '../load/b.ts';"],
    ['pipelines/a.ts', "import type { FastifyRequest } from 'fastify';"],
    ['domain/a.ts', "import { x } from '../../test/support/b.ts';"],
    ['cli/a.ts', "import type { x } from '../domain/b.ts';"],
    ['cli/a.ts', "import { v7 } from 'uuid';"],
    ['somewhere/a.ts', ''],
  ])('find what is planted in %s: %s', (path, source) => {
    expect(findViolations(path, source)).toHaveLength(1);
  });

  it.each([
    ['store/a.ts', "import pg from 'pg';\nimport { x } from './pglite/b.ts';"],
    ['workers/a.ts', "import { x } from '../store/pglite/b.ts';\nimport { y } from '../load/b.ts';"],
    [
      'http/routes/a.ts',
      "import { x } from '../../pipelines/b.ts';\nimport multipart from '@fastify/multipart';",
    ],
    ['services.ts', "import { x } from './store/b.ts';"],
    ['cli/a.ts', "import { x } from './b.ts';\nimport { parseArgs } from 'node:util';"],
    ['store/a.ts', "fork(new URL('../workers/b.ts', import.meta.url));"],
    ['load/a.ts', "// import { x } from '../split/b.ts';\n/* from '../split/b.ts' */ import 'node:fs';"],
  ])('leave alone what is allowed in %s: %s', (path, source) => {
    expect(findViolations(path, source)).toEqual([]);
  });
});

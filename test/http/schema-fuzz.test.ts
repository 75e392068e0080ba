import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Answer,
  createConformance,
  expectProblem,
  json,
  listOperations,
  type OpenApi,
  type Operation,
  read,
  send,
} from '../support/http.ts';

const SEED = 20261124;
const RUNS_PER_OPERATION = 40;
const DOCUMENTS = 3;
const EVALUATIONS = 3;
const ids: string[] = [];
let app: TestApp;
let conforms: (operationId: string, answer: Answer) => void;
let operations: readonly Operation[] = [];

beforeAll(async () => {
  app = await startTestApp();
  conforms = await createConformance(app.app);
  // Deletions come early in a list of operations: those that need a document go first.
  operations = listOperations(app.app.swagger() as unknown as OpenApi).sort(
    (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
  );
  for (let index = 0; index < DOCUMENTS; index += 1) {
    const init = json(
      'POST',
      { text: `# Number ${index}\n\nmemory 질문 ${index}`, metadata: { a: 1 } },
      { prefer: 'wait=60' },
    );
    ids.push(((await send(`${app.baseUrl}/documents`, init)).body as { id: string }).id);
  }
  for (let index = 0; index < EVALUATIONS; index += 1) {
    const questions = [{ question: 'memory', relevant: [{ documentId: ids[index] }] }];
    const init = json('POST', { questions }, { prefer: 'wait=60' });
    ids.push(((await send(`${app.baseUrl}/evaluations`, init)).body as { id: string }).id);
  }
});
afterAll(() => app.close());

type Schema = Record<string, unknown>;

/** Text that a schema lets through and a careless service stumbles over. */
const ODD = [
  "'; drop table documents; --",
  '%',
  '_',
  '%00',
  '../..',
  '{{7*7}}',
  '한글',
  '\u202e',
  '😀',
  ' ',
  '-1',
];
const ODD_KEYS = [
  '__proto__',
  'constructor',
  'null',
  '$eq',
  '$in',
  '$and',
  '$or',
  '$gt',
  '$exists',
  'a.b',
  'x',
];
const REFUSED = ['', '\0', '\ud800', 'a'.repeat(2000), '1e999', '-'.repeat(36)];
const anyScalar = fc.oneof(
  fc.constantFrom(...ODD, ...ODD_KEYS, ...REFUSED),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(0, -1, 1.5, 1e308, 2 ** 53, true, false, null),
);
const anyJson = fc.oneof(anyScalar, fc.jsonValue({ maxDepth: 4 }));

/** Makes the value of a schema: always one that fits, or now and then another. */
type Maker = (schema: Schema) => fc.Arbitrary<unknown>;

const fitting: Maker = (schema) => makeFitting(schema, fitting);
const unfitting: Maker = (schema) =>
  fc.oneof({ weight: 4, arbitrary: makeFitting(schema, unfitting) }, { weight: 1, arbitrary: anyJson });

function makeFitting(schema: Schema, maker: Maker): fc.Arbitrary<unknown> {
  const {
    type,
    enum: words,
    minimum = 0,
    maximum = 1000,
    minItems = 0,
  } = schema as unknown as {
    type?: string | string[];
    enum?: unknown[];
    minimum?: number;
    maximum?: number;
    minItems?: number;
  };
  if (words !== undefined) return fc.constantFrom(...words);
  if (schema.anyOf !== undefined) return fc.oneof(...(schema.anyOf as Schema[]).map(maker));
  if (type === 'integer')
    return fc.oneof(fc.constant(Math.max(1, minimum)), fc.integer({ min: minimum, max: maximum }));
  if (type === 'boolean') return fc.boolean();
  if (type === 'array')
    return fc.array(maker(schema.items as Schema), {
      minLength: maker === fitting ? minItems : 0,
      maxLength: 3,
    });
  if (type === 'object') return makeObject(schema, maker);
  if (schema.format === 'uuid')
    return fc.oneof(
      fc.uuid(),
      fc.nat(DOCUMENTS + EVALUATIONS - 1).map((index) => ids[index]),
    );
  if (String(schema.pattern).includes('[a-z0-9]')) return fc.constantFrom('default', 'one', 'two', 'three');
  return fc.oneof(
    fc.constantFrom(...ODD),
    fc.constantFrom('default', 'one', 'memory', '질문', '{"a":1}', 'utf-8'),
  );
}

function makeObject(schema: Schema, maker: Maker): fc.Arbitrary<Record<string, unknown>> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  if (properties.length === 0) {
    const key = maker === fitting ? fc.constantFrom('a', 'team', 'a.b') : fc.constantFrom(...ODD_KEYS);
    return fc.dictionary(key, maker === fitting ? fc.constantFrom(1, 'x', true) : anyJson, { maxKeys: 2 });
  }
  const known = fc.record(Object.fromEntries(properties.map(([name, property]) => [name, maker(property)])), {
    requiredKeys: (schema.required ?? []) as string[],
  });
  if (maker === fitting) return known;
  const extra = fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), anyJson, { maxKeys: 1 }),
    },
  );
  return fc.tuple(known, extra).map(([fields, more]) => ({ ...fields, ...more }));
}

function makeRequest({ path, operation, method }: Operation, maker: Maker) {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in !== 'header');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const values = fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, maker(schema)])));
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? fc.constant(undefined) : maker(schema);
  return fc.tuple(values, fc.subarray(inQuery), body).map(([given, left, content]) => {
    const query = new URLSearchParams();
    let target = path;
    for (const { name, in: place } of parameters) {
      const value = given[name];
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(text.toWellFormed()));
      else if (!left.includes(name)) query.append(name, text);
    }
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
    return {
      url: `${target}?${query}`,
      init: { method, ...(content === undefined ? {} : json) } as RequestInit,
    };
  });
}

describe('any data to any operation', () => {
  it('is answered as documented, and never with a fault of ours', async () => {
    expect(operations.length).toBeGreaterThan(15);
    const succeeded = new Set<string>();
    for (const operation of operations) {
      const { operationId } = operation.operation;
      const request = fc.oneof(makeRequest(operation, fitting), makeRequest(operation, unfitting));
      await fc.assert(
        fc.asyncProperty(request, async ({ url, init }) => {
          const answer = await read(await fetch(app.baseUrl + url, init));
          const { code } = answer.body as { code?: ErrorCode };
          expect(answer.status, `${init.method} ${url} ${init.body}`).toBeLessThan(500);
          if (answer.status < 400) succeeded.add(operationId);
          else expectProblem(answer, code ?? 'INTERNAL_ERROR');
          // An empty part of a path makes another route.
          if (code !== 'ROUTE_NOT_FOUND') conforms(operationId, answer);
        }),
        { seed: SEED, numRuns: RUNS_PER_OPERATION },
      );
    }
    // Else the data was all refused at the door and showed nothing. These need what chance does not bring: a version that has
    // failed, an embedding that is configured, a collection other than default.
    for (const operationId of ['retryDocument', 'createCollection', 'deleteCollection'])
      succeeded.add(operationId);
    expect([...succeeded].sort()).toEqual(operations.map(({ operation }) => operation.operationId).sort());
  });
});

describe('/openapi.json', () => {
  it('describes requests, answers and problems of every operation', async () => {
    const openapi = app.app.swagger() as unknown as OpenApi;
    expect(openapi.openapi).toBe('3.1.0');
    expect((await fetch(`${app.baseUrl}/openapi.json`)).headers.get('content-type')).toMatch(
      /^application\/json/,
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { method, operation } of operations) {
      const statuses = Object.keys(operation.responses);
      expect(
        statuses.some((status) => status.startsWith('2')),
        operation.operationId,
      ).toBe(true);
      expect(statuses, operation.operationId).toEqual(
        expect.arrayContaining(['400', '401', '403', '500', '503']),
      );
      for (const [status, { content }] of Object.entries(operation.responses)) {
        const types = Object.keys(content ?? {});
        if (Number(status) >= 400) expect(types).toEqual(['application/problem+json']);
        // An answer comes whole, or as events.
        else expect(types).toHaveLength(operation.operationId === 'query' ? 2 : 1);
      }
      const takesBody = ['POST', 'PUT', 'PATCH'].includes(method);
      expect(operation.requestBody !== undefined, operation.operationId).toBe(takesBody);
      // A retry mostly comes without a password.
      if (takesBody)
        expect(operation.requestBody?.required, operation.operationId).toBe(
          operation.operationId !== 'retryDocument',
        );
    }
    const references = [
      ...JSON.stringify(openapi).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g),
    ].map(([, name]) => name);
    expect(Object.keys(openapi.components.schemas)).toEqual(expect.arrayContaining([...new Set(references)]));
    expect(JSON.stringify(openapi)).not.toMatch(/graphql|Idempotency-Key/);
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Answer,
  createConformance,
  expectProblem,
  listOperations,
  type OpenApi,
  type Operation,
  read,
} from '../support/http.ts';

const SEED = 20261124;
const RUNS_PER_OPERATION = 40;
let app: TestApp;
let conforms: (operationId: string, answer: Answer) => void;
let operations: readonly Operation[] = [];

beforeAll(async () => {
  app = await startTestApp();
  conforms = await createConformance(app.app);
  operations = listOperations(app.app.swagger() as unknown as OpenApi);
});
afterAll(() => app.close());

type Schema = Record<string, unknown>;

const NASTY = [
  '',
  ' ',
  '\0',
  '\ud800',
  "'; drop table documents; --",
  '%',
  '_',
  '%00',
  '../..',
  '{{7*7}}',
  '한글',
  '\u202e',
  '😀',
  '__proto__',
  'constructor',
  'null',
  '1e999',
  '-1',
  'a'.repeat(2000),
  '0199aaaa-0000-7000-8000-000000000000',
  '------------------------------------',
];
const anyScalar = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer(),
  fc.constantFrom(0, -1, 1.5, 1e308, 2 ** 53, true, false, null),
);
const anyJson = fc.oneof(anyScalar, fc.jsonValue({ maxDepth: 4 }));

/** Values that fit a schema, and one in four that may not. */
function fuzzOf(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: fitting(schema) }, { weight: 1, arbitrary: anyJson });
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const {
    type,
    enum: words,
    minimum = 0,
    maximum = 1000,
  } = schema as { type?: unknown; enum?: unknown[]; minimum?: number; maximum?: number };
  if (words !== undefined) return fc.constantFrom(...words);
  if (type === 'integer') return fc.integer({ min: minimum, max: Math.min(maximum, 2_147_483_647) });
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') return fc.array(fuzzOf(schema.items as Schema), { maxLength: 4 });
  if (type === 'object') return objectOf(schema);
  if (schema.format === 'uuid') return fc.uuid();
  return fc.oneof(
    fc.constantFrom(...NASTY),
    fc.string({ maxLength: 30 }),
    fc.constantFrom('default', 'a question', '질문'),
  );
}

function objectOf(schema: Schema): fc.Arbitrary<Record<string, unknown>> {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const entries = Object.entries(properties).map(([name, property]) => [name, fuzzOf(property)] as const);
  if (entries.length === 0) {
    const operator = fc.constantFrom('$eq', '$in', '$and', '$or', '$gt', '$exists', 'a.b', '__proto__', 'x');
    return fc.dictionary(fc.oneof(operator, fc.string({ maxLength: 8 })), anyJson, { maxKeys: 3 });
  }
  const extra = fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), anyJson, { maxKeys: 1 });
  const known = fc.record(Object.fromEntries(entries), { requiredKeys: (schema.required ?? []) as string[] });
  return fc
    .tuple(known, fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: extra }))
    .map(([fields, more]) => ({ ...fields, ...more }));
}

function requestOf({ path, operation, method }: Operation): fc.Arbitrary<{ url: string; init: RequestInit }> {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in !== 'header');
  const values = fc.record(
    Object.fromEntries(parameters.map((parameter) => [parameter.name, fuzzOf(parameter.schema)])),
  );
  const skipped = fc.subarray(
    parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
  );
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? fc.constant(undefined) : fuzzOf(schema);
  return fc.tuple(values, skipped, body).map(([given, left, content]) => {
    const query = new URLSearchParams();
    let target = path;
    for (const { name, in: place } of parameters) {
      const text = typeof given[name] === 'string' ? (given[name] as string) : JSON.stringify(given[name]);
      if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(text.toWellFormed()));
      else if (!left.includes(name)) query.append(name, text);
    }
    const init =
      content === undefined
        ? { method }
        : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
    return { url: `${target}?${query}`, init };
  });
}

describe('any data to any operation', () => {
  it('is answered as documented, and never with a fault of ours', async () => {
    expect(operations.length).toBeGreaterThan(15);
    for (const operation of operations) {
      await fc.assert(
        fc.asyncProperty(requestOf(operation), async ({ url, init }) => {
          const answer = await read(await fetch(app.baseUrl + url, init));
          if (answer.status >= 400) expectProblem(answer, (answer.body as { code: 'REQUEST_INVALID' }).code);
          expect(answer.status, `${init.method} ${url} ${init.body}`).toBeLessThan(500);
          // An empty or dotted path part is another route.
          if ((answer.body as { code?: string }).code !== 'ROUTE_NOT_FOUND')
            conforms(operation.operation.operationId, answer);
        }),
        { seed: SEED, numRuns: RUNS_PER_OPERATION },
      );
    }
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
        else expect(types).toHaveLength(1);
      }
      const takesBody =
        ['POST', 'PUT', 'PATCH'].includes(method) && operation.operationId !== 'retryDocument';
      expect(operation.requestBody !== undefined, operation.operationId).toBe(takesBody);
    }
    const references = [
      ...JSON.stringify(openapi).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g),
    ].map(([, name]) => name);
    expect(Object.keys(openapi.components.schemas)).toEqual(expect.arrayContaining([...new Set(references)]));
    expect(JSON.stringify(openapi)).not.toMatch(/stream"|graphql|Idempotency-Key/);
  });
});

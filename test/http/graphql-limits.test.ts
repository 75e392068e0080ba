import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createGraphqlClient, expectRefused } from '../support/graphql-client.ts';

let app: TestApp;
let client: ReturnType<typeof createGraphqlClient>;

beforeAll(async () => {
  app = await startTestApp({ introspection: true });
  client = createGraphqlClient(app.baseUrl);
});
afterAll(() => app.close());

/** `documents { edges { node { collection …` reaches depth 8 with two levels of chunks below a page of documents. */
const DEPTH_8 =
  'ask(input: { question: "x" }) { hits { document { chunks { edges { node { headings } } } } } }';
const list = (length: number, make: (index: number) => string) =>
  Array.from({ length }, (_, index) => make(index)).join(' ');

describe('depth', () => {
  // search 1, hits 2, document 3, collection 4, and so on: the schema has cycles only through connections.
  const nest = (levels: number, leaf: string) => {
    const names = ['search(input: { query: "x" })', 'hits', 'document', 'chunks', 'edges', 'node'];
    const used = names.slice(0, levels);
    return `${used.join(' { ')} { ${leaf} ${'} '.repeat(used.length)}`;
  };

  it('of a usual document is fine', async () => {
    expect((await client.execute(`{ ${nest(6, 'id')} }`)).status).toBe(200);
    expect((await client.execute(`{ ${DEPTH_8} }`)).status).toBe(200);
  });

  it.each([
    ['plainly', (depth: number) => `{ ${list(depth, () => 'a {')} a ${list(depth, () => '}')} }`],
    [
      'through inline fragments',
      (depth: number) => `{ ${list(depth, () => 'a { ... {')} a ${list(depth, () => '} }')} }`,
    ],
    [
      'through a chain of named fragments',
      (depth: number) =>
        `{ ...f0 } ${list(depth, (n) => `fragment f${n} on Query { a { ...f${n + 1} } }`)} fragment f${depth} on Query { a }`,
    ],
  ])('above 8 is refused, %s', async (_how, make) => {
    const deep = await client.execute(make(8));
    expectRefused(deep, 'REQUEST_INVALID');
    expect(deep.errors?.[0]?.message).toContain('depth');
    expect((await client.execute(make(20))).errors?.[0]?.message).toContain('depth');
    // One level less is refused for the unknown field `a` only.
    expect((await client.execute(make(7))).errors?.[0]?.message).not.toContain('depth');
  });
});

describe('aliases', () => {
  const some = (count: number, prefix = 'a') => list(count, (n) => `${prefix}${n}: collections { name }`);

  it('15 are executed', async () => {
    const { status, data } = await client.execute(`{ ${some(15)} }`);
    expect(status).toBe(200);
    expect(Object.keys(data)).toHaveLength(15);
  });

  it.each([
    ['plainly', `{ ${some(16)} }`],
    ['a hundred', `{ ${some(100)} }`],
    ['through inline fragments', `{ ${some(8)} ... on Query { ${some(8, 'b')} } }`],
    ['through a named fragment', `{ ${some(8)} ...f } fragment f on Query { ${some(8, 'b')} }`],
    [
      'by spreading one fragment twice',
      `{ a: collection(name: "default") { ...f } b: collection(name: "default") { ...f } }
      fragment f on Collection { ${list(7, (n) => `n${n}: name`)} }`,
    ],
    [
      'by fragments that double',
      `{ ...f0 } ${list(25, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)} fragment f25 on Query { a: collections { name } }`,
    ],
    ['over several operations', `query q { ${some(8)} } query r { ${some(8)} }`],
  ])('more are refused, %s', async (_how, query) => {
    const reply = await client.post({ query, operationName: query.startsWith('query q') ? 'q' : undefined });
    expectRefused(reply, 'REQUEST_INVALID');
    expect(reply.errors?.[0]?.message).toContain('aliases');
  });
});

describe('tokens and directives', () => {
  it('a thousand tokens are the most', async () => {
    // graphql-js itself gives up on hundreds of fields of one name; numbers in a list are tokens and nothing else.
    const fields = (count: number) =>
      `{ documents(filter: { team: [${list(count, () => '1')}] }) { edges { cursor } } }`;
    expect((await client.execute(fields(900))).status).toBe(200);
    const reply = await client.execute(fields(1_000));
    expectRefused(reply, 'REQUEST_INVALID');
    expect(reply.errors?.[0]?.message).toContain('1000 tokens');
    const commas = `{ documents(filter: { team: [${'1,'.repeat(1_000)}] }) { edges { cursor } } }`;
    expectRefused(await client.execute(commas), 'REQUEST_INVALID');
  });

  it.each([
    ['plainly', (count: number) => `{ collections { name ${'@skip(if: false) '.repeat(count)} } }`],
    [
      'through fragments',
      (count: number) =>
        `{ collections { ...f ...f } } fragment f on Collection { ${list(count / 2, () => 'name @skip(if: false)')} }`,
    ],
  ])('51 directives are refused, %s', async (_how, make) => {
    const reply = await client.execute(make(52));
    expectRefused(reply, 'REQUEST_INVALID');
    expect(reply.errors?.[0]?.message).toContain('directives');
    expect((await client.execute(make(50))).errors?.[0]?.message ?? '').not.toContain('directives');
  });
});

describe('what is no GraphQL', () => {
  it('a JSON-encoded syntax tree is refused, small and large', async () => {
    for (const count of [1, 600]) {
      const ast = parse(`{ collections { ${list(count, () => 'name')} } }`, { noLocation: true });
      for (const query of [JSON.stringify(ast), `\n ${JSON.stringify(ast)}`, JSON.stringify([ast])])
        expectRefused(await client.post({ query }), 'REQUEST_INVALID');
      expectRefused(await client.post({ query: ast }), 'REQUEST_INVALID');
    }
  });

  it('an array of queries is refused', async () => {
    const query = '{ collections { name } }';
    expectRefused(await client.post([{ query }, { query }]), 'REQUEST_INVALID');
    expectRefused(await client.post([]), 'REQUEST_INVALID');
  });

  it.each([
    [{}],
    [{ query: '' }],
    [{ query: null }],
    [{ query: 1 }],
    [{ query: '# nothing' }],
    [{ query: 'fragment f on Query { collections { name } }' }],
    [{ query: '{ collections { name }' }],
    [{ query: '{ collections { name } }', variables: 'x' }],
    [{ query: '{ collections { name } }', variables: [] }],
    [{ query: '{ collections { name } }', operationName: 'other' }],
    [{ query: 'query a { collections { name } } query b { collections { name } }' }],
    [{ query: 'query ($n: String!) { collection(name: $n) { name } }' }],
    [{ query: 'query ($n: String!) { collection(name: $n) { name } }', variables: { n: 1 } }],
    [{ query: 'subscription { collections { name } }' }],
    [{ query: '{ ...f } fragment f on Query { ...f }' }],
    [null],
    ['x'],
    [1],
  ])('%j is refused', async (body) => {
    expectRefused(await client.post(body), 'REQUEST_INVALID');
  });

  it('bodies that cannot be parsed are refused as REST does', async () => {
    const headers = { 'content-type': 'application/json' };
    const at = (body: string | Buffer) => client.send({ method: 'POST', headers, body });
    expectRefused(await at('{"query":'), 'REQUEST_UNPARSABLE');
    expectRefused(await at(Buffer.from([0x22, 0xff, 0x22])), 'REQUEST_UNPARSABLE');
    expectRefused(
      await at('{"query":"{collections{name}}","variables":{"__proto__":1}}'),
      'REQUEST_UNPARSABLE',
    );
    expectRefused(await at(''), 'REQUEST_INVALID');
  });

  it('a document of more than a megabyte says that texts go as variables', async () => {
    const text = 'x'.repeat(1_100_000);
    const inline = `mutation { ingestText(input: { text: "${text}" }) { id } }`;
    expectRefused(await client.execute(inline), 'REQUEST_TOO_LARGE');
    const query = 'mutation ($text: String!) { ingestText(input: { text: $text }) { id } }';
    expect((await client.execute(query, { text })).status).toBe(200);
  });
});

describe('GET', () => {
  const headers = { 'mercurius-require-preflight': '1' };
  const at = (parameters: Record<string, string>) =>
    client.send({ headers }, `?${new URLSearchParams(parameters)}`);

  it('executes queries, with variables', async () => {
    const query = 'query ($n: String!) { collection(name: $n) { name } }';
    const reply = await at({ query, variables: '{"n":"default"}' });
    expect(reply).toMatchObject({ status: 200, data: { collection: { name: 'default' } } });
    expectRefused(await at({ query, variables: '{' }), 'REQUEST_INVALID');
  });

  it('executes no mutation, whatever the operation is called', async () => {
    const mutation = 'mutation m { createCollection(input: { name: "by-get" }) { name } }';
    expectRefused(await at({ query: mutation }), 'REQUEST_INVALID');
    const both = `query q { collections { name } } ${mutation}`;
    expectRefused(await at({ query: both, operationName: 'm' }), 'REQUEST_INVALID');
    expectRefused(await at({ query: both, operationName: 'other' }), 'REQUEST_INVALID');
    expectRefused(await at({ query: both }), 'REQUEST_INVALID');
    const { data } = await at({ query: both, operationName: 'q' });
    expect(data.collections).not.toContainEqual({ name: 'by-get' });
  });
});

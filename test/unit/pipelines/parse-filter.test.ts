import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter } from '../../../src/pipelines/parse-filter.ts';

/** `{ $and: [ … ] }` around a condition, `levels` objects deep. */
function nest(levels: number): unknown {
  return levels === 1 ? { a: 1 } : { $and: [nest(levels - 1)] };
}

const conditions = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));

function refuse(input: unknown, path: string, message?: string): void {
  expect(() => parseFilter(input)).toThrow(
    expect.objectContaining({
      code: 'FILTER_INVALID',
      message: expect.stringContaining(`invalid at ${path}: `),
      errors: [{ path, message: message ?? expect.any(String) }],
    }),
  );
}

describe('parseFilter', () => {
  test('no filter is none', () => {
    expect(parseFilter(undefined)).toBeNull();
  });

  test.each(['infra', '', 2025, -0.5, true, false, null])('a bare value means $eq: %j', (value) => {
    expect(parseFilter({ team: value })).toEqual({ kind: 'eq', path: ['team'], value });
    expect(parseFilter({ team: { $eq: value } })).toEqual({ kind: 'eq', path: ['team'], value });
  });

  test('$in holds values of any type, also none', () => {
    expect(parseFilter({ year: { $in: [2025, '2026', null, true] } })).toEqual({
      kind: 'in',
      path: ['year'],
      values: [2025, '2026', null, true],
    });
    expect(parseFilter({ year: { $in: [] } })).toEqual({ kind: 'in', path: ['year'], values: [] });
  });

  test('dots lead into objects', () => {
    expect(parseFilter({ 'owner.team.name': 'infra' })).toEqual({
      kind: 'eq',
      path: ['owner', 'team', 'name'],
      value: 'infra',
    });
  });

  test('several keys mean AND, in order', () => {
    expect(parseFilter({ team: 'infra', year: { $in: [2025] } })).toEqual({
      kind: 'and',
      filters: [
        { kind: 'eq', path: ['team'], value: 'infra' },
        { kind: 'in', path: ['year'], values: [2025] },
      ],
    });
  });

  test.each(['gt', 'gte', 'lt', 'lte'])('$%s compares numbers and strings', (ordering) => {
    for (const value of [0, -1.5, '', '가'])
      expect(parseFilter({ a: { [`$${ordering}`]: value } })).toEqual({
        kind: 'compare',
        path: ['a'],
        ordering,
        value,
      });
  });

  test('what says no is the opposite of what says yes', () => {
    const opposite = (no: unknown, yes: unknown) =>
      expect(parseFilter(no)).toEqual({ kind: 'not', filter: parseFilter(yes) });
    opposite({ a: { $ne: null } }, { a: { $eq: null } });
    opposite({ a: { $nin: [1, 'x'] } }, { a: { $in: [1, 'x'] } });
    opposite({ a: { $exists: false } }, { a: { $exists: true } });
    opposite({ a: { $not: { $gt: 1, $lt: 3 } } }, { a: { $gt: 1, $lt: 3 } });
    opposite({ $not: { a: 1, b: 2 } }, { a: 1, b: 2 });
    expect(parseFilter({ 'a.b': { $exists: true } })).toEqual({ kind: 'exists', path: ['a', 'b'] });
  });

  test('$or holds filters', () => {
    expect(parseFilter({ $or: [{ a: 1 }, { b: { $lt: 2 } }] })).toEqual({
      kind: 'or',
      filters: [
        { kind: 'eq', path: ['a'], value: 1 },
        { kind: 'compare', path: ['b'], ordering: 'lt', value: 2 },
      ],
    });
  });

  test('several operators on one key mean AND', () => {
    expect(parseFilter({ year: { $in: [1, 2], $eq: 2 } })).toEqual({
      kind: 'and',
      filters: [
        { kind: 'in', path: ['year'], values: [1, 2] },
        { kind: 'eq', path: ['year'], value: 2 },
      ],
    });
  });

  test('$and holds filters', () => {
    expect(parseFilter({ $and: [{ a: 1 }, { b: 2 }], c: 3 })).toEqual({
      kind: 'and',
      filters: [
        {
          kind: 'and',
          filters: [
            { kind: 'eq', path: ['a'], value: 1 },
            { kind: 'eq', path: ['b'], value: 2 },
          ],
        },
        { kind: 'eq', path: ['c'], value: 3 },
      ],
    });
  });

  test('an empty object matches everything', () => {
    expect(parseFilter({})).toEqual({ kind: 'and', filters: [] });
  });

  test('names of Object.prototype are keys like others', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const filter = parseFilter(JSON.parse(`{"${key}": 1}`));
      expect(filter).toEqual({ kind: 'eq', path: [key], value: 1 });
      expect(parseFilter(JSON.parse(`{"a.${key}": {"$in": [1]}}`))).toEqual({
        kind: 'in',
        path: ['a', key],
        values: [1],
      });
    }
    refuse(JSON.parse('{"a": {"__proto__": 1}}'), '/filter/a/__proto__');
    refuse(JSON.parse('{"__proto__": {"$or": 1}}'), '/filter/__proto__/$or');
    refuse(JSON.parse('{"a": {"constructor": 1}}'), '/filter/a/constructor');
    expect(Object.prototype).not.toHaveProperty('$or');
  });

  test.each<[string, unknown, string]>([
    ['null', null, '/filter'],
    ['an array', [], '/filter'],
    ['a string', '{"team":"infra"}', '/filter'],
    ['an unknown operator at the top', { $nor: [{ a: 1 }] }, '/filter/$nor'],
    ['an unknown operator on a key', { a: { $regex: 'x' } }, '/filter/a/$regex'],
    ['an operator in capitals', { a: { $GT: 1 } }, '/filter/a/$GT'],
    ['a known operator at the top', { $eq: 1 }, '/filter/$eq'],
    ['$and on a key', { a: { $and: [] } }, '/filter/a/$and'],
    ['an object without operator', { a: { b: 1 } }, '/filter/a/b'],
    ['an empty object on a key', { a: {} }, '/filter/a'],
    ['an array as a value', { a: [1] }, '/filter/a'],
    ['an object in $eq', { a: { $eq: { b: 1 } } }, '/filter/a/$eq'],
    ['an array in $ne', { a: { $ne: [1] } }, '/filter/a/$ne'],
    ['null in $gt', { a: { $gt: null } }, '/filter/a/$gt'],
    ['true in $lte', { a: { $lte: true } }, '/filter/a/$lte'],
    ['an array in $lt', { a: { $lt: [1] } }, '/filter/a/$lt'],
    ['1 in $exists', { a: { $exists: 1 } }, '/filter/a/$exists'],
    ['$nin without an array', { a: { $nin: 'x' } }, '/filter/a/$nin'],
    ['an object in $nin', { a: { $nin: [{ b: 1 }] } }, '/filter/a/$nin/0'],
    ['an array in $not', { $not: [{ a: 1 }] }, '/filter/$not'],
    ['a value in $not on a key', { a: { $not: 1 } }, '/filter/a/$not'],
    ['an empty $not on a key', { a: { $not: {} } }, '/filter/a/$not'],
    ['$or on a key', { a: { $or: [1] } }, '/filter/a/$or'],
    ['an empty $or', { $or: [] }, '/filter/$or'],
    ['$in without an array', { a: { $in: 1 } }, '/filter/a/$in'],
    ['an array in $in', { a: { $in: [1, [2]] } }, '/filter/a/$in/1'],
    ['$and without an array', { $and: { a: 1 } }, '/filter/$and'],
    ['an empty $and', { $and: [] }, '/filter/$and'],
    ['something else than a filter in $and', { $and: [{ a: 1 }, 5] }, '/filter/$and/1'],
    ['an empty key', { '': 1 }, '/filter/'],
    ['an empty step of a path', { 'a..b': 1 }, '/filter/a..b'],
    ['a path that ends with a dot', { 'a.': 1 }, '/filter/a.'],
    [
      'a mistake far inside',
      { x: 1, $and: [{ y: 1 }, { $and: [{ z: { $eq: [] } }] }] },
      '/filter/$and/1/$and/0/z/$eq',
    ],
  ])('refuses %s and names the place', (_what, input, path) => {
    refuse(input, path);
  });

  test('five levels are allowed, six are not', () => {
    let filter = parseFilter(nest(5));
    for (let level = 1; level < 5; level += 1) {
      if (filter?.kind !== 'and') throw new Error('not an $and');
      filter = filter.filters[0] ?? null;
    }
    expect(filter).toEqual({ kind: 'eq', path: ['a'], value: 1 });
    const message = 'must not be nested deeper than 5 levels';
    refuse(nest(6), `/filter${'/$and/0'.repeat(5)}`, message);
    // Each $not is a level too, wherever it stands.
    const negate = (inner: unknown) => ({ $or: [{ $not: { $not: { $not: inner } } }] });
    expect(parseFilter(negate({ a: 1 }))).toMatchObject({ kind: 'or' });
    refuse(negate({ $not: { a: 1 } }), '/filter/$or/0/$not/$not/$not/$not', message);
    refuse(negate({ a: { $not: { $gt: 1 } } }), '/filter/$or/0/$not/$not/$not/a/$not', message);
  });

  test('a very deep filter is refused without running out of stack', () => {
    refuse(
      JSON.parse(`${'{"$and":['.repeat(20_000)}{"a":1}${']}'.repeat(20_000)}`),
      `/filter${'/$and/0'.repeat(5)}`,
    );
  });

  test('fifty conditions are allowed, one more is not, wherever they stand', () => {
    expect(parseFilter(conditions(50))).toMatchObject({ kind: 'and' });
    const message = 'a filter holds at most 50 conditions';
    refuse(conditions(51), '/filter/k50', message);
    expect(parseFilter({ $and: [conditions(25), conditions(24)], z: 1 })).toMatchObject({ kind: 'and' });
    refuse({ $and: [conditions(25), conditions(25)], z: 1 }, '/filter/z', message);
    refuse({ ...conditions(49), z: { $eq: 1, $in: [1] } }, '/filter/z/$in', message);
  });

  test('many values in one $in are one condition', () => {
    expect(
      parseFilter({ ...conditions(49), z: { $in: Array.from({ length: 200 }, (_, index) => index) } }),
    ).toMatchObject({
      kind: 'and',
    });
  });

  test('any JSON is a filter or FILTER_INVALID with one place', () => {
    const { json } = fc.letrec((tie) => ({
      key: fc.constantFrom(
        'a',
        'a.b',
        '$and',
        '$or',
        '$not',
        '$eq',
        '$in',
        '$gt',
        '$exists',
        '$nor',
        '',
        '__proto__',
        '한',
      ),
      json: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 0, 1.5, 'x', '한'),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.array(fc.tuple(tie('key'), tie('json')), { maxLength: 3 }).map((entries) => {
          const members = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
          return JSON.parse(`{${members.join(',')}}`);
        }),
      ),
    }));
    fc.assert(
      fc.property(json, (input) => {
        try {
          expect(['eq', 'in', 'compare', 'exists', 'and', 'or', 'not']).toContain(parseFilter(input)?.kind);
        } catch (error) {
          expect(error).toMatchObject({
            code: 'FILTER_INVALID',
            errors: [{ path: expect.stringMatching(/^\/filter/) }],
          });
        }
      }),
      { seed: 20261124, numRuns: 500 },
    );
  });

  test('empty filters count as conditions, and all $in and $nin together list at most 500 values', () => {
    const empty = (count: number) => ({ $and: Array.from({ length: count }, () => ({})) });
    expect(parseFilter(empty(50))).toMatchObject({ kind: 'and' });
    expect(() => parseFilter(empty(51))).toThrow('at most 50 conditions');
    const values = (count: number) => Array.from({ length: count }, (_, index) => index);
    expect(parseFilter({ a: { $in: values(250) }, b: { $in: values(250) } })).toMatchObject({ kind: 'and' });
    expect(() => parseFilter({ a: { $in: values(250) }, b: { $nin: values(251) } })).toThrow(
      'at most 500 values',
    );
  });

  test('the place of a fault is a JSON pointer', () => {
    expect(() => parseFilter({ 'a/b~': [] })).toThrow('/filter/a~1b~0');
  });
});

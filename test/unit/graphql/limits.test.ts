import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkShape, checkSource } from '../../../src/graphql/limits.ts';

const list = (length: number, make: (index: number) => string) =>
  Array.from({ length }, (_, index) => make(index)).join(' ');

describe('checkSource', () => {
  it('counts tokens, not characters, and refuses syntax trees', () => {
    expect(() => checkSource(`{ a(text: "${'x'.repeat(50_000)}") }`, 100_000)).not.toThrow();
    expect(() => checkSource(`{ ${list(998, () => 'a')} }`, 100_000)).not.toThrow();
    expect(() => checkSource(`{ ${list(999, () => 'a')} }`, 100_000)).toThrow('1000 tokens');
    expect(() => checkSource(`{ a }${' '.repeat(100)}`, 100)).toThrow('longer than 100');
    expect(() => checkSource(JSON.stringify(parse('{ a }')), 100_000)).toThrow('Syntax Error');
  });
});

describe('checkShape', () => {
  const check = (source: string) => () => checkShape(parse(source));

  it('measures a fragment wherever it is spread, at the depth it is spread', () => {
    const deep = (levels: number) => `${list(levels, () => 'a {')} ...f ${list(levels, () => '}')}`;
    const fragment = 'fragment f on T { b { c { d } } }';
    expect(check(`{ ${deep(5)} } ${fragment}`)).not.toThrow();
    expect(check(`{ ${deep(6)} } ${fragment}`)).toThrow('depth');
    // Measured shallow first: what was learned there must not stand for the deeper place.
    expect(check(`{ ...f ${deep(6)} } ${fragment}`)).toThrow('depth');
  });

  it('ends on fragments that double, spread themselves, or are missing', () => {
    const doubling = list(60, (n) => `fragment f${n} on T { ...f${n + 1} ...f${n + 1} }`);
    expect(check(`{ ...f0 } ${doubling} fragment f60 on T { x: a }`)).toThrow('aliases');
    expect(check('{ ...f } fragment f on T { a { ...g } } fragment g on T { b { ...f } }')).not.toThrow();
    expect(check('{ ...missing }')).not.toThrow();
  });

  it('counts directives of operations, fields, spreads and fragments', () => {
    const some = (count: number) => '@d '.repeat(count);
    const source = (last: number) =>
      `query ${some(10)} { a ${some(10)} ...f ${some(10)} ... ${some(10)} { b } } fragment f on T ${some(last)} { c }`;
    expect(check(source(10))).not.toThrow();
    expect(check(source(11))).toThrow('directives');
  });

  it('leaves the depth of introspection to graphql-js, its aliases not', () => {
    expect(check(`{ __schema { ${list(12, () => 'a {')} a ${list(12, () => '}')} } }`)).not.toThrow();
    expect(check(`{ __schema { ${list(16, (n) => `a${n}: b`)} } }`)).toThrow('aliases');
  });
});

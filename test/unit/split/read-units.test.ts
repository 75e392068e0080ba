import { describe, expect, test } from 'vitest';
import type { Heading } from '../../../src/domain/page.ts';
import { HeadingStack } from '../../../src/split/heading-stack.ts';
import { readUnits } from '../../../src/split/read-units.ts';
import type { Unit } from '../../../src/split/unit.ts';
import { makePage } from './collect-chunks.ts';

/** Kind and text of each unit of a page whose headings begin where their `mark` stands. */
function read(
  text: string,
  headings: readonly (Omit<Heading, 'start'> & { mark: string })[] = [],
  maxTokens = 50,
) {
  const placed = headings.map(({ mark, ...heading }) => ({ ...heading, start: text.indexOf(mark) }));
  const units = readUnits(makePage(1, text, placed), new HeadingStack(), 'auto', maxTokens);
  return units.map((unit) => ({ ...unit, text: text.slice(unit.start, unit.end) }));
}

const kinds = (units: readonly (Unit & { text: string })[]): [string, string][] =>
  units.map(({ kind, text }) => [kind, text]);

describe('readUnits', () => {
  test('gives sentences with their place, tokens and headings', () => {
    const stack = new HeadingStack();
    stack.enter({ start: 0, level: 1, title: 'Before' });
    const text = ' The red ship sails at noon.\nIt comes back';
    expect(readUnits(makePage(7, text), stack, 'en', 50)).toEqual([
      { page: 7, start: 1, end: 28, tokens: 7, kind: 'sentence', headings: ['Before'], goesOn: false },
      { page: 7, start: 29, end: 42, tokens: 4, kind: 'sentence', headings: ['Before'], goesOn: true },
    ]);
  });

  test('a printed heading is a unit that stands under itself', () => {
    const units = read('They sail.\n# Ships\nThey turn.', [{ mark: '# Ships', level: 1, title: 'Ships' }]);
    expect(kinds(units)).toEqual([
      ['sentence', 'They sail.'],
      ['heading', '# Ships'],
      ['sentence', 'They turn.'],
    ]);
    expect(units.map(({ headings }) => headings)).toEqual([[], ['Ships'], ['Ships']]);
  });

  test('an underlined heading has its underline', () => {
    expect(kinds(read('Ships\n=====\nThey sail.', [{ mark: 'Ships', level: 1, title: 'Ships' }]))).toEqual([
      ['heading', 'Ships\n====='],
      ['sentence', 'They sail.'],
    ]);
  });

  test('a heading may wrap, with other blanks and case than its title', () => {
    const title = 'Ships and their Engines';
    expect(
      kinds(read('2.1 SHIPS AND\nTHEIR ENGINES\nThey sail.', [{ mark: '2.1', level: 1, title }])),
    ).toEqual([
      ['heading', '2.1 SHIPS AND\nTHEIR ENGINES'],
      ['sentence', 'They sail.'],
    ]);
  });

  test('a heading that is not printed in the three lines where it begins takes no text', () => {
    const units = read('one a.\n\ntwo b.\n\nthree c.\n\nHidden', [
      { mark: 'two', level: 1, title: 'Hidden' },
    ]);
    expect(units.map(({ kind, text, headings }) => [kind, text, headings])).toEqual([
      ['sentence', 'one a.', []],
      ['sentence', 'two b.', ['Hidden']],
      ['sentence', 'three c.', ['Hidden']],
      ['sentence', 'Hidden', ['Hidden']],
    ]);
  });

  test('a heading beyond the text counts for what comes after', () => {
    const stack = new HeadingStack();
    const page = makePage(1, 'They sail.', [{ start: 99, level: 1, title: 'Late' }]);
    expect(readUnits(page, stack, 'en', 50).map(({ headings }) => headings)).toEqual([[]]);
    expect(stack.titles).toEqual(['Late']);
  });

  test('a sentence above the limit comes in pieces', () => {
    expect(kinds(read('red red red red red. It ends.', [], 3))).toEqual([
      ['piece', 'red red red'],
      ['piece', 'red red.'],
      ['sentence', 'It ends.'],
    ]);
  });

  test('a sentence that fits stays whole however much white space is before it', () => {
    expect(kinds(read(`It ends.${' \n'.repeat(400)}It begins.`, [], 8))).toEqual([
      ['sentence', 'It ends.'],
      ['sentence', 'It begins.'],
    ]);
  });

  test.each([
    ['배가 정오에 항구를 떠나고', true],
    ['배가 정오에 항구를 떠났다.', false],
    ['He said: "We sail at noon."', false],
    ['- 12 -', false],
  ])('%j goes on: %s', (text, goesOn) => {
    expect(read(text).at(-1)?.goesOn).toBe(goesOn);
  });
});

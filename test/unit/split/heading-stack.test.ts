import { expect, test } from 'vitest';
import { HeadingStack } from '../../../src/split/heading-stack.ts';

function titlesAfter(...headings: readonly [level: number, title: string][]): readonly string[] {
  const stack = new HeadingStack();
  for (const [level, title] of headings) stack.enter({ start: 0, level, title });
  return stack.titles;
}

test('before the first heading there is no title', () => {
  expect(titlesAfter()).toEqual([]);
});

test('a deeper heading goes under the one before', () => {
  expect(titlesAfter([1, '2장'], [2, '2.5'], [4, 'deep'])).toEqual(['2장', '2.5', 'deep']);
});

test('a heading closes its own level and deeper ones', () => {
  expect(titlesAfter([1, 'a'], [2, 'b'], [3, 'c'], [2, 'd'])).toEqual(['a', 'd']);
  expect(titlesAfter([1, 'a'], [2, 'b'], [1, 'c'])).toEqual(['c']);
});

test('levels may be missing and may begin deep', () => {
  expect(titlesAfter([3, 'a'], [2, 'b'], [3, 'c'])).toEqual(['b', 'c']);
});

test('a title is one line, and one of blanks is left out but closes all the same', () => {
  expect(titlesAfter([1, '  Two\n lines '])).toEqual(['Two lines']);
  expect(titlesAfter([1, 'a'], [2, 'b'], [2, ' \n'], [3, 'c'])).toEqual(['a', 'c']);
});

test('titles that were taken do not change', () => {
  const stack = new HeadingStack();
  stack.enter({ start: 0, level: 1, title: 'a' });
  const { titles } = stack;
  stack.enter({ start: 9, level: 1, title: 'b' });
  expect(titles).toEqual(['a']);
});

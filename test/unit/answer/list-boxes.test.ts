import { expect, test } from 'vitest';
import { listBoxes } from '../../../src/answer/list-boxes.ts';

const LINES = [
  { start: 0, end: 10, box: [1, 10, 50, 8] as const },
  { start: 11, end: 20, box: [1, 20, 50, 8] as const },
  { start: 25, end: 30, box: [1, 40, 50, 8] as const },
];
const [FIRST, SECOND, THIRD] = LINES.map(({ box }) => box);

test.each([
  ['inside one line', 3, 5, [FIRST]],
  ['one line exactly', 0, 10, [FIRST]],
  ['the last character of one and the first of the next', 9, 12, [FIRST, SECOND]],
  ['all lines', 0, 30, [FIRST, SECOND, THIRD]],
  ['the line end alone', 10, 11, []],
  ['between lines', 20, 25, []],
  ['after the last line', 30, 40, []],
])('boxes of the lines touched: %s', (_what, start, end, boxes) => {
  expect(listBoxes(LINES, start, end)).toEqual(boxes);
});

test('a page without lines has no boxes', () => {
  expect(listBoxes([], 0, 10)).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Box } from '../../../../src/domain/page.ts';
import { turnOrientation } from '../../../../src/load/image/turn-orientation.ts';
import { turnBoxBack } from '../../../../src/load/ocr/turn-box.ts';

test.each([
  [0, [10, 20, 30, 5]],
  // 100 wide and 200 high before it was turned: the top left corner went to the top right, and so on.
  [1, [175, 10, 5, 30]],
  [2, [60, 175, 30, 5]],
  [3, [20, 60, 5, 30]],
] as const)('a box on a page turned by %i quarters goes back', (turns, turned) => {
  expect(turnBoxBack(turned as unknown as Box, turns, 100, 200)).toEqual([10, 20, 30, 5]);
});

test('EXIF orientations turn within their four, mirrored ones too', () => {
  expect([0, 1, 2, 3].map((turns) => turnOrientation(1, turns as 0))).toEqual([1, 6, 3, 8]);
  expect([0, 1, 2, 3].map((turns) => turnOrientation(8, turns as 0))).toEqual([8, 1, 6, 3]);
  expect(turnOrientation(5, 1)).toBe(2);
});

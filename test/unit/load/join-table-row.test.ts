import { expect, test } from 'vitest';
import { joinTableRow } from '../../../src/load/join-table-row.ts';

test.each<[cells: string[], row: string]>([
  [['구분', '일수'], '구분 | 일수'],
  [[' a\n b\t', 'c\u00A0 d'], 'a b | c d'],
  [['a', '', 'b', ' ', ''], 'a |  | b'],
  [['', 'b'], '| b'],
  [['', ' \n'], ''],
  [[], ''],
])('%j is the row %j', (cells, row) => {
  expect(joinTableRow(cells)).toBe(row);
});

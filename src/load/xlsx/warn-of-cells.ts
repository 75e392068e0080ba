import type { Warning } from '../../domain/document.ts';

/** A sheet with cells that should have a value. */
export interface LackingSheet {
  readonly name: string;
  /** The first of its pages; null where nothing else is on it. */
  readonly page: number | null;
  readonly cells: number;
}

const MAX_NAMED_SHEETS = 10;
const MAX_WARNED_PAGES = 100;

/** Says in which sheets a program wrote formulas and did not calculate them, or they came to an error. */
export function warnOfCells(sheets: readonly LackingSheet[]): Warning[] {
  if (sheets.length === 0) return [];
  const count = sheets.reduce((sum, { cells }) => sum + cells, 0);
  const named = sheets
    .slice(0, MAX_NAMED_SHEETS)
    .map(({ name, cells }) => `${JSON.stringify(name)} (${cells})`);
  const others = sheets.length > named.length ? `, and ${sheets.length - named.length} more sheet(s)` : '';
  const message = `${count} cell(s) have a formula and no value, or an error for one: ${named.join(', ')}${others}. Open the file in Excel and save it.`;
  const pages = sheets.flatMap(({ page }) => page ?? []).slice(0, MAX_WARNED_PAGES);
  return [{ code: 'CELLS_WITHOUT_VALUE', message, pages }];
}

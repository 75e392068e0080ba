import type { TableRow } from './table-row.ts';

/** Names of columns by column; a column without one is missing. */
export type Header = ReadonlyMap<number, string>;

/** A longer text is a remark. */
const MAX_NAME_CHARS = 100;
const YEAR = /^(?:19|20)\d\d$/;

/** What a header that begins at the first of the rows says, and how many rows it takes. */
export interface FoundHeader {
  readonly header: Header;
  readonly rowCount: 1 | 2;
}

/**
 * The header that `row` begins, or null: two or more names and nothing else, at most half of them twice, and data
 * below. A second row of names belongs to it where it stands under gaps of the first, as below merged cells, and data
 * that are no names follow.
 */
export function findHeader(row: TableRow, next: TableRow, afterNext: TableRow): FoundHeader | null {
  if (!areNames(row)) return null;
  const header = new Map(row.map(({ column, text }) => [column, toName(text)]));
  if (!next.some(({ column }) => header.has(column))) return null;
  if (isSecondRow(header, next, afterNext)) return { header: mergeRows(header, next), rowCount: 2 };
  if (new Set(header.values()).size * 2 < header.size) return null;
  return { header, rowCount: 1 };
}

/** Whether a cell of the row stands below a name and is none itself: a number, a date. */
export function hasDataUnder(header: Header, row: TableRow): boolean {
  return row.some(({ column, text }) => header.has(column) && !isName(text));
}

function areNames(row: TableRow): boolean {
  return (
    row.length > 1 && row.every(({ text }) => isName(text)) && row.some(({ text }) => /\p{L}/u.test(text))
  );
}

/** Years head columns of figures. */
function isName(text: string): boolean {
  return text.length <= MAX_NAME_CHARS && (/\p{L}/u.test(text) || YEAR.test(text));
}

function isSecondRow(header: Header, next: TableRow, afterNext: TableRow): boolean {
  const first = Math.min(...header.keys());
  const fillsGap = next.some(({ column }) => column > first && !header.has(column));
  const names = new Map(next.map(({ column, text }) => [column, text]));
  return fillsGap && areNames(next) && hasDataUnder(names, afterNext);
}

/** The first row's names reach over the gaps to their right. */
function mergeRows(header: Header, next: TableRow): Header {
  const merged = new Map(header);
  const upper = [...header];
  let reached = 0;
  for (const { column, text } of next) {
    while ((upper[reached]?.[0] ?? Number.POSITIVE_INFINITY) <= column) reached += 1;
    const above = upper[reached - 1]?.[1];
    const name = toName(text);
    merged.set(column, above === undefined || above === name ? name : `${above} ${name}`);
  }
  return merged;
}

/** `이름:` in a header is `이름`. */
function toName(text: string): string {
  return text.replace(/\s*[:：]$/u, '');
}

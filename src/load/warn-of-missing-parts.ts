import type { Warning } from '../domain/document.ts';

const MAX_NUMBERS = 100;

/** Says that the document names parts, such as `slide`, that are not in the file; `numbers` from 1, `pages` in their places. */
export function warnOfMissingParts(
  what: string,
  numbers: readonly number[],
  pages: readonly number[] = [],
): Warning[] {
  if (numbers.length === 0) return [];
  const others = numbers.length > MAX_NUMBERS ? ', …' : '';
  const listed = numbers.slice(0, MAX_NUMBERS).join(', ') + others;
  const message = `The file lacks ${numbers.length} ${what}(s) that it names: number ${listed}.`;
  return [{ code: 'PART_MISSING', message, pages: pages.slice(0, MAX_NUMBERS) }];
}

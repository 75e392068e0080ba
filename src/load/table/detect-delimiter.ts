import { readCsv } from './read-csv.ts';

const DELIMITERS = [',', '\t', ';', '|'] as const;
const SAMPLE_CHARS = 64 * 1024;
const SAMPLE_ROWS = 20;

const BETWEEN_QUOTES = /"([,\t;|])"/g;

/**
 * What delimits the cells: the character by which most of the first 20 rows have the same number of cells, of several
 * the one that makes the most. What stands between two quoted cells wins over that, `preferred` over all where it occurs.
 */
export function detectDelimiter(text: string, preferred: string | null): string {
  const sample = text.slice(0, SAMPLE_CHARS);
  if (preferred !== null && sample.includes(preferred)) return preferred;
  const quoted = findMostFrequent(Array.from(sample.matchAll(BETWEEN_QUOTES), ([, found = '']) => found));
  if (quoted !== undefined) return quoted;
  let best = { delimiter: ',', share: 0, width: 1 };
  for (const delimiter of DELIMITERS) {
    const { share, width } = measure(sample, delimiter);
    if (width < 2 || share < best.share || (share === best.share && width <= best.width)) continue;
    best = { delimiter, share, width };
  }
  return best.delimiter;
}

/** The most frequent width of rows that have more than one cell, and the share of rows with it. */
function measure(sample: string, delimiter: string): { share: number; width: number } {
  const widths: number[] = [];
  for (const row of readCsv(sample, delimiter)) {
    if (row.length > 0) widths.push((row.at(-1)?.column ?? 0) + 1);
    if (widths.length === SAMPLE_ROWS) break;
  }
  const width = findMostFrequent(widths.filter((width) => width > 1)) ?? 1;
  return { share: widths.filter((other) => other === width).length / widths.length, width };
}

/** The first of those that are equally frequent; undefined of nothing. */
function findMostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

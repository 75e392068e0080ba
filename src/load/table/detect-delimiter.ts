import { readCsv } from './read-csv.ts';

const DELIMITERS = [',', '\t', ';', '|'] as const;
const SAMPLE_CHARS = 64 * 1024;
const SAMPLE_ROWS = 20;

/**
 * What delimits the cells: the character by which most of the first 20 rows have the same number of cells, of several
 * the one that makes the most. `preferred` wins wherever it stands in the text.
 */
export function detectDelimiter(text: string, preferred: string | null): string {
  const sample = text.slice(0, SAMPLE_CHARS);
  if (preferred !== null && sample.includes(preferred)) return preferred;
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
  const counts = new Map<number, number>();
  let rows = 0;
  for (const row of readCsv(sample, delimiter)) {
    if (row.length === 0) continue;
    const width = (row.at(-1)?.column ?? 0) + 1;
    counts.set(width, (counts.get(width) ?? 0) + 1);
    rows += 1;
    if (rows === SAMPLE_ROWS) break;
  }
  counts.delete(1);
  const [width, count] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  return { share: count / rows, width };
}

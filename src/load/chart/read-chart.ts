import { PPTX_NAMESPACES } from '../pptx/namespaces.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { ChartReader, type Series } from './chart-reader.ts';

/** A chart as text: its titles, then a row a category with the value of each series, `2025 | 매출: 120 | 비용: 80`. */
export async function readChart(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const reader = new ChartReader();
  await parseXml(pieces, PPTX_NAMESPACES, reader);
  const rows = groupByCategories(reader.series).flatMap(writeRows);
  return [...reader.titles, rows.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** The series of a scatter chart may each have their own. */
function groupByCategories(series: readonly Series[]): Series[][] {
  const groups = new Map<string, Series[]>();
  for (const one of series) {
    const key = JSON.stringify([...one.categories]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

/** Rows in order of the points; series have the same categories. */
function writeRows(series: readonly Series[]): string[] {
  const rows = new Map<number, string[]>();
  for (const [index, category] of series[0]?.categories ?? []) rows.set(index, [category]);
  for (const { name, values } of series) {
    for (const [index, value] of values) {
      const cell = name === '' ? value : `${name}: ${value}`;
      const row = rows.get(index);
      if (row) row.push(cell);
      else rows.set(index, [cell]);
    }
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, cells]) => cells.join(' | '));
}

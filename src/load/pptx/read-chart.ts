import { parseXml } from '../xml/xml-parser.ts';
import { ChartReader, type Series } from './chart-reader.ts';
import { PPTX_NAMESPACES } from './namespaces.ts';

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
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function writeRows(series: readonly Series[]): string[] {
  const indexes = new Set(
    series.flatMap(({ categories, values }) => [...categories.keys(), ...values.keys()]),
  );
  return [...indexes]
    .sort((a, b) => a - b)
    .map((index) => {
      const values = series.flatMap(({ name, values }) => {
        const value = values.get(index);
        return value === undefined ? [] : [name === '' ? value : `${name}: ${value}`];
      });
      return [series[0]?.categories.get(index) ?? '', ...values].filter((cell) => cell !== '').join(' | ');
    });
}

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { CheckRecord } from './record-check.ts';

const PAGE = new URL('../../../docs/reliability.md', import.meta.url);
const HEAD = `# What was done to the service, and what became of it

Written by \`npm run test:long\`; do not edit by hand. The numbers of the checks are those of issue C. Every count before the
semicolon must be 0; what stands after it was seen on the way. A target of the issue that a run did not reach is named as missed. The service is the real process behind HTTP, with the database
engine that is named. A suite that was not run keeps its rows; the day says when each was measured.
`;
const COLUMNS = ['check', 'what was done', 'engine', 'trials', 'result', 'seed', 'seconds', 'day'];

/** Global set-up of the long suites: collects the records of all files and writes the table when they have ended. */
export default function setUpTable(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-records-'));
  const file = join(folder, 'records.jsonl');
  project.provide('recordFile', file);
  return () => {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const lines = text.split('\n').filter((line) => line !== '');
    if (lines.length > 0) writeTable(lines.map((line) => JSON.parse(line) as CheckRecord));
    rmSync(folder, { recursive: true });
  };
}

function writeTable(records: readonly CheckRecord[]): void {
  const rows = new Map(existsSync(PAGE) ? readRows(readFileSync(PAGE, 'utf8')) : []);
  for (const record of records) {
    const row = formatRow(record);
    rows.set(keyOf(row), row);
  }
  // By number, then by what was done, whatever the order the suites ran in.
  const sorted = [...rows.values()].sort(
    (a, b) => Number(a[0]) - Number(b[0]) || keyOf(a).localeCompare(keyOf(b), 'en'),
  );
  const table = [COLUMNS, COLUMNS.map(() => ''), ...sorted];
  // As the formatter would write it.
  const widths = COLUMNS.map((_, column) => Math.max(3, ...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map(
    (row, index) =>
      `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, index === 1 ? '-' : ' ')).join(' | ')} |`,
  );
  const machine = `Last run: Node ${process.versions.node}, ${availableParallelism()} cores.`;
  writeFileSync(PAGE, `${HEAD}\n${machine}\n\n${lines.join('\n')}\n`);
}

function formatRow(record: CheckRecord): string[] {
  const { check, what, engine, trials, bad, seen, missed = [], seed, seconds, day } = record;
  const say = (counts: CheckRecord['seen'] = {}) =>
    Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  const verdict = Object.values(bad).some((count) => count !== 0) ? '**not met**: ' : '';
  const short = missed.length > 0 ? `; **missed**: ${missed.join(', ')}` : '';
  const result = [say(bad).join(', '), say(seen).join(', ')].filter((part) => part !== '').join('; ');
  return [check, what, engine, trials, verdict + result + short, seed ?? '', seconds, day].map(String);
}

function readRows(page: string): [string, string[]][] {
  const rows = page.split('\n').filter((line) => /^\| \d/.test(line));
  return rows.map((line) => {
    const cells = line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim());
    return [keyOf(cells), cells];
  });
}

/** Check, what was done, engine. */
function keyOf(row: readonly string[]): string {
  return row.slice(0, 3).join(' | ');
}

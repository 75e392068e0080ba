import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SeedFile } from './check-mutations.ts';

const FORMATS = /\.(pdf|docx|pptx|xlsx|odt|ods|rtf|epub|html|md|txt|csv|eml|hwp|hwpx)$/;
/** What is broken, encrypted, without text or no document on purpose. */
const NOT_GOOD =
  /^pdf-(broken|encrypted|huge|scan)|truth\.md$|truncated|protected|malformed|HWP_3|invisible|distribution/;
/** Less has hardly a place to break; more takes too long, since thousands of copies are made. */
const [MIN_BYTES, MAX_BYTES] = [500, 300_000];

/** Good files of a folder, by turns of its formats, smaller ones first: the same ones for the same folder. */
export function listSeedFiles(folder: string, count: number): SeedFile[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => FORMATS.test(path) && !NOT_GOOD.test(path))
    .map((path) => ({ path, bytes: statSync(join(folder, path)).size }))
    .filter(({ bytes }) => bytes >= MIN_BYTES && bytes <= MAX_BYTES)
    .sort((a, b) => a.bytes - b.bytes || (a.path < b.path ? -1 : 1));
  const byFormat = [...Map.groupBy(files, ({ path }) => path.split('.').at(-1)).values()];
  const inTurns = Array.from({ length: files.length }, (_, turn) =>
    byFormat.flatMap((sameFormat) => sameFormat[turn] ?? []),
  ).flat();
  return inTurns
    .slice(0, count)
    .map(({ path }) => ({ name: path.split('/').at(-1) ?? path, bytes: readFileSync(join(folder, path)) }));
}

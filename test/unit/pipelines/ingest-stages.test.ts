import { expect, test } from 'vitest';
import type { AnalyzedChunk } from '../../../src/domain/chunk.ts';
import type { LoadEvent } from '../../../src/domain/load.ts';
import type { Page } from '../../../src/domain/page.ts';
import { IngestError } from '../../../src/errors.ts';
import { makePage, startStages } from './start-stages.ts';

const head: LoadEvent = { kind: 'head', head: { loader: 'test 1', pageCount: null, title: null } };
const end: LoadEvent = { kind: 'end', warnings: [] };

async function* give(...events: LoadEvent[]): AsyncGenerator<LoadEvent> {
  yield* events;
}

test('pages are written in bounded statements however many are handed on at once', async () => {
  const blank = Array.from({ length: 10_000 }, (_, index) => makePage(index + 1));
  const heavy = Array.from({ length: 100 }, (_, index) => makePage(10_001 + index, '가'.repeat(50_000)));
  const huge = makePage(10_101, 'a'.repeat(2_000_000));
  const { calls, done } = startStages(give(head, { kind: 'pages', pages: [...blank, ...heavy, huge] }, end));
  await done;
  const writes = calls.flatMap(([name, pages]) => (name === 'writePages' ? [pages as Page[]] : []));
  expect(writes.flat().map(({ number }) => number)).toEqual(Array.from({ length: 10_101 }, (_, i) => i + 1));
  expect(writes.at(-1)).toEqual([huge]);
  for (const pages of writes.slice(0, -1)) {
    expect(pages.length).toBeLessThanOrEqual(64);
    expect(pages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThan(1_000_000);
  }
});

test('loading waits when a megabyte is not written yet', async () => {
  let given = 0;
  async function* load(): AsyncGenerator<LoadEvent> {
    yield head;
    const pages = Array.from({ length: 20 }, (_, index) => makePage(index + 1, 'a'.repeat(50_000)));
    for (given = 1; given <= 20; given += 1) yield { kind: 'pages', pages };
    yield end;
  }
  const written = Promise.withResolvers<void>();
  const { done } = startStages(load(), { writePages: () => written.promise });
  // Each step of the lanes takes a few turns of the loop; none of them waits for anything else.
  for (let turn = 0; turn < 1_000; turn += 1) await new Promise(setImmediate);
  expect(given).toBe(1);
  written.resolve();
  await done;
  expect(given).toBe(21);
});

test('long chunks are written fewer at a time, and share postings with fewer', async () => {
  const terms = Array.from({ length: 10_000 }, (_, term) => [`term${term}`, 1] as const);
  const chunks = Array.from({ length: 60 }, (_, ordinal) => ({
    ordinal,
    text: 'a'.repeat(20_000),
    pageStart: 1,
    pageEnd: 1,
    start: 0,
    end: 20_000,
    headings: [],
    tokens: 8_000,
    terms,
    length: terms.length,
  }));
  const { calls, done } = startStages(give(head, end), {}, chunks);
  await done;
  const sizesOf = (write: string) =>
    calls.flatMap(([name, ...args]) => (name === write ? [(args.at(-1) as AnalyzedChunk[]).length] : []));
  expect(sizesOf('writeChunks')).toEqual([13, 13, 13, 13, 8]);
  expect(sizesOf('writePostings')).toEqual([52, 8]);
});

test('loading ends once all pages are written, and does not where it failed', async () => {
  const pages: LoadEvent = { kind: 'pages', pages: [makePage(1, 'text')] };
  const good = startStages(give(head, pages, end));
  await good.done;
  const names = good.calls.map(([name]) => name);
  expect(names.indexOf('endLoading')).toBeGreaterThan(names.indexOf('writePages'));

  async function* fail(): AsyncGenerator<LoadEvent> {
    yield* [head, pages];
    throw new IngestError('DOCUMENT_UNREADABLE', 'cut short', 'Send it again.');
  }
  const bad = startStages(fail());
  await expect(bad.done).rejects.toThrow('cut short');
  expect(bad.calls.map(([name]) => name)).not.toContain('endLoading');
});

test('the number of chunks is told after the end of loading, however long the last pages take to be written', async () => {
  const writing = Promise.withResolvers<void>();
  const pages: LoadEvent = { kind: 'pages', pages: [makePage(1, 'text')] };
  const { calls, done } = startStages(give(head, pages, end), { writePages: () => writing.promise });
  for (let turn = 0; turn < 1_000; turn += 1) await new Promise(setImmediate);
  const names = () => calls.map(([name]) => name);
  expect(names()).toContain('writePages');
  expect(names()).not.toContain('setChunkCount');
  writing.resolve();
  await done;
  expect(names().filter((name) => name === 'endLoading' || name === 'setChunkCount')).toEqual([
    'endLoading',
    'setChunkCount',
  ]);
});

test('chunks under long headings are written fewer at a time', async () => {
  const chunks = Array.from({ length: 64 }, (_, ordinal) => ({
    ordinal,
    text: 'a',
    pageStart: 1,
    pageEnd: 1,
    start: 0,
    end: 1,
    headings: ['a'.repeat(10_000), 'b'.repeat(10_000)],
    tokens: 1,
    terms: [['a', 1]] as const,
    length: 1,
  }));
  const { calls, done } = startStages(give(head, end), {}, chunks);
  await done;
  const sizes = calls.flatMap(([name, ...args]) =>
    name === 'writeChunks' ? [(args.at(-1) as AnalyzedChunk[]).length] : [],
  );
  expect(sizes).toEqual([13, 13, 13, 13, 12]);
});

import { afterEach, expect, test } from 'vitest';
import type { AnalyzedChunk } from '../../../src/domain/chunk.ts';
import type { Page } from '../../../src/domain/page.ts';
import type { DocumentParser } from '../../../src/domain/ports.ts';
import { createParsePool } from '../../../src/workers/parse-pool.ts';
import { collectLoad, WIDE_LIMITS } from '../load/collect-load.ts';
import { readExamplePdf } from '../load/make-pdf.ts';

const never = new AbortController().signal;
const OPTIONS = { chunking: { maxTokens: 100, overlapTokens: 0 }, language: 'auto' } as const;
let pool: DocumentParser;

afterEach(() => pool.close());

const createPool = (): DocumentParser => {
  pool = createParsePool({ size: 1, maxMemoryBytes: 512 * 2 ** 20 });
  return pool;
};

const makePage = (number: number, text: string): Page => ({
  number,
  label: null,
  text,
  width: null,
  height: null,
  lines: [],
  headings: [],
});

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

test('what was loaded is split in the same session; each chunk is a slice of its pages', async () => {
  const session = await createPool().open(never);
  const bytes = readExamplePdf();
  const source = { mediaType: 'application/pdf', bytes: bytes.length, charset: null };
  const { pages } = await collectLoad(session.load(source, () => one(bytes), WIDE_LIMITS));
  const inBatches = async function* (): AsyncGenerator<readonly Page[]> {
    yield pages.slice(0, 2);
    yield pages.slice(2);
  };
  const chunks: AnalyzedChunk[] = [];
  for await (const batch of session.split(inBatches(), OPTIONS, WIDE_LIMITS)) chunks.push(...batch);
  await session.close();
  expect(chunks.length).toBeGreaterThan(5);
  expect(chunks.map((chunk) => chunk.ordinal)).toEqual(chunks.map((_, index) => index));
  for (const chunk of chunks) {
    const joined = pages.slice(chunk.pageStart - 1, chunk.pageEnd).map((page) => page.text);
    expect(joined.join('\n').slice(chunk.start, chunk.end)).toBe(chunk.text);
    expect(chunk.terms.length).toBeGreaterThan(0);
  }
});

test('more chunks than allowed: DOCUMENT_LIMIT_EXCEEDED, named', async () => {
  const session = await createPool().open(never);
  const pages = async function* (): AsyncGenerator<readonly Page[]> {
    for (let number = 1; number <= 50; number += 1)
      yield [makePage(number, '배는 항구에 있습니다. '.repeat(100))];
  };
  const drain = async (): Promise<void> => {
    for await (const _ of session.split(pages(), OPTIONS, { ...WIDE_LIMITS, maxChunks: 5 }));
  };
  await expect(drain()).rejects.toMatchObject({
    code: 'DOCUMENT_LIMIT_EXCEEDED',
    message: expect.stringContaining('5 chunks'),
  });
  await session.close();
});

test('pages are taken only as fast as chunks are', async () => {
  const session = await createPool().open(never);
  let taken = 0;
  const pages = async function* (): AsyncGenerator<readonly Page[]> {
    while (taken < 500) {
      taken += 1;
      yield [makePage(taken, '배는 항구에 있습니다. '.repeat(200))];
    }
  };
  const chunks = session.split(pages(), OPTIONS, WIDE_LIMITS)[Symbol.asyncIterator]();
  await chunks.next();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(taken).toBeLessThan(250);
  for (let batch = await chunks.next(); !batch.done; batch = await chunks.next());
  expect(taken).toBe(500);
  await session.close();
});

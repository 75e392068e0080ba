import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { collectBatches } from '../split/collect-chunks.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';

const cell = fc.oneof(
  fc.constantFrom(
    '이름',
    '값',
    '금액(원)',
    '12',
    '2026-03-05',
    '',
    '',
    '한글'.normalize('NFD'),
    '🚢',
    'a "b"',
  ),
  fc.constantFrom('여러\n줄', 'a,b', '이것은 문장이다. 둘째 문장이다.', ' 빈칸 ', '\u00A0', 'Q?', 'x | y'),
);
const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 });

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** What is loaded of any table as CSV. The first row sees to it that there is text. */
function everyTable(
  check: (table: string[][], loaded: Awaited<ReturnType<typeof collectLoad>>) => void | Promise<void>,
) {
  const property = fc.asyncProperty(rows, async (table) => {
    const whole = [['시작', '표', '1'], ...table];
    const bytes = Buffer.from(whole.map((row) => row.map(quote).join(',')).join('\r\n'));
    const source = { mediaType: 'text/csv', bytes: bytes.length, charset: null };
    await check(whole, await collectLoad(loadDocument(bytes, source, WIDE_LIMITS)));
  });
  return fc.assert(property, { seed: 20261125, numRuns: 200 });
}

test('every filled cell is in the text, which is canonical', () =>
  everyTable((table, { pages }) => {
    const text = pages.map((page) => page.text).join('\n');
    expect(text).toBe(text.normalize('NFC').trim());
    for (const source of table.flat()) {
      const flat = source.normalize('NFC').replace(/\s+/gu, ' ').trim();
      expect(text).toContain(flat);
    }
  }));

test('chunks are slices of the pages', () =>
  everyTable(async (_table, { pages }) => {
    const options = { chunking: { maxTokens: 40, overlapTokens: 10 }, language: 'auto' } as const;
    for (const chunk of (await collectBatches(pages, options)).flat()) {
      const joined = pages.slice(chunk.pageStart - 1, chunk.pageEnd).map((page) => page.text);
      expect(joined.join('\n').slice(chunk.start, chunk.end)).toBe(chunk.text);
    }
  }));

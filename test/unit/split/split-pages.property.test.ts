import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Chunk } from '../../../src/domain/chunk.ts';
import type { Page } from '../../../src/domain/page.ts';
import { countTokens } from '../../../src/text/count-tokens.ts';
import { collectBatches, makePage } from './collect-chunks.ts';

const PROPERTY = { seed: 20261124, numRuns: 120 };

const FRAGMENTS = [
  '배는 정오에 떠난다. ',
  '그는 "비가 옵니다."라고 말했다. ',
  '제12조(휴가) 직원은 쉰다.\n',
  '최소 메모리는 512MB이고\n',
  'The ship sails at noon. ',
  'We met Dr. Kim, who',
  'infor-\nmation ',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '- item\n- item\n',
  '👨‍👩‍👧‍👦',
  '😀🚢',
  '\u{10330}\u{10331}',
  'e\u0301\u0302\u0303',
  'ᄒ',
  '漢字かな',
  ' ',
  '   \t ',
  '\n',
  '\n\n',
  '.',
  '"',
];
const LONG_RUNS = [
  '가'.repeat(90),
  'a'.repeat(400),
  '🚢'.repeat(40),
  `e${'\u0301'.repeat(80)}`,
  `x${' '.repeat(300)}`,
  '. '.repeat(40),
];

const pageText = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...FRAGMENTS) },
      { weight: 1, arbitrary: fc.constantFrom(...LONG_RUNS) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
    ),
    { maxLength: 25 },
  )
  .map((fragments) => fragments.join(''));
const blankText = fc.constantFrom('', ' ', '\n\n', '\t \n');

/** Headings begin at any character and may or may not be printed there. */
const page = fc
  .record({
    text: fc.oneof({ weight: 4, arbitrary: pageText }, { weight: 1, arbitrary: blankText }),
    places: fc.array(
      fc.record({
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        level: fc.integer({ min: 1, max: 4 }),
        printed: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ text, places }) => {
    const characters = Array.from(text);
    const headings = places
      .map(({ share, level, printed }) => {
        const start = characters.slice(0, Math.floor(share * characters.length)).join('').length;
        const title = printed
          ? text
              .slice(start, start + 12)
              .trim()
              .toWellFormed()
          : '다른 제목 title';
        return { start, level, title };
      })
      .sort((a, b) => a.start - b.start);
    return { text, headings };
  });
const document = fc
  .array(page, { maxLength: 6 })
  .map((pages): Page[] => pages.map(({ text, headings }, index) => makePage(index + 1, text, headings)));
const chunking = fc
  .record({
    maxTokens: fc.integer({ min: 12, max: 120 }),
    overlapShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
  })
  .map(({ maxTokens, overlapShare }) => ({ maxTokens, overlapTokens: Math.floor(maxTokens * overlapShare) }));
const language = fc.constantFrom('auto' as const, 'ko' as const, 'en' as const);

function joinPages(pages: readonly Page[], { pageStart, pageEnd }: Chunk): string {
  return pages
    .slice(pageStart - 1, pageEnd)
    .map(({ text }) => text)
    .join('\n');
}

/** Where each page begins in all pages joined. */
function offsetsOf(pages: readonly Page[]): number[] {
  let offset = 0;
  return pages.map(({ text }) => {
    const start = offset;
    offset += text.length + 1;
    return start;
  });
}

/** Checks `check` on the chunks of any document. */
async function everyDocument(
  check: (pages: readonly Page[], chunks: readonly Chunk[], maxTokens: number) => void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(document, chunking, language, async (pages, limits, spoken) => {
      const batches = await collectBatches(pages, { chunking: limits, language: spoken });
      check(pages, batches.flat(), limits.maxTokens);
    }),
    PROPERTY,
  );
}

describe('the chunks of any document', () => {
  test('are the slices of its pages that they say they are', () =>
    everyDocument((pages, chunks) => {
      for (const chunk of chunks) {
        expect(joinPages(pages, chunk).slice(chunk.start, chunk.end)).toBe(chunk.text);
        // Each begins on its first page and ends on its last.
        expect(chunk.start).toBeLessThan(pages[chunk.pageStart - 1]?.text.length ?? 0);
        const lastLength = pages[chunk.pageEnd - 1]?.text.length ?? 0;
        expect(chunk.end).toBeGreaterThan(joinPages(pages, chunk).length - lastLength);
      }
    }));

  test('are numbered from 0, not blank, trimmed, and say how many tokens they have, at most the limit', () =>
    everyDocument((_pages, chunks, maxTokens) => {
      expect(chunks.map((chunk) => chunk.ordinal)).toEqual(chunks.map((_, index) => index));
      for (const { text, tokens } of chunks) {
        expect(text).not.toBe('');
        expect(text.trim()).toBe(text);
        expect(tokens).toBe(countTokens(text));
        expect(tokens).toBeLessThanOrEqual(maxTokens);
      }
    }));

  test('hold every character that is not white space, in order', () =>
    everyDocument((pages, chunks) => {
      const offsets = offsetsOf(pages);
      const whole = pages.map(({ text }) => text).join('\n');
      let covered = 0;
      let previousStart = -1;
      for (const { pageStart, start, end } of chunks) {
        const offset = offsets[pageStart - 1] ?? Number.NaN;
        expect(offset + start).toBeGreaterThan(previousStart);
        expect(offset + end).toBeGreaterThan(covered);
        expect(whole.slice(covered, offset + start)).toMatch(/^\s*$/u);
        previousStart = offset + start;
        covered = offset + end;
      }
      expect(whole.slice(covered)).toMatch(/^\s*$/u);
    }));

  test('do not begin or end between the halves of a character', () =>
    everyDocument((_pages, chunks) => {
      for (const { text } of chunks) expect(text.isWellFormed()).toBe(true);
    }));

  test('carry the titles of headings that stand before their end', () =>
    everyDocument((pages, chunks) => {
      for (const { headings, pageEnd } of chunks) {
        const titles = pages
          .slice(0, pageEnd)
          .flatMap((earlier) => earlier.headings.map(({ title }) => title));
        for (const heading of headings)
          expect(titles.map((title) => title.replace(/\s+/gu, ' ').trim())).toContain(heading);
        expect(headings.length).toBeLessThanOrEqual(4);
      }
    }));

  test('are the same however the pages come in batches', () =>
    fc.assert(
      fc.asyncProperty(
        document,
        chunking,
        fc.integer({ min: 1, max: 4 }),
        async (pages, limits, pagesAtOnce) => {
          const options = { chunking: limits, language: 'auto' } as const;
          expect(await collectBatches(pages, options, pagesAtOnce)).toEqual(
            await collectBatches(pages, options),
          );
        },
      ),
      PROPERTY,
    ));
});

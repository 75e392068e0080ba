import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Page } from '../../../src/domain/page.ts';
import { collectBatches } from '../split/collect-chunks.ts';
import { loadBody as loadHwp } from './load-made-hwp.ts';
import { loadBody as loadHwpx } from './load-made-hwpx.ts';
import * as hwp from './make-hwp.ts';
import * as hwpx from './make-hwpx.ts';

/** A document as both formats can hold it. */
interface Words {
  readonly words: string;
  readonly level: number;
  readonly breaks: boolean;
  readonly note: string;
  readonly rows: readonly (readonly string[])[];
}

const words = fc
  .array(
    fc.constantFrom(
      '휴가는 15일이다. ',
      '한글'.normalize('NFD'),
      'e\u0301 ',
      '🚢',
      '  ',
      'a | b',
      '제3조(목적) ',
      '\u00AD',
    ),
    { maxLength: 5 },
  )
  .map((list) => list.join(''));
const paragraphs = fc.array(
  fc.record<Words>({
    words,
    level: fc.integer({ min: 0, max: 2 }),
    breaks: fc.boolean(),
    note: words,
    rows: fc.oneof(
      fc.constant([]),
      fc.array(fc.array(words, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
    ),
  }),
  { maxLength: 10 },
);

function makeHwpSection(all: readonly Words[]): Buffer[] {
  return all.map(({ words: own, level, breaks, note, rows }) =>
    hwp.paragraph(
      [
        own,
        ...(note === '' ? [] : [hwp.list(17, 'fn  ', (below) => hwp.paragraph(note, {}, below), 7)]),
        ...(rows.length === 0 ? [] : [hwp.textTable(rows)]),
      ],
      { shape: level, divide: breaks ? 4 : 0 },
    ),
  );
}
const docInfo = [hwp.paragraphShape(0), hwp.paragraphShape(1, 1), hwp.paragraphShape(1, 2)];

function makeHwpxSection(all: readonly Words[]): string {
  return all
    .map(({ words: own, level, breaks, note, rows }) => {
      const cells = rows.map((row) => row.map((cell) => hwpx.paragraph(hwpx.text(cell))));
      const content = [
        hwpx.text(own),
        note === ''
          ? ''
          : `<hp:ctrl><hp:footNote number="7">${hwpx.subList(hwpx.paragraph(hwpx.text(note)))}</hp:footNote></hp:ctrl>`,
        rows.length === 0 ? '' : hwpx.table(cells),
      ].join('');
      return hwpx.paragraph(content, `paraPrIDRef="${level}" pageBreak="${breaks ? 1 : 0}"`);
    })
    .join('');
}
const header = [1, 2]
  .map(
    (level) =>
      `<hh:paraPr id="${level}"><hh:heading type="OUTLINE" idRef="0" level="${level - 1}"/></hh:paraPr>`,
  )
  .join('');

/** The pages of any document, in both formats. A first paragraph sees to it that there is text. */
function everyDocument(check: (pages: readonly Page[]) => void | Promise<void>) {
  const start: Words = { words: '시작', level: 0, breaks: false, note: '', rows: [] };
  const property = fc.asyncProperty(paragraphs, async (some) => {
    const all = [start, ...some];
    const fromHwp = await loadHwp(makeHwpSection(all), { docInfo });
    const fromHwpx = await loadHwpx(makeHwpxSection(all), { header });
    expect(fromHwpx.pages).toEqual(fromHwp.pages);
    await check(fromHwp.pages);
  });
  return fc.assert(property, { seed: 20261125, numRuns: 100 });
}

test('both formats give the same pages, canonical, numbered in order, with headings where they say', () =>
  everyDocument((pages) => {
    expect(pages.map((page) => page.number)).toEqual(pages.map((_, index) => index + 1));
    for (const { text, headings } of pages) {
      expect(text).toBe(text.normalize('NFC').trim());
      expect(text).not.toMatch(/\n{3}|[^\S\n]\n/);
      for (const { start, title } of headings) {
        expect(text.slice(start).replace(/\s+/gu, ' ').startsWith(title)).toBe(true);
        expect(start === 0 || text[start - 1] === '\n').toBe(true);
      }
    }
  }));

test('chunks are slices of the pages', () =>
  everyDocument(async (pages) => {
    const options = { chunking: { maxTokens: 40, overlapTokens: 10 }, language: 'auto' } as const;
    for (const chunk of (await collectBatches([...pages], options)).flat()) {
      const joined = pages.slice(chunk.pageStart - 1, chunk.pageEnd).map((page) => page.text);
      expect(joined.join('\n').slice(chunk.start, chunk.end)).toBe(chunk.text);
    }
  }));

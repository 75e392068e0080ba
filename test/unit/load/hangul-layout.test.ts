import { describe, expect, test } from 'vitest';
import { LayoutBreaks } from '../../../src/load/hangul/layout-breaks.ts';
import { loadBody as loadHwp } from './load-made-hwp.ts';
import { loadBody as loadHwpx } from './load-made-hwpx.ts';
import * as hwp from './make-hwp.ts';
import * as hwpx from './make-hwpx.ts';

/** Breaks before each paragraph of a section: the author's or none, then its lines. */
function count(...paragraphs: readonly (readonly [isBroken: boolean, ...lines: number[]])[]): number[] {
  const breaks = new LayoutBreaks();
  breaks.beginSection();
  return paragraphs.map(([isBroken, ...lines]) => breaks.countBefore(isBroken, lines));
}

describe('breaks', () => {
  test('a line that stands higher begins a page, one of the same height does not', () => {
    expect(count([false, 0, 100], [false, 200], [false, 200], [false, 0], [false, 50])).toEqual([
      1, 0, 0, 1, 0,
    ]);
  });

  test('a paragraph over two pages is whole on the first; the next one is on the second', () => {
    expect(count([false, 600, 700, 0, 100], [false, 200], [false, 300])).toEqual([1, 1, 0]);
  });

  test('the author’s break and the higher line after it are one', () => {
    expect(count([true, 0], [true, 0, 100], [true, 500])).toEqual([1, 1, 1]);
  });

  test('paragraphs without lines change nothing', () => {
    expect(count([false, 0, 900], [false], [false, 0])).toEqual([1, 0, 1]);
  });

  test('what ran over at the end of a section counts before the next', () => {
    const breaks = new LayoutBreaks();
    breaks.beginSection();
    breaks.countBefore(false, [500, 0]);
    breaks.beginSection();
    expect(breaks.countBefore(true, [0])).toBe(2);
  });
});

describe.each([
  [
    'HWP',
    (texts: readonly (readonly [words: string, columns: number, ...lines: number[]])[]) =>
      loadHwp(
        texts.map(([words, columns, ...lines]) =>
          hwp.paragraph([...(columns > 0 ? [hwp.columnDefinition(columns)] : []), words], { lines }),
        ),
      ),
  ],
  [
    'HWPX',
    (texts: readonly (readonly [words: string, columns: number, ...lines: number[]])[]) =>
      loadHwpx(
        texts
          .map(([words, columns, ...lines]) => {
            const definition = columns > 0 ? `<hp:ctrl><hp:colPr colCount="${columns}"/></hp:ctrl>` : '';
            return hwpx.paragraph(definition + hwpx.text(words), '', lines);
          })
          .join(''),
      ),
  ],
])('%s', (_format, load) => {
  test('pages are those of the stored lines', async () => {
    const { texts } = await load([
      ['하나', 1, 0, 100],
      ['둘', 0, 800, 0],
      ['셋', 0, 100],
      ['넷', 0, 0],
    ]);
    expect(texts).toEqual(['하나\n\n둘', '셋', '넷']);
  });

  test('in columns higher lines are no pages, behind them they are again', async () => {
    const { texts } = await load([
      ['하나', 2, 800],
      ['둘', 0, 0],
      ['셋', 1, 500],
      ['넷', 0, 0],
    ]);
    expect(texts).toEqual(['하나\n\n둘\n\n셋', '넷']);
  });
});

test('lines of cells do not count', async () => {
  const cell = hwp.table([[{ row: 0, column: 0 }, (level) => hwp.paragraph('칸', { lines: [0] }, level)]]);
  const inHwp = await loadHwp([
    hwp.paragraph([cell], { lines: [500] }),
    hwp.paragraph('뒤', { lines: [600] }),
  ]);
  expect(inHwp.texts).toEqual(['칸\n\n뒤']);
  const table = hwpx.table([[hwpx.paragraph('칸', '', [0])]]);
  const inHwpx = await loadHwpx(hwpx.paragraph(table, '', [500]) + hwpx.paragraph('뒤', '', [600]));
  expect(inHwpx.texts).toEqual(['칸\n\n뒤']);
});

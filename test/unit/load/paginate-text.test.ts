import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paginateText } from '../../../src/load/paginate-text.ts';

const texts = (text: string): string[] => paginateText(text, []).map((page) => page.text);

describe('paginateText', () => {
  test('a short text is one page as it is', () => {
    expect(paginateText('가나다\n\n라마바\n', [{ start: 5, level: 1, title: '라마바' }])).toEqual([
      {
        number: 1,
        label: null,
        text: '가나다\n\n라마바\n',
        width: null,
        height: null,
        lines: [],
        headings: [{ start: 5, level: 1, title: '라마바' }],
      },
    ]);
  });

  test('form feeds cut, and headings follow their page', () => {
    const pages = paginateText('one\ftwo\n# three\f', [{ start: 8, level: 1, title: 'three' }]);
    expect(pages.map((page) => page.text)).toEqual(['one', 'two\n# three']);
    expect(pages[1]?.headings).toEqual([{ start: 4, level: 1, title: 'three' }]);
  });

  test('headings of several pages, in any order; one at a form feed is dropped', () => {
    const heading = (start: number) => ({ start, level: 1, title: String(start) });
    const pages = paginateText('a b\f\fc d\fe', [8, 0, 5, 3, 2, 7].map(heading));
    expect(pages.map(({ headings }) => headings.map(({ start, title }) => [start, title]))).toEqual([
      [
        [0, '0'],
        [2, '2'],
      ],
      [],
      [
        [0, '5'],
        [2, '7'],
      ],
      [],
    ]);
  });

  test('a long text is cut on a paragraph, and joining the pages gives it back', () => {
    const paragraph = `${'가'.repeat(700)}.`;
    const text = Array.from({ length: 200 }, () => paragraph).join('\n\n');
    const pages = texts(text);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.join('\n')).toBe(text);
    for (const page of pages.slice(0, -1)) expect(page.endsWith('.\n')).toBe(true);
  });

  test('without paragraphs on a line, without lines on a sentence', () => {
    const lines = texts(Array.from({ length: 2000 }, () => 'x'.repeat(60)).join('\n'));
    expect(lines.every((page) => page.split('\n').every((line) => line.length === 60))).toBe(true);
    const sentences = texts('이것은 한 문장입니다. '.repeat(6000));
    expect(sentences.length).toBeGreaterThan(1);
    for (const page of sentences) expect(page.startsWith('이것은')).toBe(true);
  });

  test('never inside a grapheme', () => {
    const family = '👨‍👩‍👧‍👦';
    const pages = texts(family.repeat(10_000));
    expect(pages.join('')).toBe(family.repeat(10_000));
    for (const page of pages) expect(page.length % family.length).toBe(0);
  });

  test('nothing is lost and no page is too long', () => {
    const unit = fc.constantFrom('가', 'a', ' ', '\n', '\n\n', '\f', '. ', '👩‍💻', 'e\u0301');
    const property = fc.property(
      fc.array(unit, { maxLength: 60 }),
      fc.integer({ min: 1, max: 4000 }),
      (units, times) => {
        const text = units.join('').repeat(times).slice(0, 200_000);
        const pages = texts(text);
        for (const page of pages) expect(page.length).toBeLessThanOrEqual(50_000);
        const visible = (value: string): string => value.replace(/[\n\f]/g, '');
        expect(visible(pages.join(''))).toBe(visible(text));
      },
    );
    fc.assert(property, { seed: 20261124, numRuns: 60 });
  });
});

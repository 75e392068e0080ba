import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectBatches } from '../split/collect-chunks.ts';
import { loadBody } from './load-made-docx.ts';
import { PAGE_BREAK, paragraph, RENDERED_BREAK, run, table } from './make-docx.ts';

const words = fc.constantFrom(
  '휴가는 15일이다. ',
  '한글'.normalize('NFD'),
  'e\u0301 ',
  '🚢',
  '  ',
  'a | b',
  '제3조(목적) ',
  '&amp;',
  '\u00AD',
);
const runs = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: words.map((text) => run(text)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(PAGE_BREAK, RENDERED_BREAK, '<w:r><w:br/></w:r>', '<w:r><w:tab/></w:r>'),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(words, fc.constantFrom('superscript', 'subscript'))
        .map(([text, position]) => run(text, `<w:vertAlign w:val="${position}"/>`)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(1, 2).map((id) => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`),
    },
    {
      weight: 1,
      arbitrary: words.map((text) => `<w:r><w:txbxContent>${paragraph(text)}</w:txbxContent></w:r>`),
    },
  ),
  { maxLength: 6 },
);
const properties = fc.constantFrom(
  '',
  '',
  '<w:outlineLvl w:val="0"/>',
  '<w:outlineLvl w:val="1"/>',
  '<w:pageBreakBefore/>',
  '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
  '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
  '<w:sectPr/>',
  '<w:rPr><w:del/></w:rPr>',
);
const cell = fc
  .tuple(
    fc.constantFrom('', '<w:tcPr><w:gridSpan w:val="3"/></w:tcPr>', '<w:tcPr><w:vMerge/></w:tcPr>'),
    runs,
    runs,
  )
  .map(([own, first, second]) => `${own}${paragraph(first.join(''))}${paragraph(second.join(''))}`);
const block = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(runs, properties).map(([content, own]) => paragraph(content.join(''), own)),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.array(cell, { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 3,
      })
      .map(table),
  },
);
const numbering =
  '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:lvlText w:val="제%1조"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>';
const footnotes = `<w:footnote w:id="1">${paragraph('주석이다.')}</w:footnote><w:footnote w:id="2" w:type="normal">${paragraph('둘째 주석')}</w:footnote>`;

/** The pages of any document. A first paragraph sees to it that there is text. */
function everyDocument(check: (loaded: Awaited<ReturnType<typeof loadBody>>) => void | Promise<void>) {
  const property = fc.asyncProperty(fc.array(block, { maxLength: 12 }), async (blocks) => {
    await check(await loadBody(paragraph('시작') + blocks.join(''), { numbering, footnotes }));
  });
  return fc.assert(property, { seed: 20261125, numRuns: 150 });
}

test('pages are canonical, numbered in order, and headings begin where they say', () =>
  everyDocument(({ pages }) => {
    expect(pages.map((page) => page.number)).toEqual(pages.map((_, index) => index + 1));
    for (const { text, headings } of pages) {
      expect(text).toBe(text.normalize('NFC').trim());
      expect(text).not.toMatch(/\n{3}|[^\S\n]\n|\u00AD/);
      for (const { start, title } of headings) {
        const spaced = text.slice(start).replace(/\s+/gu, ' ');
        expect(spaced.startsWith(title)).toBe(true);
        expect(start === 0 || text[start - 1] === '\n').toBe(true);
      }
    }
  }));

test('chunks are slices of the pages', () =>
  everyDocument(async ({ pages }) => {
    const options = { chunking: { maxTokens: 40, overlapTokens: 10 }, language: 'auto' } as const;
    for (const chunk of (await collectBatches(pages, options)).flat()) {
      const joined = pages.slice(chunk.pageStart - 1, chunk.pageEnd).map((page) => page.text);
      expect(joined.join('\n').slice(chunk.start, chunk.end)).toBe(chunk.text);
    }
  }));

test('numbers that are raised are not part of the number before them, in whatever runs and cells', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('superscript', 'subscript', 'baseline'), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      async (positions, span) => {
        const runs = positions.map((position) => run('7', `<w:vertAlign w:val="${position}"/>`)).join('');
        const spanned = `<w:tcPr><w:gridSpan w:val="${span}"/></w:tcPr>${paragraph(run('5') + runs)}`;
        const { text = '' } = await loadBody(table([[spanned, paragraph('끝')]]));
        const [first = '', ...rest] = text.split(' | ');
        expect(rest).toEqual([...Array.from({ length: span - 1 }, () => ''), '끝']);
        const onLine = positions.findIndex((position) => position !== 'baseline');
        expect(/^\d+/.exec(first)?.[0]).toBe(`5${'7'.repeat(onLine === -1 ? positions.length : onLine)}`);
        expect(first.match(/\d/g)).toHaveLength(1 + positions.length);
      },
    ),
    { seed: 20261125, numRuns: 60 },
  ));

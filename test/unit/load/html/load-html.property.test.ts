import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHtml } from '../../../../src/load/html/parse-html.ts';
import { readHtmlText } from '../../../../src/load/html/read-html-text.ts';
import { collectChunks } from '../../split/collect-chunks.ts';
import { loadPage } from './load-page.ts';

/** Tags with and without their ends, in any order, between words that are numbered. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('WORD', '<h2>WORD</h2>', '<h4>WORD') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...'<p> </p> <div> </div> <h1> </h1> <h3> </h3> <ul> <ol> <li> </ul> </ol> <table> <tr> <td> <th> </td> </tr>'.split(
        ' ',
      ),
      ...'</table> <b> </b> <a/href=x> </a> <span> </span> <br> <pre> </pre> <dl> <dt> <dd> <section> </section> <hr> <sup> </sup> <sub> </sub> <td/colspan=2> <th/rowspan=3>'.split(
        ' ',
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ' ',
      '\n',
      '&nbsp;',
      '\t',
      '<',
      '&amp;',
      '&#0;',
      '\u0301',
      '\u200B',
      '<!-- x -->',
    ),
  },
);
const source = fc.array(piece, { minLength: 5, maxLength: 80 }).map((pieces) => {
  let words = 0;
  const html = pieces.map((text) => {
    if (text.includes('WORD')) words += 1;
    return text.replace('WORD', `낱말${words}번 word${words}e\u0301. `);
  });
  return { html: `낱말0번 word0é. ${html.join('')}`, words };
});

test('whatever the tags: no word is lost or doubled', () => {
  const property = fc.property(source, ({ html, words }) => {
    const { text } = readHtmlText(parseHtml(html).body, () => false);
    for (let index = 0; index <= words; index += 1) expect(text.split(`낱말${index}번`)).toHaveLength(2);
  });
  fc.assert(property, { seed: 20261126, numRuns: 500 });
});

test('whatever the tags: all offsets hold', async () => {
  let headingCount = 0;
  const property = fc.asyncProperty(source, async ({ html }) => {
    const { pages, headings } = await loadPage(html);
    for (const page of pages) {
      expect(page.text).toBe(page.text.normalize('NFC'));
      expect(page.text.isWellFormed()).toBe(true);
      expect(page.text).not.toMatch(/[\0\r\f]/);
      for (const { start, title } of page.headings) {
        const begin = page.text.slice(start).replace(/\s+/g, ' ');
        expect(begin.slice(0, 12)).toBe(title.slice(0, 12) + begin.slice(title.length, 12));
      }
    }
    headingCount += headings.length;
    const joined = pages.map((page) => page.text);
    const chunks = await collectChunks(pages, 40, 5);
    for (const { pageStart, pageEnd, start, end, text: quote } of chunks) {
      expect(
        joined
          .slice(pageStart - 1, pageEnd)
          .join('\n')
          .slice(start, end),
      ).toBe(quote);
    }
  });
  await fc.assert(property, { seed: 20261126, numRuns: 250 });
  expect(headingCount).toBeGreaterThan(100);
});

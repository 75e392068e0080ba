import { describe, expect, test } from 'vitest';
import { detectMediaType } from '../../../src/load/detect-media-type.ts';
import { ODT_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { WIDE_LIMITS } from './collect-load.ts';
import { zipFiles } from './make-docx.ts';
import { listOdfParts, loadOdf, loadOdfBytes, p, paragraphStyle, table } from './make-odf.ts';

const load = (body: string, parts = {}) => loadOdf('text', body, parts);
const h = (level: number, content: string) => `<text:h text:outline-level="${level}">${content}</text:h>`;
const item = (...content: readonly string[]) => `<text:list-item>${content.join('')}</text:list-item>`;
const list = (style: string, items: readonly string[], attributes = '') =>
  `<text:list text:style-name="${style}" ${attributes}>${items.join('')}</text:list>`;
const numbers = (name: string, ...levels: readonly string[]) =>
  `<text:list-style style:name="${name}">${levels.map((attributes, index) => `<text:list-level-style-number text:level="${index + 1}" ${attributes}/>`).join('')}</text:list-style>`;
const breakBefore = paragraphStyle('Break', '<style:paragraph-properties fo:break-before="page"/>');

describe('paragraphs', () => {
  test('headings with their levels and offsets; the title is that of the metadata', async () => {
    const { head, pages, text } = await load(
      `${h(1, '첫째 장')}${p('글')}${h(2, 'Part <text:span>two</text:span>')}`,
      {
        title: '등대 보고서',
      },
    );
    expect(head).toEqual({ loader: 'odt 1', pageCount: null, title: '등대 보고서' });
    expect(text).toBe('첫째 장\n\n글\n\nPart two');
    expect(pages[0]?.headings).toEqual([
      { start: 0, level: 1, title: '첫째 장' },
      { start: 9, level: 2, title: 'Part two' },
    ]);
  });

  test('without one, it is the first paragraph in the style Title', async () => {
    const styles = paragraphStyle('P1', '', 'style:parent-style-name="Title"');
    expect((await load(p('Harbour report', 'P1') + p('x'), { styles })).head.title).toBe('Harbour report');
  });

  test('white space of the file is one blank, what the author wrote stays', async () => {
    const content =
      '  a\n   b <text:span> c</text:span><text:s text:c="2"/>d<text:tab/>e<text:line-break/>f ';
    expect((await load(p(content))).text).toBe('a b c  d\te\nf');
  });

  test('deleted and hidden text, comments, templates and readings are left out', async () => {
    const hidden = '<style:text-properties text:display="none"/>';
    const styles = `<style:style style:name="T1" style:family="text">${hidden}</style:style>${paragraphStyle('P1', hidden)}`;
    const body = [
      `<text:tracked-changes><text:changed-region><text:deletion>${p('DELETED')}</text:deletion></text:changed-region></text:tracked-changes>`,
      p(
        `A<office:annotation>${p('COMMENT')}</office:annotation>B<text:span text:style-name="T1">SPAN</text:span>`,
      ),
      p('PARAGRAPH', 'P1'),
      `<text:section text:display="none">${p('SECTION')}</text:section>`,
      p(
        '<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>READING</text:ruby-text></text:ruby>',
      ),
      `<text:table-of-content><text:table-of-content-source><text:index-title-template>TEMPLATE</text:index-title-template></text:table-of-content-source><text:index-body>${p('1장 3')}</text:index-body></text:table-of-content>`,
    ].join('');
    const { text, warnings } = await load(body, { styles });
    expect(text).toBe('AB\n\n漢字\n\n1장 3');
    expect(warnings).toMatchObject([{ code: 'HIDDEN_TEXT_LEFT_OUT' }]);
  });

  test('exponents and indices keep apart from the number before them', async () => {
    const style = (name: string, position: string) =>
      `<style:style style:name="${name}" style:family="text"><style:text-properties style:text-position="${position}"/></style:style>`;
    const styles = style('Up', 'super 58%') + style('Down', '-33% 58%') + style('Line', '0% 100%');
    const span = (name: string, content: string) =>
      `<text:span text:style-name="${name}">${content}</text:span>`;
    const body = `10${span('Up', '8')} 5${span('Down', 'i')} 7${span('Up', span('Line', '8'))} 2${span('Up', '3')}`;
    expect((await load(p(body), { styles })).text).toBe('10^8 5_i 78 2^3');
  });

  test('boxes and shapes come after the words around them', async () => {
    const box = `<draw:frame><draw:text-box>${p('Box')}</draw:text-box></draw:frame>`;
    const shape = `<draw:custom-shape>${p('Shape')}</draw:custom-shape>`;
    expect((await load(p(`Before${box}${shape} after`))).text).toBe('Before after\n\nBox\n\nShape');
  });

  test('notes stand below their paragraph with the marks of Word', async () => {
    const note = (kind: string, content: string) =>
      `<text:note text:note-class="${kind}"><text:note-citation>9</text:note-citation><text:note-body>${p(content)}</text:note-body></text:note>`;
    const { text } = await load(
      `${p(`One${note('footnote', 'first')} two${note('endnote', 'last')}${note('footnote', 'second')}.`)}${p('Next')}`,
    );
    expect(text).toBe('One⁽¹⁾ two⁽ⁱ⁾⁽²⁾.\n\n⁽¹⁾ first\n\n⁽ⁱ⁾ last\n\n⁽²⁾ second\n\nNext');
  });
});

describe('lists', () => {
  const styles = numbers(
    'N',
    'style:num-format="1" style:num-suffix="."',
    'style:num-format="가" style:num-prefix="(" style:num-suffix=")"',
    'style:num-format="1" text:display-levels="3"',
  );

  test('numbers of each level, starts and items of several paragraphs', async () => {
    const inner = list('N', [item(p('c')), item(p('d'), list('N', [item(p('e'))]))]);
    const body = list('N', [
      item(p('a')),
      item(p('b'), p('more'), inner),
      `<text:list-item text:start-value="7">${p('f')}</text:list-item>`,
    ]);
    expect((await load(body, { styles })).text).toBe(
      '1. a\n2. b\nmore\n  (가) c\n  (나) d\n    2.나.1 e\n7. f',
    );
  });

  test('a new list begins anew, one that goes on does not; bullets are hyphens', async () => {
    const body = [
      list('N', [item(p('a'))]),
      list('N', [item(p('b'))]),
      list('N', [item(p('c'))], 'text:continue-numbering="true"'),
      list('unknown', [item(p('d'))]),
    ].join('');
    expect((await load(body, { styles })).text).toBe('1. a\n\n1. b\n\n2. c\n\n- d');
  });

  test('headings have the numbers of their outline', async () => {
    const commonStyles =
      '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>';
    const { text, pages } = await load(h(1, 'Keel') + h(2, 'Oak') + h(2, 'Elm') + h(1, 'Mast'), {
      commonStyles,
    });
    expect(text).toBe('I. Keel\n\nI.1 Oak\n\nI.2 Elm\n\nII. Mast');
    expect(pages[0]?.headings[1]).toEqual({ start: 9, level: 2, title: 'I.1 Oak' });
  });
});

describe('tables', () => {
  test('a row is a line; covered cells keep their places, repeated ones are written out', async () => {
    const rows = [
      [p('Name'), p('A'), p('B')],
      [
        `<table:table-cell table:number-columns-spanned="2">${p('wide')}</table:table-cell>`,
        `<table:covered-table-cell>${p('HIDDEN')}</table:covered-table-cell>`,
        p('x'),
      ],
      [p('r'), `<table:table-cell table:number-columns-repeated="2">${p('2')}</table:table-cell>`],
    ];
    expect((await load(p('Above') + table(rows) + p('Below'))).text).toBe(
      'Above\n\nName | A | B\nwide |  | x\nr | 2 | 2\n\nBelow',
    );
  });

  test('repeats are capped, those of tables in tables do not multiply', async () => {
    const cell = (content: string) =>
      `<table:table-cell table:number-columns-repeated="100000000">${content}</table:table-cell>`;
    const once = (content: string) =>
      `<table:table><table:table-row table:number-rows-repeated="100000000">${cell(content)}</table:table-row></table:table>`;
    const { text = '' } = await load(once(once(once(once(p('ab'))))));
    expect(text).toContain('ab | ab');
    expect(text.length).toBeLessThan(5_000_000);
  });
});

describe('pages', () => {
  test('break where a style says so, before and after, once where both do', async () => {
    const styles = `${breakBefore}${paragraphStyle('Child', '', 'style:parent-style-name="Break"')}${paragraphStyle('After', '<style:paragraph-properties fo:break-after="page"/>')}${paragraphStyle('Layout', '', 'style:master-page-name="Wide"')}`;
    const body = p('1', 'Break') + p('2', 'Child') + p('2', 'After') + p('3', 'Break') + p('4', 'Layout');
    expect((await load(body, { styles })).texts).toEqual(['1', '2\n\n2', '3', '4']);
  });

  test('break where the program last did: between and within paragraphs, and at rows', async () => {
    const soft = '<text:soft-page-break/>';
    const rows = `<table:table-row><table:table-cell>${p('a')}</table:table-cell><table:table-cell>${p('b')}</table:table-cell></table:table-row>`;
    const body = [
      p('one'),
      soft,
      p(`two ${soft}three`),
      `<table:table>${rows}${soft}${rows}${rows.replace('>a<', `>${soft}a<`)}${rows}</table:table>`,
    ].join('');
    expect((await load(body)).texts).toEqual(['one', 'two', 'three\n\na | b', 'a | b\na | b', 'a | b']);
  });
});

describe('what is refused', () => {
  const parts = listOdfParts('text', { body: p('x') });

  test('an enciphered document: DOCUMENT_ENCRYPTED', async () => {
    const manifest =
      '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>';
    await expect(load(p('x'), { manifest })).rejects.toMatchObject({ code: 'DOCUMENT_ENCRYPTED' });
  });

  test.each([
    ['no content', { 'content.xml': undefined }, 'DOCUMENT_UNREADABLE'],
    ['content cut short', { 'content.xml': parts['content.xml']?.slice(0, -30) }, 'DOCUMENT_UNREADABLE'],
    ['no text', { 'content.xml': parts['content.xml']?.replace('>x<', '><') }, 'DOCUMENT_HAS_NO_TEXT'],
  ])('%s', async (_what, changes, code) => {
    const files = Object.entries({ ...parts, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    await expect(loadOdfBytes('text', zipFiles(Object.fromEntries(files)))).rejects.toMatchObject({ code });
  });

  test('a document of more pages or text than allowed', async () => {
    const bytes = zipFiles(listOdfParts('text', { styles: breakBefore, body: p('a') + p('b', 'Break') }));
    for (const limits of [{ maxPages: 1 }, { maxTextBytes: 1 }])
      await expect(loadOdfBytes('text', bytes, { ...WIDE_LIMITS, ...limits })).rejects.toMatchObject({
        code: 'DOCUMENT_LIMIT_EXCEEDED',
      });
  });
});

test('a text is told by its first part', () => {
  const head = zipFiles(listOdfParts('text', { body: p('x') }));
  const detect = (filename: string, declared: string | null) => detectMediaType({ head, filename, declared });
  expect(detect('a.ott', `${ODT_MEDIA_TYPE}-template`)).toEqual({ mediaType: ODT_MEDIA_TYPE, warnings: [] });
  expect(detect('a.ods', null).warnings).toMatchObject([{ code: 'MEDIA_TYPE_MISMATCH' }]);
});

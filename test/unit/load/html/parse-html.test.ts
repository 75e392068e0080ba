import { describe, expect, test } from 'vitest';
import type { HtmlElement } from '../../../../src/load/html/html-tree.ts';
import { parseHtml } from '../../../../src/load/html/parse-html.ts';
import { repeat } from './load-page.ts';

/** A tree in short: `ul(li(a) li(b))`. */
const write = (element: HtmlElement): string =>
  element.children
    .map((child) => (typeof child === 'string' ? child : `${child.name}(${write(child)})`))
    .join(' ');
const parse = (source: string): string => write(parseHtml(source).body);

describe('the tree is the one that browsers build', () => {
  test.each([
    ['paragraphs without end', '<p>a<p>b<div>c</div>', 'p(a) p(b) div(c)'],
    ['items without end, and what is in them', '<ul><li><p>a<li><p>b</ul>c', 'ul(li(p(a)) li(p(b))) c'],
    ['an inner list belongs to its item', '<ul><li>a<ul><li>b</ul><li>c</ul>', 'ul(li(a ul(li(b))) li(c))'],
    [
      'cells and rows without end',
      '<table><tr><td><p>a<td>b<tr><td>c</table>d',
      'table(tr(td(p(a)) td(b)) tr(td(c))) d',
    ],
    ['a row that was left out', '<table><td>a<td>b</table>', 'table(tr(td(a) td(b)))'],
    [
      'sections of a table',
      '<table><thead><tr><th>a<tbody><tr><td>b</table>',
      'table(thead(tr(th(a))) tbody(tr(td(b))))',
    ],
    [
      'a table in a cell',
      '<table><tr><td><table><tr><td>a</table>b</table>',
      'table(tr(td(table(tr(td(a))) b)))',
    ],
    ['parts of a table outside of one', '<td>a<tr>b', 'a b'],
    ['terms and definitions', '<dl><dt>a<dd>b<dt>c</dl>', 'dl(dt(a) dd(b) dt(c))'],
    ['an end tag does not leave its cell', '<div><table><tr><td>a</div>b</table>', 'div(table(tr(td(a b))))'],
    ['end tags of nothing', '</p></div>a</li>', 'a'],
    ['a heading ends the one before', '<h2>a<h3>b</h3>', 'h2(a) h3(b)'],
    ['a link ends the one before', '<a href=x>a<a href=y>b</a>', 'a(a) a(b)'],
    ['old names', '<center>a</center><dir><li>b</dir><xmp><b></xmp>', 'div(a) ul(li(b)) pre(<b>)'],
    ['looks', '<b>a <i>b</b> c</i><font color=red>d</font> <span>e</span>', 'a  b  c d   e'],
    [
      'controls and drawings',
      'a<select><option>b</select><svg><title>t</title><path/></svg><button>c</button>d',
      'a d',
    ],
    ['a drawing without end ends with the next block', '<svg><g><p>a', 'p(a)'],
    ['a button that folds a section is its title', '<h2><button>a</button></h2>', 'h2(a)'],
    ['character references', 'a&amp;b &lt;c&gt; &#44032;&nbsp;&notit;', 'a&b <c> 가\u00A0¬it;'],
  ])('%s', (_what, source, tree) => {
    expect(parse(source)).toBe(tree);
  });

  test('a tag that ends in itself does so in XML only', () => {
    expect(parse('<?xml version="1.0"?><div/>a<script src="x"/>b')).toBe('div() a b');
    expect(parse('<div/>a')).toBe('div(a)');
  });

  test('what hides the text of an element is noticed through tags that only change the look', () => {
    const { body } = parseHtml('<span style="x:y; DISPLAY : none"><span>a</span>b</span>c');
    const [hidden] = body.children;
    expect(hidden).toMatchObject({ name: 'span', hidden: true });
    expect(body.children[1]).toBe('c');
  });

  test('title and metas', () => {
    const page = parseHtml(
      '<title> a\n&amp; b</title><meta property=og:title content="c"><meta name=OG:Title content=d><svg><title>e</title></svg>',
    );
    expect(page.title).toBe('a & b');
    expect([...page.metas]).toEqual([['og:title', 'c']]);
  });
});

describe('limits', () => {
  const refused = expect.objectContaining({ code: 'DOCUMENT_TOO_COMPLEX', retryable: false });

  test.each([
    ['elements in elements', repeat(200_000, () => '<div>')],
    ['cells in cells', repeat(200, () => '<table><tr><td>')],
    ['more elements than any page has', repeat(500_001, () => '<br>')],
  ])('%s are refused', (_what, source) => {
    expect(() => parseHtml(source)).toThrow(refused);
  });

  test.each([
    ['p', '<p>a'],
    ['li', '<li><p>a'],
    ['td', '<table><tr><td><p>a<td>b'],
    ['br', '<br>a'],
    ['font and b', '<font color=red><b>a'],
    ['a', '<a name=x><p>a'],
    ['option', '<select><option>a<option>b</select>'],
    ['dt', '<dl><dt>a<dd>b</dl>'],
  ])('ten thousand times %s without its end is no nesting', (_name, piece) => {
    const isTable = piece.startsWith('<table>');
    const source = isTable ? `<table>${piece.slice(7).repeat(10_000)}` : piece.repeat(10_000);
    expect(parseHtml(source).elementCount).toBeLessThan(50_001);
  });

  test('512 levels are read', () => {
    expect(parse(`${'<div>'.repeat(512)}a`)).toContain('(a)');
    expect(() => parse('<div>'.repeat(513))).toThrow(refused);
  });
});

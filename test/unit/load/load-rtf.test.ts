import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { detectMediaType } from '../../../src/load/detect-media-type.ts';
import { loadDocument } from '../../../src/load/load-document.ts';
import { RTF_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';

const HEAD =
  '{\\rtf1\\ansi\\ansicpg949\\deff0{\\fonttbl{\\f0\\fnil\\fcharset129 Batang;}{\\f1\\fcharset0 Arial;}{\\f2\\fcharset128 MS Gothic;}{\\f3\\fcharset134 SimSun;}{\\f4\\fcharset136 MingLiU;}{\\f5\\fcharset204 Arial;}}';

async function loadBytes(bytes: Uint8Array, limits = WIDE_LIMITS) {
  const source = { mediaType: RTF_MEDIA_TYPE, bytes: bytes.length, charset: null };
  const loaded = await collectLoad(loadDocument(bytes, source, limits));
  return { ...loaded, text: loaded.pages[0]?.text, texts: loaded.pages.map((page) => page.text) };
}

/** What is loaded of a document with the body `content`, given as Latin-1. */
const load = (content: string, limits = WIDE_LIMITS) =>
  loadBytes(Buffer.from(`${HEAD}${content}}`, 'latin1'), limits);
const hex = (text: string, encoding: string) =>
  Array.from(iconv.encode(text, encoding), (byte) => `\\'${byte.toString(16).padStart(2, '0')}`).join('');

describe('characters', () => {
  test.each([
    [0, '똠방각하 펲시 뷁', 'cp949'],
    [2, '録を見つけた表ソ', 'shift_jis'],
    [3, '简体中文', 'gbk'],
    [4, '繁體中文功', 'big5'],
    [5, 'Маяк', 'windows-1251'],
    [1, 'naïve café', 'windows-1252'],
    [1, '글꼴이 틀린 한글', 'cp949'],
  ])('of font %i: %s', async (font, text, encoding) => {
    expect((await load(`\\f${font} ${hex(text, encoding)}\\par`)).text).toBe(text);
    const raw = iconv
      .encode(text, encoding)
      .toString('latin1')
      .replace(/[\\{}]/g, '\\$&');
    expect((await load(`\\f${font} ${raw}\\par`)).text).toBe(text);
  });

  test('by number, with characters for programs that do not know it', async () => {
    expect(
      (await load("\\u46321?\\uc2\\u45824\\'b4\\'eb \\u-10179 ??\\u-8704 ??!\\uc0\\u44032 b")).text,
    ).toBe('등대 \u{1F600}!가b');
  });

  test('a character cut in two by a group keeps the fallback of its own group', async () => {
    expect((await load('{\\uc0\\u44032}{\\u45208 ?}c')).text).toBe('가나c');
  });

  test('symbols, words and escapes; line ends of the file are nothing', async () => {
    expect(
      (await load('a\\~b\\-c\\_d \\{\\\\\\}\r\ne\\tab f\\line g\\ldblquote h\\rdblquote\\emdash i')).text,
    ).toBe('a\u00A0bc\u2011d {\\}e\tf\ng“h”—i');
  });

  test('the font of a group ends with it, binary data are passed over', async () => {
    expect((await load(`{\\f2 ${hex('録', 'shift_jis')}}${hex('글', 'cp949')}{\\bin5 }}}}}x}`)).text).toBe(
      '録글x',
    );
  });
});

describe('structure', () => {
  const styles =
    '{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 Kapitel;}{\\s2\\sbasedon0 heading 2;}{\\*\\cs3 Char;}{\\s9 Title;}}';

  test('headings by style and outline level; the title by the properties, else by style', async () => {
    const body =
      '\\pard\\s9 Harbour report\\par\\pard\\s1 One\\par\\pard Text\\par\\pard\\s2 Two\\par\\pard\\outlinelevel2 Three\\par\\pard\\s1\\outlinelevel9 No\\par';
    const { head, text, pages } = await load(
      `${styles}{\\info{\\title Lighthouse ${hex('보고서', 'cp949')}}{\\author X}}${body}`,
    );
    expect(head).toEqual({ loader: 'rtf 1', pageCount: null, title: 'Lighthouse 보고서' });
    expect((await load(styles + body)).head.title).toBe('Harbour report');
    expect(text).toBe('Harbour report\n\nOne\n\nText\n\nTwo\n\nThree\n\nNo');
    expect(pages[0]?.headings.map(({ level, title }) => [level, title])).toEqual([
      [1, 'One'],
      [2, 'Two'],
      [3, 'Three'],
    ]);
    for (const { start, title } of pages[0]?.headings ?? [])
      expect(text?.startsWith(title, start)).toBe(true);
  });

  test('lists have their labels, one to a line', async () => {
    const item = (label: string, level: number, text: string) =>
      `{\\listtext\\pard\\plain ${label}\\tab}\\pard\\ilvl${level}\\ls1 ${text}\\par`;
    expect(
      (
        await load(
          `Before\\par${item('1.', 0, 'a')}${item("\\f1\\'b7", 1, 'b')}${item('2.', 0, 'c')}\\pard After`,
        )
      ).text,
    ).toBe('Before\n\n1. a\n  - b\n2. c\n\nAfter');
  });

  test('tables, tables in cells, and what comes after', async () => {
    const row = (...cells: readonly string[]) =>
      `\\trowd\\cellx1 ${cells.map((cell) => `\\pard\\intbl ${cell}\\cell`).join('')}\\row`;
    const nested =
      'x\\par\\pard\\intbl\\itap2 p\\nestcell q\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables\\par}\\pard\\intbl y';
    expect(
      (await load(`Above\\par${row('Name', 'Count')}${row('a', '')}${row('b', nested)}\\pard Below\\par`))
        .text,
    ).toBe('Above\n\nName | Count\na\nb | x p q y\n\nBelow');
  });

  test('notes stand below their paragraph, endnotes with marks of their own; boxes after it', async () => {
    const footnote = '{\\super\\chftn{\\footnote\\pard\\plain{\\super\\chftn} first\\par second}}';
    const endnote = '{\\super\\chftn{\\footnote\\ftnalt\\pard last}}';
    const box = '{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt\\pard Box\\par}}{\\shprslt OLD}}';
    expect((await load(`One${footnote} two${endnote}${box}.\\par Next\\par`)).text).toBe(
      'One⁽¹⁾ two⁽ⁱ⁾.\n\n⁽¹⁾ first\nsecond\n\n⁽ⁱ⁾ last\n\nBox\n\nNext',
    );
  });

  test('boxes of older versions are read, once where a newer one stands beside', async () => {
    const old =
      '{\\*\\do\\dobxmargin\\dobypara\\dodhgt1\\dptxbx{\\dptxbxtext\\pard Box\\par}\\dpx10\\dpfillpat1}';
    expect((await load(`One${old}.\\par Next\\par`)).text).toBe('One.\n\nBox\n\nNext');
    const both = `{\\shp{\\*\\shpinst{\\shptxt\\pard New\\par}}{\\shprslt${old}}}`;
    expect((await load(`One${both}.\\par Next\\par`)).text).toBe('One.\n\nNew\n\nNext');
  });

  test('exponents and indices keep apart from the number before them', async () => {
    const body =
      '10{\\super 8} H{\\sub 2}O x\\sub 10\\nosupersub , 1{\\super st}\\par 5\\super 2\\par\\plain 7';
    expect((await load(body)).text).toBe('10^8 H2O x10, 1st\n\n5^2\n\n7');
  });

  test('fields show their result; what is not shown is left out', async () => {
    const body =
      '{\\header HEADER}{\\field{\\*\\fldinst HYPERLINK X}{\\fldrslt link}}{\\*\\unknown NO}{\\pict 89504e47}{\\xe INDEX}{\\*\\annotation COMMENT}{\\deleted DELETED\\par}{\\v HIDDEN} end';
    const { text, warnings } = await load(body);
    expect(text).toBe('link end');
    expect(warnings).toMatchObject([{ code: 'HIDDEN_TEXT_LEFT_OUT' }]);
  });

  test('pages break where the author did, and at sections that begin one', async () => {
    const body =
      'a\\par\\page b\\page c\\par\\sect\\sectd d\\par\\sect\\sectd\\sbknone e\\par\\pard\\pagebb f\\par\\pard\\page\\pard\\pagebb g';
    expect((await load(body)).texts).toEqual(['a', 'b', 'c', 'd\n\ne', 'f', 'g']);
  });
});

describe('broken and hostile files', () => {
  test('a file cut short is read, with a warning; what stands behind the end is not', async () => {
    const { text, warnings } = await loadBytes(Buffer.from(`${HEAD}Text {\\b bold`, 'latin1'));
    expect(text).toBe('Text bold');
    expect(warnings).toMatchObject([{ code: 'DOCUMENT_CUT_SHORT' }]);
    const behind = await loadBytes(Buffer.from(`${HEAD}Text}} BEHIND {\\b x`, 'latin1'));
    expect(behind).toMatchObject({ text: 'Text', warnings: [] });
  });

  test.each([
    ['no RTF', 'Hello', 'DOCUMENT_UNREADABLE'],
    ['no text', `${HEAD}\\par}`, 'DOCUMENT_HAS_NO_TEXT'],
    ['groups without end', HEAD + '{'.repeat(100_000), 'DOCUMENT_TOO_COMPLEX'],
  ])('%s is refused', async (_what, source, code) => {
    await expect(loadBytes(Buffer.from(source, 'latin1'))).rejects.toMatchObject({ code });
  });

  test('the limits hold', async () => {
    await expect(load('a\\page b', { ...WIDE_LIMITS, maxPages: 1 })).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
    });
    await expect(load('abc\\par', { ...WIDE_LIMITS, maxTextBytes: 2 })).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
    });
  });

  test('numbers beyond all bounds, ends without beginnings, tables a million deep', async () => {
    const body =
      "a\\u99999999?b\\uc-5\\u44032 c\\row\\cell\\nestrow\\itap999999999 d\\nestcell\\bin-7 e\\f-1\\ansicpg77777 f\\'zz g";
    expect((await load(body)).text).toContain('가c');
    expect((await load('x\\bin99999999 y')).text).toBe('x');
  });
});

test('RTF is told by its content under any name', () => {
  const detect = (filename: string | null, declared: string | null) =>
    detectMediaType({ head: Buffer.from('{\\rtf1\\ansi hello}'), filename, declared });
  for (const declared of [null, 'text/rtf', 'application/rtf'])
    expect(detect('a.rtf', declared)).toEqual({ mediaType: RTF_MEDIA_TYPE, warnings: [] });
  expect(detect('a.doc', 'text/plain')).toMatchObject({
    mediaType: RTF_MEDIA_TYPE,
    warnings: [{ code: 'MEDIA_TYPE_MISMATCH' }],
  });
});

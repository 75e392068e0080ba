import { expect, test } from 'vitest';
import { detectMediaType } from '../../../src/load/detect-media-type.ts';
import { EPUB_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { WIDE_LIMITS } from './collect-load.ts';
import { zipFiles } from './make-docx.ts';
import { listEpubFiles, loadBook, loadMadeBook } from './make-epub.ts';

const chapters = {
  '1장.xhtml': '<h1>첫째 장</h1><p>등대가 섰다.</p>',
  'two.xhtml': '<h2>Two</h2><p>A&nbsp;b<p>c',
};

test('chapters are pages in the order of the spine, with headings; the title is that of the package', async () => {
  const { head, pages, texts, warnings } = await loadMadeBook({ chapters, title: '등대지기' });
  expect(head).toEqual({ loader: 'epub 1', pageCount: null, title: '등대지기' });
  expect(texts).toEqual(['첫째 장\n\n등대가 섰다.', 'Two\n\nA b\n\nc']);
  expect(pages.map(({ number, headings }) => ({ number, headings }))).toEqual([
    { number: 1, headings: [{ start: 0, level: 1, title: '첫째 장' }] },
    { number: 2, headings: [{ start: 0, level: 2, title: 'Two' }] },
  ]);
  expect(warnings).toEqual([]);
});

test('tables of contents, chapters without text and what is missing are no pages', async () => {
  const nav =
    '<html><body><nav><ol><li>첫째 장</li></ol></nav><p><a href="two.xhtml">TWO</a></p></body></html>';
  const { texts, warnings } = await loadMadeBook({
    chapters: { 'cover.xhtml': '<img src="a.jpg"/>', ...chapters },
    items:
      '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="scripted nav"/><item id="toc" href="toc.html" media-type="text/html"/><item id="gone" href="gone.html" media-type="text/html"/><item id="pic" href="pic.svg" media-type="image/svg+xml"/>',
    spine: ['nav', 'toc', 'gone', 'pic', 'unknown', 'c1'],
    more: '<guide><reference type="TOC" href="toc.html#start"/></guide>',
    files: { 'OEBPS/nav.xhtml': nav, 'OEBPS/toc.html': nav, 'OEBPS/pic.svg': '<svg><text>PIC</text></svg>' },
  });
  expect(texts).toEqual(['첫째 장\n\n등대가 섰다.', 'Two\n\nA b\n\nc']);
  const message = 'The file lacks 2 chapter(s) that it names: number 5, 6.';
  expect(warnings).toEqual([{ code: 'PART_MISSING', message, pages: [] }]);
});

test('a chapter that begins with the table of contents stays', async () => {
  const first = '<p><a href="two.xhtml">Two</a></p><p>And a longer text that follows on the contents.</p>';
  const { texts } = await loadMadeBook({
    chapters: { 'one.xhtml': first, 'two.xhtml': '<p>Two' },
    more: '<guide><reference type="toc" href="one.xhtml#contents"/></guide>',
  });
  expect(texts).toEqual(['Two\n\nAnd a longer text that follows on the contents.', 'Two']);
});

test('a long chapter is cut into pages, numbered on', async () => {
  const long = Array.from({ length: 1_500 }, (_, index) => `<p>${`word${index} `.repeat(6)}</p>`).join('');
  const { pages } = await loadMadeBook({ chapters: { 'a.xhtml': long, 'b.xhtml': '<p>End' } });
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.map((page) => page.number)).toEqual(pages.map((_, index) => index + 1));
  expect(Math.max(...pages.map((page) => page.text.length))).toBeLessThanOrEqual(50_000);
  expect(pages.at(-1)?.text).toBe('End');
});

test('hidden text is left out with a warning that names the page', async () => {
  const hidden = '<p>Shown</p><p hidden="">These words are hidden from readers.</p>';
  const { texts, warnings } = await loadMadeBook({ chapters: { ...chapters, 'c.xhtml': hidden } });
  expect(texts[2]).toBe('Shown');
  expect(warnings).toMatchObject([{ code: 'HIDDEN_TEXT_LEFT_OUT', pages: [3] }]);
});

test('fonts may be obfuscated; whatever else is enciphered: DOCUMENT_ENCRYPTED', async () => {
  const encryption = (algorithm: string) => ({
    'META-INF/encryption.xml': `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="${algorithm}"/></e:EncryptedData></encryption>`,
  });
  const fonts = await loadMadeBook({ chapters, files: encryption('http://www.idpf.org/2008/embedding') });
  expect(fonts.pages).toHaveLength(2);
  await expect(
    loadMadeBook({ chapters, files: encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc') }),
  ).rejects.toMatchObject({ code: 'DOCUMENT_ENCRYPTED' });
});

test.each([
  ['no container', { 'META-INF/container.xml': '<container/>' }, 'DOCUMENT_UNREADABLE'],
  [
    'no chapters',
    { 'OEBPS/book.opf': '<package xmlns="http://www.idpf.org/2007/opf"/>' },
    'DOCUMENT_UNREADABLE',
  ],
  ['no text', { 'OEBPS/1장.xhtml': '<p>', 'OEBPS/two.xhtml': '' }, 'DOCUMENT_HAS_NO_TEXT'],
  ['nested without end', { 'OEBPS/two.xhtml': '<div>'.repeat(5_000) }, 'DOCUMENT_TOO_COMPLEX'],
])('%s is refused', async (_what, files, code) => {
  await expect(loadMadeBook({ chapters, files })).rejects.toMatchObject({ code });
});

test('the limits hold over all chapters', async () => {
  const bytes = zipFiles(listEpubFiles({ chapters }));
  await expect(loadBook(bytes, { ...WIDE_LIMITS, maxPages: 1 })).rejects.toMatchObject({
    code: 'DOCUMENT_LIMIT_EXCEEDED',
  });
});

test('a book is told by its first part, or by the names of its parts', () => {
  const { mimetype = '', ...others } = listEpubFiles({ chapters });
  for (const files of [
    { mimetype, ...others },
    { ...others, mimetype },
  ]) {
    const bytes = zipFiles(files);
    expect(detectMediaType({ head: bytes, filename: 'a.epub', declared: EPUB_MEDIA_TYPE })).toEqual({
      mediaType: EPUB_MEDIA_TYPE,
      warnings: [],
    });
    expect(detectMediaType({ head: bytes, filename: 'a.zip', declared: null }).warnings).toMatchObject([
      { code: 'MEDIA_TYPE_MISMATCH' },
    ]);
  }
});

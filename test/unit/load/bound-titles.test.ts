import { expect, test } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';

async function loadMarkdown(text: string) {
  const bytes = Buffer.from(text);
  const source = { mediaType: 'text/markdown', bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, WIDE_LIMITS));
}

test('a title and headings without end are cut; the text is not', async () => {
  const words = 'harbour '.repeat(10_000);
  const { head, pages } = await loadMarkdown(`---\ntitle: ${words}\n---\n\n## ${words}\n\ntext\n`);
  expect(head.title).toBe('harbour '.repeat(38).slice(0, 300).trimEnd());
  expect(pages.flatMap(({ headings }) => headings.map(({ title }) => title.length))).toEqual([500]);
  expect(pages.map(({ text }) => text).join('').length).toBeGreaterThan(2 * words.length);
});

test('a title of the longest length stays, and no character is cut in two', async () => {
  expect((await loadMarkdown(`# ${'a'.repeat(300)}\n`)).head.title).toHaveLength(300);
  expect((await loadMarkdown(`# ${'a'.repeat(299)}😀\n`)).head.title).toBe('a'.repeat(299));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';

const load = (text: string) => {
  const bytes = Buffer.from(text);
  const source = { mediaType: 'text/markdown', bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, WIDE_LIMITS));
};

describe('Markdown', () => {
  test('headings of both kinds with their offsets, none in fences and front matter', async () => {
    const text = [
      '---',
      'title: "앞머리 제목"',
      '# not a heading',
      '---',
      '도입',
      '',
      '# 안내 **문서** {#guide}',
      '```sh',
      '# a comment',
      '```',
      '~~~',
      '```',
      '## still code',
      '~~~',
      '둘째 제목',
      '--------',
      '- item',
      '---',
      '   ### `code` and [link](http://x.example) ###',
      '#hashtag',
      '####### seven',
    ].join('\n');
    const { head, pages } = await load(text);
    expect(head.title).toBe('안내 문서');
    expect(pages[0]?.text).toBe(text);
    expect(pages[0]?.headings.map(({ level, title }) => [level, title])).toEqual([
      [1, '안내 문서'],
      [2, '둘째 제목'],
      [3, 'code and link'],
    ]);
    const starts = pages[0]?.headings.map(({ start }) => text.slice(start).split('\n')[0]);
    expect(starts).toEqual([
      '# 안내 **문서** {#guide}',
      '둘째 제목',
      '### `code` and [link](http://x.example) ###',
    ]);
  });

  test('the front matter gives the title where no heading of level 1 does', async () => {
    expect((await load("---\ntitle: '설치'\n---\n## 시작\n")).head.title).toBe('설치');
    expect((await load('## 시작\n')).head.title).toBeNull();
  });

  test('the canonical text is NFC with line feeds, without NUL and lone surrogates', async () => {
    const { pages } = await load(`\uFEFF${'한글'.normalize('NFD')}\r\n둘\0째\r끝`);
    expect(pages[0]?.text).toBe('한글\n둘째\n끝');
  });

  test('white space alone is no text', async () => {
    await expect(load(' \n\n\t\f \n')).rejects.toMatchObject({ code: 'DOCUMENT_HAS_NO_TEXT' });
  });

  test('the limit on text counts UTF-8 bytes and is named', async () => {
    const bytes = Buffer.from('가나다라');
    const source = { mediaType: 'text/plain', bytes: bytes.length, charset: null };
    const under = loadDocument(bytes, source, { ...WIDE_LIMITS, maxTextBytes: 12 });
    expect((await collectLoad(under)).pages).toHaveLength(1);
    const over = loadDocument(bytes, source, { ...WIDE_LIMITS, maxTextBytes: 11 });
    await expect(collectLoad(over)).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining('11 bytes of text'),
    });
  });

  test('any heading begins where its offset says', async () => {
    const line = fc.constantFrom(
      '# 가',
      '## b c',
      '글',
      '',
      '===',
      '---',
      '```',
      '> # q',
      '  # d',
      '- x',
      'e\u0301',
    );
    const property = fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
      const source = `${lines.join('\n')}\n끝`;
      for (const page of (await load(source)).pages) {
        for (const heading of page.headings) {
          const [first] = heading.title.split(' ');
          expect(
            page.text
              .slice(heading.start)
              .replace(/^#+ /, '')
              .startsWith(first ?? ''),
          ).toBe(true);
        }
      }
    });
    await fc.assert(property, { seed: 20261124, numRuns: 200 });
  });
});

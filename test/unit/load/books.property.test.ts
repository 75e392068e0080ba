import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { Page } from '../../../src/domain/page.ts';
import { loadDocument } from '../../../src/load/load-document.ts';
import { RTF_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { entity, loadMessage } from './make-eml.ts';
import { loadMadeBook } from './make-epub.ts';
import { loadOdf, p } from './make-odf.ts';

/** A paragraph as all of these formats can hold it. */
interface Words {
  readonly words: string;
  readonly isHeading: boolean;
}

const paragraphs = fc.array(
  fc.record<Words>({
    words: fc
      .array(
        fc.constantFrom('휴가는 15일이다. ', '똠방각하 ', 'e\u0301 ', '🚢', 'a | b', '제3조(목적) ', '漢字 '),
        {
          minLength: 1,
          maxLength: 5,
        },
      )
      .map((list) => `글자 ${list.join('')}`.trim()),
    isHeading: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

function toRtf(words: string): string {
  return Array.from(words.split(''), (unit) =>
    /[ -~]/.test(unit) ? unit : `\\u${unit.charCodeAt(0)}?`,
  ).join('');
}

async function loadRtf(all: readonly Words[]): Promise<{ pages: Page[] }> {
  const body = all.map(
    ({ words, isHeading }) => `\\pard\\outlinelevel${isHeading ? 0 : 9} ${toRtf(words)}\\par`,
  );
  const bytes = Buffer.from(`{\\rtf1\\ansi${body.join('\n')}}`, 'latin1');
  const source = { mediaType: RTF_MEDIA_TYPE, bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, WIDE_LIMITS));
}

const FORMATS: Readonly<Record<string, (all: readonly Words[]) => Promise<{ pages: Page[] }>>> = {
  RTF: loadRtf,
  ODT: (all) =>
    loadOdf(
      'text',
      all
        .map(({ words, isHeading }) =>
          isHeading ? `<text:h text:outline-level="1">${words}</text:h>` : p(words),
        )
        .join(''),
    ),
  EPUB: (all) =>
    loadMadeBook({
      chapters: {
        'a.xhtml': all
          .map(({ words, isHeading }) => (isHeading ? `<h1>${words}</h1>` : `<p>${words}</p>`))
          .join(''),
      },
    }),
};

test.each(Object.keys(FORMATS))('%s: the words in order, headings where they stand', async (name) => {
  await fc.assert(
    fc.asyncProperty(paragraphs, async (all) => {
      const { pages } = (await FORMATS[name]?.(all)) ?? { pages: [] };
      const texts = all.map(({ words }) => words.normalize('NFC'));
      expect(pages.map((page) => page.text)).toEqual([texts.join('\n\n')]);
      const headings = pages.flatMap((page) => page.headings);
      expect(headings.map(({ title }) => title)).toEqual(
        texts.filter((_, index) => all[index]?.isHeading === true),
      );
      for (const { start, title } of headings) expect(pages[0]?.text.startsWith(title, start)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('EML: the words of the subject and the text, in UTF-8 and CP949, by each encoding for transfer', async () => {
  const encodings = fc.constantFrom('8bit', 'base64', 'quoted-printable');
  await fc.assert(
    fc.asyncProperty(
      paragraphs,
      fc.constantFrom('utf-8', 'cp949'),
      encodings,
      async (all, charset, transfer) => {
        const words = all
          .map((paragraph) => paragraph.words.normalize('NFC').replace(/[🚢é漢字]/gu, ''))
          .join('\n\n');
        const bytes = iconv.encode(words, charset);
        const subject = `=?${charset}?B?${iconv.encode('똠방 등대', charset).toString('base64')}?=`;
        const body = {
          '8bit': bytes,
          base64: bytes.toString('base64'),
          'quoted-printable': toQuotedPrintable(bytes),
        }[transfer];
        const headers = [
          `Subject: ${subject}`,
          `Content-Type: text/plain; charset=${charset}`,
          `Content-Transfer-Encoding: ${transfer}`,
        ];
        const { text } = await loadMessage(entity(headers, body));
        expect(text).toBe(`Subject: 똠방 등대\n\n${words.replace(/ +$/gm, '').trim()}`);
      },
    ),
    { numRuns: 60 },
  );
});

function toQuotedPrintable(bytes: Buffer): string {
  const encoded = Array.from(bytes, (byte) =>
    byte === 0x0a
      ? '\r\n'
      : byte > 0x20 && byte < 0x7f && byte !== 0x3d
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return encoded.join('');
}

import { basename } from 'node:path';
import iconv from 'iconv-lite';
import { type KoreanCmap, makeCmapPdf } from '../../test/support/make-cmap-pdf.ts';

/** A file of the evaluation set, and what is made of it first. */
export interface KoreanFile {
  readonly file: string;
  /** Absent: it is sent as it is. */
  readonly as?: 'cp949' | KoreanCmap;
}

export interface MadeFile {
  readonly bytes: Buffer;
  readonly name: string;
  /** Texts of the pages of a PDF that was made. */
  readonly pages: readonly string[];
}

const LINE_CHARS = 32;
const PAGE_LINES = 28;

/** What is sent, under a name in NFD that begins in Korean. */
export function makeKoreanFile({ file, as }: KoreanFile, bytes: Uint8Array): MadeFile {
  const name = `자료 ${basename(file)}`;
  if (as === undefined) return { bytes: Buffer.from(bytes), name: name.normalize('NFD'), pages: [] };
  const source = Buffer.from(bytes).toString('utf8').normalize('NFC');
  const text = iconv.decode(iconv.encode(source, 'cp949'), 'cp949');
  if (as === 'cp949') return { bytes: iconv.encode(text, 'cp949'), name: name.normalize('NFD'), pages: [] };
  const pages = cutPages(text);
  return {
    bytes: makeCmapPdf(as, pages),
    name: name.replace('.md', '.pdf').normalize('NFD'),
    pages: pages.map((lines) => lines.join('\n')),
  };
}

function cutPages(text: string): string[][] {
  const lines = text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${LINE_CHARS}}`, 'g')) ?? [' ']);
  const pages: string[][] = [];
  for (let start = 0; start < lines.length; start += PAGE_LINES)
    pages.push(lines.slice(start, start + PAGE_LINES));
  return pages;
}

import type { Chunk } from '../../../src/domain/chunk.ts';
import type { SplitOptions } from '../../../src/domain/load.ts';
import type { Heading, Page } from '../../../src/domain/page.ts';
import { splitPages } from '../../../src/split/split-pages.ts';

export function makePage(number: number, text: string, headings: readonly Heading[] = []): Page {
  return { number, label: null, text, width: null, height: null, lines: [], headings };
}

/** Pages from their texts; a line that begins with one or more `#` is a heading of that level. */
export function makePages(...texts: readonly string[]): Page[] {
  return texts.map((text, index) => {
    const headings = [...text.matchAll(/^(#+) (.*)$/gm)].map(
      ({ 1: signs = '', 2: title = '', index: start }) => ({
        start,
        level: signs.length,
        title,
      }),
    );
    return makePage(index + 1, text, headings);
  });
}

/** The batches that the pages, given in batches of `pagesAtOnce`, are cut into. */
export async function collectBatches(
  pages: readonly Page[],
  options: SplitOptions,
  pagesAtOnce = pages.length,
): Promise<(readonly Chunk[])[]> {
  async function* inBatches(): AsyncGenerator<readonly Page[]> {
    for (let from = 0; from < pages.length; from += pagesAtOnce) yield pages.slice(from, from + pagesAtOnce);
  }
  return await Array.fromAsync(splitPages(inBatches(), options));
}

export async function collectChunks(
  pages: readonly Page[],
  maxTokens: number,
  overlapTokens = 0,
): Promise<Chunk[]> {
  const batches = await collectBatches(pages, { chunking: { maxTokens, overlapTokens }, language: 'auto' });
  return batches.flat();
}

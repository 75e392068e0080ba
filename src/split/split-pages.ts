import type { Chunk } from '../domain/chunk.ts';
import type { SplitOptions } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { ChunkBuilder } from './chunk-builder.ts';
import { HeadingStack } from './heading-stack.ts';
import { readUnits } from './read-units.ts';

const BATCH_SIZE = 16;

/**
 * Cuts pages, numbered in order without gaps, into chunks of whole sentences of at most `chunking.maxTokens`; see
 * `ChunkBuilder` for where they end. `pages[pageStart..pageEnd].join('\n').slice(start, end)` is exactly the text of
 * a chunk, every character that is not white space is in one, and no chunk is blank. How the pages come in batches
 * changes nothing. Memory holds a few pages and 16 chunks, whatever the size of the document.
 */
export async function* splitPages(
  pages: AsyncIterable<readonly Page[]>,
  options: SplitOptions,
): AsyncGenerator<readonly Chunk[]> {
  const { chunking, language } = options;
  const builder = new ChunkBuilder(chunking);
  const stack = new HeadingStack();
  let batch: Chunk[] = [];
  for await (const pageBatch of pages) {
    for (const page of pageBatch) {
      batch.push(...builder.addPage(page, readUnits(page, stack, language, chunking.maxTokens)));
      while (batch.length >= BATCH_SIZE) {
        yield batch.slice(0, BATCH_SIZE);
        batch = batch.slice(BATCH_SIZE);
      }
    }
  }
  batch.push(...builder.finish());
  for (let start = 0; start < batch.length; start += BATCH_SIZE) yield batch.slice(start, start + BATCH_SIZE);
}

import type { AnalyzedChunk, Chunk } from '../domain/chunk.ts';
import { countTerms } from '../text/analyze-text.ts';

/** The chunk with the terms of its headings and its text. A heading that stands in the text as well counts twice: it says what the text is about. */
export function analyzeChunk(chunk: Chunk): AnalyzedChunk {
  const terms = countTerms([...chunk.headings, chunk.text].join('\n\n'));
  return { ...chunk, terms, length: terms.reduce((sum, [, count]) => sum + count, 0) };
}

import type { AnalyzedChunk } from '../domain/chunk.ts';
import type { Embedder } from '../domain/ports.ts';
import { IngestError } from '../errors.ts';

/** One vector per chunk, in order, asked for in batches the embedder can take. EMBEDDING_FAILED when it gives back anything else. */
export async function embedInBatches(
  embedder: Embedder,
  chunks: readonly AnalyzedChunk[],
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < chunks.length; from += embedder.maxBatchSize) {
    signal.throwIfAborted();
    const batch = chunks.slice(from, from + embedder.maxBatchSize);
    const embedded = await embedder.embedDocuments(batch, signal);
    checkVectors(embedded, batch.length, embedder.space.dimensions);
    vectors.push(...embedded);
  }
  return vectors;
}

function checkVectors(vectors: readonly Float32Array[], count: number, dimensions: number): void {
  if (vectors.length !== count) throw refuse(`${vectors.length} vectors for ${count} texts`);
  for (const vector of vectors) {
    if (vector.length !== dimensions) throw refuse(`${vector.length} dimensions in place of ${dimensions}`);
    if (!vector.every(Number.isFinite)) throw refuse('a value that is not a finite number');
    if (vector.every((value) => value === 0)) throw refuse('a vector of zeros');
  }
}

function refuse(what: string): IngestError {
  return new IngestError(
    'EMBEDDING_FAILED',
    `The embedding model gave back ${what}.`,
    'Check the model, then retry.',
    {
      retryable: true,
    },
  );
}

import type { EmbeddingSpace } from '../domain/collection.ts';
import type { Embedder } from '../domain/ports.ts';
import type { TermCount } from '../domain/term.ts';
import { ANALYSIS_VERSION, countTerms } from '../text/analyze-text.ts';

const DIMENSIONS = 384;

/** A new analysis gives other terms, hence other vectors: its version is part of the space. */
const SPACE: EmbeddingSpace = {
  provider: 'built-in',
  model: `hashed-terms-${ANALYSIS_VERSION}`,
  dimensions: DIMENSIONS,
};

/**
 * Vectors without a model: each term is hashed to a dimension and a sign, with 1 + ln(count) as its weight, and the
 * sum is L2-normalised (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009).
 * Deterministic. It knows words and no meaning: texts are near when they share terms.
 */
export function createBuiltInEmbedder(): Embedder {
  return {
    space: SPACE,
    maxBatchSize: 256,
    embedDocuments: async (chunks) => chunks.map(({ terms }) => embedTerms(terms)),
    embedQuery: async (question) => ({ vector: embedTerms(countTerms(question)), tokens: 0 }),
  };
}

function embedTerms(terms: readonly TermCount[]): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const [term, count] of terms) {
    const hash = hashTerm(term);
    const index = hash % DIMENSIONS;
    // The top bit is independent enough of the remainder to be the sign.
    vector[index] = (vector[index] ?? 0) + (hash >>> 31 === 0 ? 1 : -1) * (1 + Math.log(count));
  }
  return normalize(vector);
}

/** To length 1. A text whose terms cancel out, or that has none, gets the first axis: cosine needs some direction. */
function normalize(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** FNV-1a over UTF-16 code units, 32 bits, finished by the mixer of MurmurHash3. */
function hashTerm(term: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < term.length; index++) {
    hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

import type { Language } from './document.ts';

export interface Chunking {
  readonly maxTokens: number;
  readonly overlapTokens: number;
}

/** What vectors of one kind have in common. Vectors of different spaces never meet. */
export interface EmbeddingSpace {
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
}

export interface Collection {
  readonly name: string;
  readonly description: string | null;
  readonly language: Language;
  readonly chunking: Chunking;
  /** Null until the first document is accepted; then it stays. */
  readonly embedding: EmbeddingSpace | null;
  readonly documents: number;
  readonly chunks: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A unit of lexical search (a stemmed word, a Hangul bigram, a number, …) and how often it stands in a text. */
export type TermCount = readonly [term: string, count: number];

/** A term of a question with the weight it has in the collections searched. */
export interface WeightedTerm {
  readonly term: string;
  /** Inverse document frequency, >= 0; a term that stands nowhere has the highest. */
  readonly idf: number;
  /** Chunks that hold it, in the collections searched. */
  readonly documentFrequency: number;
}

import type { Hit } from '../../src/domain/hit.ts';
import type { Candidate } from '../../src/domain/search-ports.ts';
import type { WeightedTerm } from '../../src/domain/term.ts';
import { fuseRanks } from '../../src/retrieve/fuse-ranks.ts';
import { countTerms } from '../../src/text/analyze-text.ts';
import { type Bm25Match, buildBm25 } from './bm25.ts';
import type { Passage } from './retrieval-set.ts';

/** The service's own retrieval over passages in memory: its analysis and weights, BM25, each passage a chunk. */
export interface PassageSearch {
  /** The question's distinct terms with their weights among the passages. */
  weigh(question: string): readonly WeightedTerm[];
  /** The lexical leg. A term that the question repeats counts as often, as in `planLexical`. */
  match(question: string, limit: number): readonly Bm25Match[];
  /** What `/query` would find. */
  find(question: string, topK: number): Hit[];
}

/** Titles of documents are not indexed by the service, so they are not here either. */
export function createPassageSearch(passages: readonly Passage[]): PassageSearch {
  const index = buildBm25(passages.map(({ text }) => countTerms(text)));
  const match = (question: string, limit: number) => {
    const counts = new Map(countTerms(question));
    const terms = index
      .weigh(counts.keys())
      .map((term) => ({ ...term, idf: term.idf * (counts.get(term.term) ?? 0) }));
    return index.search(terms, limit);
  };
  return {
    weigh: (question) => index.weigh(countTerms(question).map(([term]) => term)),
    match,
    find(question, topK) {
      const candidates = match(question, topK).flatMap(({ index: position, score }, rank) => {
        const passage = passages[position];
        return passage ? [toCandidate(passage, position, { rank: rank + 1, score }, null)] : [];
      });
      return fuseRanks(candidates, { lexical: 1, dense: [] }, topK);
    },
  };
}

/** Orders the matches of both legs as the service does in hybrid search; positions of passages, best first. */
export function fuseMatches(
  passages: readonly Passage[],
  lexical: readonly Bm25Match[],
  dense: readonly Bm25Match[],
  denseWeight: number,
): number[] {
  const lexicalOf = toLegScores(lexical);
  const denseOf = toLegScores(dense);
  const candidates = [...new Set([...lexicalOf.keys(), ...denseOf.keys()])].flatMap((position) => {
    const passage = passages[position];
    const legs = [lexicalOf.get(position) ?? null, denseOf.get(position) ?? null] as const;
    return passage ? [toCandidate(passage, position, ...legs)] : [];
  });
  const hits = fuseRanks(candidates, { lexical: 1, dense: [denseWeight] }, candidates.length);
  return hits.map(({ chunkId }) => Number(chunkId));
}

function toLegScores(matches: readonly Bm25Match[]): Map<number, { rank: number; score: number }> {
  return new Map(matches.map(({ index, score }, rank) => [index, { rank: rank + 1, score }]));
}

/** Ids are positions of one width, so that ties keep the order of the passages. */
function toCandidate(
  { id, title, text }: Passage,
  position: number,
  lexical: Candidate['lexical'],
  dense: Candidate['lexical'],
): Candidate {
  return {
    chunkId: String(position).padStart(8, '0'),
    text,
    document: { id, title, externalId: null, collection: 'bench', version: 1, metadata: {} },
    pageStart: 1,
    pageEnd: 1,
    start: 0,
    end: text.length,
    headings: [],
    tokens: 0,
    opening: text.slice(0, 200),
    lexical,
    dense: [dense],
  };
}

import type { EmbeddingSpace } from '../../../src/domain/collection.ts';
import type { LegScore } from '../../../src/domain/hit.ts';
import type {
  Candidate,
  DensePlan,
  LexicalPlan,
  MatchCounts,
  SearchPlan,
  SearchScope,
  SearchStore,
} from '../../../src/domain/search-ports.ts';
import { countTerms } from '../../../src/text/analyze-text.ts';

export interface StoredCollection {
  readonly name: string;
  readonly space: EmbeddingSpace | null;
  readonly chunks: readonly StoredChunk[];
}

export interface StoredChunk {
  readonly chunkId: string;
  readonly documentId: string;
  readonly text: string;
  readonly vector?: readonly number[];
}

/** A search store over arrays: BM25 by the plan, dense by the dot product, each leg scored in full. Keeps what it was asked. */
export class MemorySearchStore implements SearchStore {
  readonly scopes: SearchScope[] = [];
  readonly plans: SearchPlan[] = [];
  readonly #collections: readonly StoredCollection[];

  constructor(...collections: readonly StoredCollection[]) {
    this.#collections = collections;
  }

  async readStatistics(scope: SearchScope, terms: readonly string[]) {
    this.scopes.push(scope);
    const searched = this.#collections.filter(({ name }) => scope.collections?.includes(name) ?? true);
    const chunks = searched.flatMap((collection) => collection.chunks);
    const counted = chunks.map(({ text }) => new Map(countTerms(text)));
    const known = new Set(
      this.#collections.flatMap((collection) => collection.chunks).map((chunk) => chunk.documentId),
    );
    return {
      collections: searched.map(({ name, space }) => ({
        id: `id of ${name}`,
        name,
        spaceId: space && spaceIdOf(space),
        space,
      })),
      chunkCount: chunks.length,
      termTotal: counted.reduce((sum, counts) => sum + sumOf([...counts.values()]), 0),
      frequencies: new Map(terms.map((term) => [term, counted.filter((counts) => counts.has(term)).length])),
      documentIds: scope.documentIds?.filter((id) => known.has(id)) ?? [],
    };
  }

  /** What a test says: the counts are the database's. */
  matches: MatchCounts = { matched: 0, selected: 0, document: null };

  async countMatches(): Promise<MatchCounts> {
    return this.matches;
  }

  async search(_tenantId: number, plan: SearchPlan): Promise<readonly Candidate[]> {
    this.plans.push(plan);
    const chunks = this.#collections
      .filter(({ name }) => plan.collectionIds.includes(`id of ${name}`))
      .flatMap(({ name, space, chunks: stored }) =>
        stored.map((chunk) => ({ ...chunk, collection: name, space })),
      )
      .filter(({ documentId }) => plan.documentIds?.includes(documentId) ?? true);
    const { lexical } = plan;
    const byWords = rank(chunks.map(({ text }) => (lexical === null ? 0 : scoreWords(lexical, text))));
    const byMeaning = plan.dense.map((leg) =>
      rank(
        chunks.map(({ space, vector }) =>
          space && spaceIdOf(space) === leg.spaceId ? scoreVector(leg, vector) : 0,
        ),
      ),
    );
    return chunks
      .map(({ chunkId, documentId, text, collection }, index) => ({
        chunkId,
        text,
        document: { id: documentId, title: null, externalId: null, collection, version: 1, metadata: {} },
        pageStart: 1,
        pageEnd: 1,
        start: 0,
        end: text.length,
        headings: [],
        tokens: text.length,
        opening: text.slice(0, 200),
        lexical: byWords[index] ?? null,
        dense: byMeaning.map((leg) => leg[index] ?? null),
      }))
      .filter((candidate) => candidate.lexical !== null || candidate.dense.some((leg) => leg !== null));
  }
}

function spaceIdOf({ provider, model }: EmbeddingSpace): string {
  return `${provider}/${model}`;
}

/** Ranks by falling score; a score of 0 is no find. */
function rank(scores: readonly number[]): (LegScore | null)[] {
  return scores.map((score) =>
    score > 0 ? { rank: 1 + scores.filter((other) => other > score).length, score } : null,
  );
}

function scoreWords({ terms, common, k1, b, averageLength }: LexicalPlan, text: string): number {
  const counts = new Map(countTerms(text));
  const length = sumOf([...counts.values()]);
  return sumOf(
    [...terms, ...common].map(({ term, weight }) => {
      const count = counts.get(term) ?? 0;
      return (weight * count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / averageLength));
    }),
  );
}

function scoreVector({ vector }: DensePlan, other: readonly number[] = []): number {
  return sumOf([...vector].map((value, index) => value * (other[index] ?? 0)));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

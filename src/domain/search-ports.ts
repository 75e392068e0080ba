/** The port to the search in the store. Errors as in `store-ports.ts`. */
import type { EmbeddingSpace } from './collection.ts';
import type { DocumentStatus } from './document.ts';
import type { Filter } from './filter.ts';
import type { Hit } from './hit.ts';
import type { TenantId } from './ids.ts';

export interface SearchScope {
  readonly tenantId: TenantId;
  readonly collections: readonly string[] | undefined;
  readonly documentIds: readonly string[] | undefined;
  readonly filter: Filter | null;
}

/** What a search has to know of the collections before it can weigh the question's terms. */
export interface TermStatistics {
  /** The collections searched that exist. */
  readonly collections: readonly {
    readonly id: string;
    readonly name: string;
    readonly spaceId: string | null;
    readonly space: EmbeddingSpace | null;
  }[];
  readonly chunkCount: number;
  readonly termTotal: number;
  /** Per term of the question: in how many chunks it stands. */
  readonly frequencies: ReadonlyMap<string, number>;
  /** Of `documentIds`, those that exist. */
  readonly documentIds: readonly string[];
}

export interface WeightedPlanTerm {
  readonly term: string;
  readonly weight: number;
}

export interface LexicalPlan {
  /** The rarer terms: every chunk that holds one is looked at. At least one. */
  readonly terms: readonly WeightedPlanTerm[];
  /** Terms of so many chunks that they only count for those the rarer ones found best; none in small collections. */
  readonly common: readonly WeightedPlanTerm[];
  readonly k1: number;
  readonly b: number;
  readonly averageLength: number;
}

export interface DensePlan {
  readonly spaceId: string;
  readonly vector: Float32Array;
}

/** Both legs, each with its number of candidates; at least one leg is there. */
export interface SearchPlan {
  readonly collectionIds: readonly string[];
  readonly documentIds: readonly string[] | undefined;
  readonly filter: Filter | null;
  readonly lexical: LexicalPlan | null;
  readonly dense: readonly DensePlan[];
  readonly candidates: number;
}

/** A chunk that at least one leg found; `dense` has an entry per dense plan. */
export interface Candidate extends Omit<Hit, 'score' | 'legs'> {
  /** Of the text, as counted when it was split. */
  readonly tokens: number;
  /** The first 200 characters of the document. */
  readonly opening: string;
  readonly lexical: { readonly rank: number; readonly score: number } | null;
  readonly dense: readonly ({ readonly rank: number; readonly score: number } | null)[];
}

/** What the lexical leg of a plan saw. */
export interface MatchCounts {
  /** Published chunks of the collections that hold one of the plan's rarer terms. */
  readonly matched: number;
  /** Of these, the ones that the selection of documents leaves. */
  readonly selected: number;
  /** The document asked about; null when there is none by that id. */
  readonly document: {
    readonly collectionId: string;
    readonly isPublished: boolean;
    /** Of its newest version. */
    readonly status: DocumentStatus;
    readonly isSelected: boolean;
    readonly matchedChunks: number;
    /** Of its best chunk among those selected, by the rarer terms alone; null when none matched. */
    readonly bestRank: number | null;
  } | null;
}

export interface SearchStore {
  /** One statement. */
  readStatistics(scope: SearchScope, terms: readonly string[]): Promise<TermStatistics>;
  /** One statement for all legs. Only chunks of published versions. */
  search(tenantId: TenantId, plan: SearchPlan): Promise<readonly Candidate[]>;
  /** One statement. `documentId`: the document to look for among what was found. */
  countMatches(tenantId: TenantId, plan: SearchPlan, documentId: string | null): Promise<MatchCounts>;
}

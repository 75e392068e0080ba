import { chunkIdOf } from '../domain/chunk-id.ts';
import type { EmbeddingSpace } from '../domain/collection.ts';
import type { Metadata } from '../domain/document.ts';
import type { Candidate, MatchCounts, SearchStore, TermStatistics } from '../domain/search-ports.ts';
import type { Database } from './database.ts';
import { shownTitle } from './document-rows.ts';
import { sql } from './drizzle.ts';
import { buildExplainSql } from './explain-sql.ts';
import { buildSearchSql } from './search-sql.ts';

interface StatisticsRow extends Record<string, unknown> {
  collections:
    | {
        id: string;
        name: string;
        space_id: string | null;
        space: EmbeddingSpace | null;
        chunks: number;
        terms: number;
      }[]
    | null;
  frequencies: Record<string, number> | null;
  documents: string[] | null;
}

interface CandidateRow extends Record<string, unknown> {
  leg: number;
  rank: number;
  score: number;
  version_id: string;
  ordinal: number;
  text: string;
  page_start: number;
  page_end: number;
  start: number;
  end: number;
  headings: string[];
  tokens: number;
  document_id: string;
  given_title: string | null;
  own_title: string | null;
  filename: string | null;
  external_id: string | null;
  collection: string;
  version: number;
  opening: string;
  metadata: Metadata;
}

export function createSearchStore(database: Database): SearchStore {
  return {
    async readStatistics({ tenantId, collections, documentIds }, terms): Promise<TermStatistics> {
      const named =
        collections === undefined ? sql`true` : sql`c.name = any(${sql.param(collections)}::text[])`;
      const { rows } = await database.executor.execute<StatisticsRow>(sql`
        with searched as (
          select c.id, c.name, c.space_id, c.chunk_count as chunks, c.term_total as terms,
            case when s.id is not null then
              jsonb_build_object('provider', s.provider, 'model', s.model, 'dimensions', s.dimensions) end as space
          from collections c left join embedding_spaces s on s.tenant_id = c.tenant_id and s.id = c.space_id
          where c.tenant_id = ${tenantId} and ${named}
        )
        select
          (select jsonb_agg(to_jsonb(searched)) from searched) as collections,
          (select jsonb_object_agg(term, chunks) from (
            select f.term, sum(f.chunk_count)::int as chunks from term_frequencies f
            where f.tenant_id = ${tenantId} and f.term = any(${sql.param(terms)}::text[])
              and f.collection_id in (select id from searched)
            group by f.term) counted) as frequencies,
          (select jsonb_agg(d.id) from documents d where d.tenant_id = ${tenantId} and d.deleted_at is null
            and d.id = any(${sql.param(documentIds ?? [])}::uuid[])) as documents`);
      const row = rows[0];
      const found = row?.collections ?? [];
      return {
        collections: found.map(({ id, name, space_id, space }) => ({ id, name, spaceId: space_id, space })),
        chunkCount: found.reduce((sum, collection) => sum + collection.chunks, 0),
        termTotal: found.reduce((sum, collection) => sum + collection.terms, 0),
        frequencies: new Map(Object.entries(row?.frequencies ?? {})),
        documentIds: row?.documents ?? [],
      };
    },

    async search(tenantId, plan) {
      const { rows } = await database.executor.execute<CandidateRow>(buildSearchSql(tenantId, plan));
      return mergeLegs(rows, plan.dense.length);
    },

    async countMatches(tenantId, plan, documentId) {
      const { rows } = await database.executor.execute<MatchCounts & Record<string, unknown>>(
        buildExplainSql(tenantId, plan, documentId),
      );
      return rows[0] ?? { matched: 0, selected: 0, document: null };
    },
  };
}

/** One candidate per chunk, with what each leg says of it. Leg 0 is lexical, leg n the dense plan n - 1. */
function mergeLegs(rows: readonly CandidateRow[], denseLegs: number): Candidate[] {
  const candidates = new Map<string, { -readonly [Key in keyof Candidate]: Candidate[Key] }>();
  for (const row of rows) {
    const chunkId = chunkIdOf(row.version_id, row.ordinal);
    const candidate = candidates.get(chunkId) ?? {
      ...toCandidate(chunkId, row),
      dense: Array(denseLegs).fill(null),
    };
    candidates.set(chunkId, candidate);
    const found = { rank: row.rank, score: row.score };
    if (row.leg === 0) candidate.lexical = found;
    else candidate.dense = candidate.dense.with(row.leg - 1, found);
  }
  return [...candidates.values()];
}

function toCandidate(chunkId: string, row: CandidateRow): Omit<Candidate, 'dense'> {
  return {
    chunkId,
    text: row.text,
    document: {
      id: row.document_id,
      title: shownTitle(row.given_title, { ownTitle: row.own_title, filename: row.filename }),
      externalId: row.external_id,
      collection: row.collection,
      version: row.version,
      metadata: row.metadata,
    },
    pageStart: row.page_start,
    pageEnd: row.page_end,
    start: row.start,
    end: row.end,
    headings: row.headings,
    tokens: row.tokens,
    opening: row.opening,
    lexical: null,
  };
}

import type { TenantId } from '../domain/ids.ts';
import type { DensePlan, SearchPlan } from '../domain/search-ports.ts';
import { formatVector } from './columns.ts';
import { type SQL, sql } from './drizzle.ts';
import { buildLexicalSql } from './lexical-sql.ts';
import { documents } from './schema.ts';
import { buildSelectedSql } from './selected-sql.ts';

/** What a document is about is mostly said there. */
const OPENING_CHARS = 200;

/**
 * All legs of a search in one statement: per leg its best candidates with rank and score, joined to what a hit shows.
 * Every leg sees the published versions of visible documents in the selection, and nothing else. Ties are broken by
 * version and ordinal, so that the same search gives the same order.
 *
 * `offset 0` keeps the planner from turning joins around where it has no statistics: a new folder of PGlite, a server before
 * its first ANALYZE.
 */
export function buildSearchSql(tenantId: TenantId, plan: SearchPlan): SQL {
  const legs: SQL[] = [];
  if (plan.lexical !== null) legs.push(ranked(0, buildLexicalSql(tenantId, plan, plan.lexical)));
  for (const [index, dense] of plan.dense.entries())
    legs.push(ranked(index + 1, denseSql(tenantId, plan, dense)));
  return sql`
    with legs as (${sql.join(legs, sql` union all `)})
    select legs.leg, legs.rank::int as rank, legs.score::float8 as score, legs.version_id, legs.ordinal,
      c.text, c.page_start, c.page_end, c.start, c."end", c.headings, c.tokens,
      d.id as document_id, d.title as given_title, v.own_title, v.filename, d.external_id, d.metadata,
      col.name as collection, v.number as version, opening.text as opening
    from legs
    cross join lateral (
      select * from chunks where tenant_id = ${tenantId} and version_id = legs.version_id and ordinal = legs.ordinal offset 0
    ) as c
    cross join lateral (select * from versions where tenant_id = ${tenantId} and id = legs.version_id offset 0) as v
    cross join lateral (select * from documents where tenant_id = ${tenantId} and id = v.document_id offset 0) as d
    cross join lateral (select * from collections where tenant_id = ${tenantId} and id = d.collection_id offset 0) as col
    cross join lateral (
      select left(text, ${OPENING_CHARS}) as text from chunks
      where tenant_id = ${tenantId} and version_id = legs.version_id and ordinal = 0 offset 0
    ) as opening
    order by legs.leg, legs.rank`;
}

function ranked(leg: number, candidates: SQL): SQL {
  return sql`
    (select ${leg}::int as leg, version_id, ordinal, score,
      row_number() over (order by score desc, version_id, ordinal) as rank
    from (${candidates}) as leg_candidates)`;
}

/** Cosine similarity; exact, since no index is made before a collection is large. */
function denseSql(tenantId: TenantId, plan: SearchPlan, { spaceId, vector }: DensePlan): SQL {
  const query = sql`${formatVector(vector)}::vector`;
  return sql`
    select e.version_id, e.ordinal, 1 - (e.embedding <=> ${query}) as score
    from chunk_embeddings e
    join ${documents} on ${documents.publishedVersionId} = e.version_id and ${buildSelectedSql(tenantId, plan)}
    where e.tenant_id = ${tenantId} and e.space_id = ${spaceId}::uuid
    order by e.embedding <=> ${query}, e.version_id, e.ordinal
    limit ${plan.candidates}`;
}

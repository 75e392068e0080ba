import type { TenantId } from '../domain/ids.ts';
import type { DensePlan, LexicalPlan, SearchPlan } from '../domain/search-ports.ts';
import { formatVector } from './columns.ts';
import { type SQL, sql } from './drizzle.ts';
import { buildFilterSql } from './filter-sql.ts';
import { documents } from './schema.ts';

/** What a document is about is mostly said there. */
const OPENING_CHARS = 200;

/**
 * All legs of a search in one statement: per leg its best candidates with rank and score, joined to what a hit shows.
 * Every leg sees the published versions of visible documents in the selection, and nothing else. Ties are broken by
 * version and ordinal, so that the same search gives the same order.
 *
 * `offset 0` keeps the planner from turning joins around: without statistics (a new folder of PGlite, a server before its
 * first ANALYZE) it compared all postings of all documents with each term, 1 s in place of 10 ms for 330 passages.
 */
export function buildSearchSql(tenantId: TenantId, plan: SearchPlan): SQL {
  const legs: SQL[] = [];
  if (plan.lexical !== null) legs.push(ranked(0, lexicalSql(tenantId, plan, plan.lexical)));
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

/** The documents that may answer, as conditions on `documents`. */
function selectedSql(tenantId: TenantId, plan: SearchPlan): SQL {
  const conditions = [
    sql`${documents.tenantId} = ${tenantId}`,
    sql`${documents.deletedAt} is null`,
    sql`${documents.collectionId} = any(${sql.param(plan.collectionIds)}::uuid[])`,
  ];
  if (plan.documentIds !== undefined)
    conditions.push(sql`${documents.id} = any(${sql.param(plan.documentIds)}::uuid[])`);
  if (plan.filter !== null) conditions.push(buildFilterSql(plan.filter));
  return sql.join(conditions, sql` and `);
}

/**
 * Exact BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009): every posting of every term is
 * scored. The weight of a term (idf times its count in the question) comes with the plan, lengths lie beside the
 * postings, so chunks are not read before the best are known.
 */
function lexicalSql(tenantId: TenantId, plan: SearchPlan, { terms, k1, b, averageLength }: LexicalPlan): SQL {
  return sql`
    select scored.version_id, scored.ordinal, scored.score
    from (
      select held.version_id, hit.ordinal, sum(held.weight * hit.frequency * ${k1 + 1}::float8 /
        (hit.frequency + ${k1}::float8 * (${1 - b}::float8 + ${b}::float8 * hit.length / ${averageLength}::float8))) as score
      from (
        select p.version_id, p.ordinals, p.frequencies, p.lengths, t.weight
        from unnest(${sql.param(terms.map(({ term }) => term))}::text[], ${sql.param(terms.map(({ weight }) => weight))}::float8[])
          as t(term, weight)
        cross join lateral (
          select version_id, ordinals, frequencies, lengths from postings
          where tenant_id = ${tenantId} and collection_id = any(${sql.param(plan.collectionIds)}::uuid[]) and term = t.term
          offset 0
        ) as p
        offset 0
      ) as held
      cross join lateral unnest(held.ordinals, held.frequencies, held.lengths) as hit(ordinal, frequency, length)
      group by held.version_id, hit.ordinal
      offset 0
    ) as scored
    join ${documents} on ${documents.publishedVersionId} = scored.version_id and ${selectedSql(tenantId, plan)}
    order by scored.score desc, scored.version_id, scored.ordinal
    limit ${plan.candidates}`;
}

/** Cosine similarity; exact, since no index is made before a collection is large. */
function denseSql(tenantId: TenantId, plan: SearchPlan, { spaceId, vector }: DensePlan): SQL {
  const query = sql`${formatVector(vector)}::vector`;
  return sql`
    select e.version_id, e.ordinal, 1 - (e.embedding <=> ${query}) as score
    from chunk_embeddings e
    join ${documents} on ${documents.publishedVersionId} = e.version_id and ${selectedSql(tenantId, plan)}
    where e.tenant_id = ${tenantId} and e.space_id = ${spaceId}::uuid
    order by e.embedding <=> ${query}, e.version_id, e.ordinal
    limit ${plan.candidates}`;
}
